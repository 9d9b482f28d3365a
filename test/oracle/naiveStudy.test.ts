import { describe, expect, it } from "vitest"
import { contributions } from "./attribution.ts"
import { sumOf } from "./costs.ts"
import { bar, input, path, randomInput } from "./fixtures.ts"
import { naiveStudy } from "./naiveStudy.ts"
import { total } from "./returns.ts"
import type { StudyConfig } from "./types.ts"

const equal: StudyConfig = {
  strategies: { all: { type: "passthrough" } },
  allocation: { method: "equal_weight" },
}

const near = (actual: ReadonlyArray<number>, wanted: ReadonlyArray<number>) => {
  expect(actual.length).toBe(wanted.length)
  actual.forEach((x, i) => {
    expect(x).toBeCloseTo(wanted[i]!, 13)
  })
}

/** Signs that never change, as a strategy. */
const signs = (row: ReadonlyArray<number>, sessions: number) => ({
  type: "given" as const,
  kind: "discrete" as const,
  values: Array.from({ length: sessions }, () => row),
})

describe("two assets over six sessions", () => {
  // A: 100, opens 100 closes 110, then 121 for good. B: 50, 50, then 45 for good.
  const a = [bar(100, 100), bar(100, 110), bar(121, 121), bar(121, 121), bar(121, 121), bar(121, 121)]
  const b = path([50, 50, 45, 45, 45, 45])
  const config: StudyConfig = { ...equal, costs: { spread_bps: 20, slippage_bps: 10 } }
  const study = naiveStudy(input({ A: a, B: b }, [0, 2]), config)

  it("fills at the next open and drifts", () => {
    // Bought half and half at 100 and 50. At the close A is worth .55, B .50 of 1.05.
    near(study.days[0]!.held, [0, 0])
    near(study.days[1]!.held, [0.55 / 1.05, 0.5 / 1.05])
    expect(study.days[1]!.gross).toBeCloseTo(0.05, 14)
    // Next day .55 becomes .605 and .50 becomes .45: 1.055 in all.
    expect(study.days[2]!.gross).toBeCloseTo(1.055 / 1.05 - 1, 14)
    near(study.days[2]!.held, [0.605 / 1.055, 0.45 / 1.055])
  })
  it("charges half the spread and the slippage on target turnover", () => {
    // First build: turnover 1, rate 10 + 10 bps, of NAV at the fill, which grows by 1.05 to the close.
    near([study.days[1]!.turnoverTarget, study.days[1]!.turnoverTraded], [1, 1])
    expect(sumOf(study.days[1]!.costs)).toBeCloseTo(0.002 * 1.05, 14)
    expect(study.days[1]!.net).toBeCloseTo(0.05 - 0.0021, 14)
  })
  it("rebalances drift away for free on the target basis only", () => {
    // .605 and .45 back to .5275 each, of 1.055: traded 2 x .0775 / 1.055.
    near([study.days[3]!.turnoverTarget, study.days[3]!.turnoverTraded], [0, 0.155 / 1.055])
    expect(study.days[3]!.net).toBe(study.days[3]!.gross)
    expect(sumOf(study.days[3]!.costsTraded)).toBeCloseTo((0.002 * 0.155) / 1.055, 14)
    near(study.days[3]!.held, [0.5, 0.5])
  })
  it("measures from the first fill", () => {
    expect(study.start).toBe(1)
    expect(study.summary!.gross.n).toBe(5)
    expect(study.summary!.gross.total).toBeCloseTo(0.055, 14)
    expect(study.summary!.linked_assets!["A"]! + study.summary!.linked_assets!["B"]!).toBeCloseTo(0.055, 14)
    expect(study.summary!.mean_turnover_target).toBeCloseTo(1 / 5, 14)
  })
  it("leaves a decision without a later session as an open order", () => {
    const open = naiveStudy(input({ A: a, B: b }, [5]), config)
    expect(open.decisions[0]!.due).toBe(6)
    expect(open.start).toBe(null)
    near(open.days[5]!.held, [0, 0])
  })
  it("fills a signal-close order at the very close, a delayed one later", () => {
    const atClose = naiveStudy(input({ A: a, B: b }, [0]), {
      ...equal,
      execution: { execution_time: "signal_close" },
    })
    near(atClose.days[0]!.held, [0.5, 0.5])
    expect(atClose.days[1]!.gross).toBeCloseTo(0.05, 14)
    const late = naiveStudy(input({ A: a, B: b }, [0]), { ...equal, execution: { delay_sessions: 2 } })
    near(late.days[2]!.held, [0, 0])
    near(late.days[3]!.held, [0.5, 0.5])
  })
})

describe("corporate actions in the accounts", () => {
  it("splits an overnight move from the day's own around a split", () => {
    // Held 100 % of A at 100. Two for one; opens at 52 (104 old), closes at 55 (110 old); rebalanced at the
    // open.
    const a = [bar(100, 100), bar(100, 100), bar(52, 55, { splitRatio: 2 })]
    const study = naiveStudy(input({ A: a }, [0, 1]), equal)
    const session = study.days[2]!.books[3]
    expect(session.a[0]).toBeCloseTo(0.04, 14)
    expect(session.b[0]).toBeCloseTo(55 / 52 - 1, 14)
    expect(study.days[2]!.gross).toBeCloseTo(0.1, 14)
  })
  it("counts a dividend on its ex-date", () => {
    // 100 before, 2 paid, 98 after: nothing gained. Then 98 to 99.96: 2 %.
    const a = [bar(100, 100), bar(100, 100), bar(98, 98, { dividend: 2 }), bar(98, 99.96)]
    const study = naiveStudy(input({ A: a }, [0]), equal)
    near(
      study.days.map((day) => day.gross),
      [0, 0, 0, 0.02],
    )
  })
})

describe("assets without bars", () => {
  const b = path([50, 50, 50, 50, 50, 50])

  it("delists into cash at the given return, without cost", () => {
    // Half of A; silent at 2 and 3; delisted at 3 (the second) with -30 %: NAV .85, B is .5 of it.
    const study = naiveStudy(input({ A: path([10, 10, null, null, null, null]), B: b }, [0]), {
      ...equal,
      data: { delist_after: 2, delisting_return: -0.3 },
      costs: { spread_bps: 100 },
    })
    expect(study.days[2]!.gross).toBe(0)
    expect(study.days[3]!.net).toBeCloseTo(-0.15, 14)
    near(study.days[3]!.held, [0, 0.5 / 0.85])
    near([study.days[3]!.turnoverTarget, study.days[3]!.turnoverTraded], [0.5, 0.35 / 0.85])
    expect(sumOf(study.days[3]!.costs)).toBe(0)
  })
  it("makes room for a frozen holding", () => {
    // At decision 2 A is silent, B alone is eligible with target 1; A holds .5, so B gets 1 x (1 - .5).
    const study = naiveStudy(input({ A: path([10, 10, null, null, 20, 20]), B: b }, [0, 2]), equal)
    expect(study.decisions[1]!.eligible).toEqual([false, true])
    near(study.decisions[1]!.rows[3], [0, 1])
    near(study.days[3]!.held, [0.5, 0.5])
    expect(study.days[3]!.turnoverTarget).toBe(0)
    // Its first bar back carries the whole move: .5 doubles.
    expect(study.days[4]!.gross).toBeCloseTo(0.5, 14)
  })
  it("counts a holding that delists at the fill as frozen there", () => {
    // -30 % on .5 at session 3: drifted A .35/.85; B's target 1 shrinks to .5/.85, which is what it already
    // is.
    const study = naiveStudy(
      input({ A: path([10, 10, null, 99, 99, 99]), B: b }, [0, 2], { A: "2024-01-04" }),
      { ...equal, data: { delisting_return: -0.3 } },
    )
    near(study.days[3]!.held, [0, 0.5 / 0.85])
    expect(study.days[3]!.books[3].paidTraded[1]).toBeCloseTo(0, 14)
  })
  it("lets an order wait for the next bar", () => {
    // A is decided at 0, has no bar at 1, fills at 2.
    const study = naiveStudy(input({ A: path([10, null, 10, 11, 11, 11]), B: b }, [0]), equal)
    near(study.days[1]!.held, [0, 0.5])
    near(study.days[2]!.held, [0.5, 0.5])
    near(
      study.days.map((day) => day.turnoverTarget),
      [0, 0.5, 0.5, 0, 0, 0],
    )
    expect(study.days[3]!.gross).toBeCloseTo(0.05, 14)
  })
})

describe("cash, shorts and ruin", () => {
  it("earns the cash rate before and beside the holdings", () => {
    // One asset at half exposure: cash .5 at 1 % a period.
    const study = naiveStudy(input({ A: path([10, 10, 10]) }, [0]), {
      strategies: { half: signs([0.5], 3) },
      allocation: { method: "equal_weight" },
      costs: { cash_rate: 0.02 },
      periods_per_year: 2,
    })
    near(
      study.days.map((day) => day.gross),
      [0.01, 0.01, 0.005],
    )
    expect(contributions(study.days[2]!.books[3]).cash).toBeCloseTo(0.005, 14)
  })
  it("overlays a short, which frees cash and pays to borrow", () => {
    // w = (.5, -.5), cash 1. Both rise by 10 %: +.05 - .05, interest .001, borrow .002 x .5.
    const study = naiveStudy(input({ A: path([10, 10, 11]), B: path([20, 20, 22]) }, [0]), {
      strategies: { pair: signs([1, -1], 3) },
      allocation: { method: "equal_weight" },
      costs: { cash_rate: 0.001, short_borrow: 0.002 },
      periods_per_year: 1,
    })
    near(study.decisions[0]!.rows[3], [0.5, -0.5])
    expect(study.days[2]!.gross).toBeCloseTo(0, 14)
    const parts = contributions(study.days[2]!.books[3])
    near([parts.long, parts.short, parts.cash], [0.05, -0.051, 0.001])
    // B0 holds both long (.1), B1 is the pair itself: timing takes .1 away.
    near([study.days[2]!.attribution.market, study.days[2]!.attribution.timing], [0.1, -0.1])
  })
  it("ends in ruin when a short doubles", () => {
    const study = naiveStudy(input({ A: path([10, 10, 20, 20]) }, [0]), {
      strategies: { short: signs([-1], 4) },
      allocation: { method: "equal_weight" },
    })
    expect([study.ruin, study.days.length, study.days[2]!.net]).toEqual([true, 3, -1])
    expect(study.summary!.linked_net).toBe(null)
  })
})

describe("volatility target", () => {
  // Bought at 1; then +1 %, -1 %, +1 %, and +2 %. Sample std of (.01, -.01) is .01 √2; over two periods a
  // year .02.
  const closes = [100, 100, 101, 101 * 0.99, 101 * 0.99 * 1.01, 101 * 0.99 * 1.01 * 1.02]
  const config: StudyConfig = {
    ...equal,
    risk: { target_vol: 0.03, vol_lookback: 2 },
    costs: { turnover_basis: "traded" },
    periods_per_year: 2,
  }

  it("levers by target over realised volatility at the next decision", () => {
    const study = naiveStudy(input({ A: path(closes) }, [0, 3]), config)
    near(
      study.decisions.map((d) => d.leverage),
      [1, 1.5],
    )
    // Filled at 4 after the overnight move, so only 5 earns 1.5 x 2 %.
    expect(study.days[4]!.gross).toBeCloseTo(0.01, 13)
    expect(study.days[5]!.gross).toBeCloseTo(0.03, 13)
    expect(study.days[5]!.attribution.leverage).toBeCloseTo(0.01, 13)
  })
  it("updates daily when asked", () => {
    const daily: StudyConfig = { ...config, risk: { ...config.risk, leverage_update: "daily" } }
    const study = naiveStudy(input({ A: path(closes) }, [0]), daily)
    near(
      study.days.slice(1).map((day) => day.leverage),
      [1, 1, 1, 1.5, 1.5],
    )
    expect(study.days[5]!.gross).toBeCloseTo(0.03, 13)
  })
  it("scales the row when too few names stand", () => {
    const study = naiveStudy(input({ A: path(closes) }, [0]), { ...equal, risk: { min_assets_held: 2 } })
    near(study.decisions[0]!.rows[3], [0.5])
    near(study.decisions[0]!.rows[2], [1])
  })
})

describe("identities on a random market", () => {
  const config: StudyConfig = {
    strategies: {
      trend: { type: "trend", momentum_lookback: 5, sma_short: 2, sma_long: 5, breakout_period: 6 },
    },
    allocation: { lookback: 5 },
    risk: { max_weight_per_asset: 0.3, target_vol: 0.1, vol_lookback: 10 },
    costs: {
      spread_bps: 5,
      impact_coefficient: 0.5,
      cash_rate: 0.03,
      short_borrow: 0.01,
      turnover_basis: "traded",
    },
  }
  const market = randomInput(7, 6, 120, 5)
  const study = naiveStudy(market, config)

  it("adds up, session by session and linked", () => {
    expect(study.start).not.toBe(null)
    for (const day of study.days) {
      expect(total(Object.values(day.attribution))).toBeCloseTo(day.gross, 13)
      expect(day.gross - sumOf(day.costs)).toBeCloseTo(day.net, 13)
      const parts = contributions(day.books[3])
      expect(total(parts.assets) + parts.cash).toBeCloseTo(day.gross, 13)
      expect(parts.long + parts.short + parts.cash).toBeCloseTo(day.gross, 13)
    }
    const { linked_gross, linked_net, gross, net } = study.summary!
    expect(total(Object.values(linked_gross!))).toBeCloseTo(gross.total!, 12)
    expect(total(Object.values(linked_net!))).toBeCloseTo(net.total!, 12)
  })
  it("gives B3 = B2 when daily leverage is held at 1", () => {
    const one = { ...config.risk, min_leverage: 1, max_leverage: 1, leverage_update: "daily" as const }
    const daily = naiveStudy(market, { ...config, risk: { ...one, cap_mode: "pre_leverage" } })
    for (const day of daily.days) expect(day.attribution.leverage).toBe(0)
  })
  it("never reads the future", () => {
    const short = { ...market, sessions: market.sessions.slice(0, 80) }
    const cut = naiveStudy(short, config)
    expect(cut.days).toEqual(study.days.slice(0, 80))
  })
})
