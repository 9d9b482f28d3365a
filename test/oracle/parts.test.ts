import { describe, expect, it } from "vitest"
import { combine, requireAssets } from "./allocation.ts"
import { link } from "./attribution.ts"
import { applyCaps } from "./caps.ts"
import { blend, exposureOf } from "./exposure.ts"
import { averageRanks } from "./ties.ts"
import { bar, input, path } from "./fixtures.ts"
import { breakout, combineVotes, intentOf, momentum } from "./intent.ts"
import { foldsOf, metricsOf } from "./metrics.ts"
import { naiveStudy } from "./naiveStudy.ts"
import type { History } from "./returns.ts"
import { makeMarket } from "./returns.ts"
import type { Bar, Settings, StudyConfig } from "./types.ts"
import { withDefaults } from "./types.ts"

const defaults = withDefaults({ strategies: {} })
const near = (actual: ReadonlyArray<number>, wanted: ReadonlyArray<number>) => {
  expect(actual.length).toBe(wanted.length)
  actual.forEach((x, i) => {
    expect(x).toBeCloseTo(wanted[i]!, 13)
  })
}

function historyOf(bars: ReadonlyArray<Bar | null>, data: Partial<Settings["data"]> = {}): History {
  return makeMarket(input({ A: bars }, []), withDefaults({ strategies: {}, data })).histories[0]!
}

describe("returns", () => {
  it("carries closes for indicators only so far, and for the accounts as long as the listing lives", () => {
    const history = historyOf(path([100, null, null, 120]), { max_stale: 1 })
    expect(history.accounting).toEqual([NaN, 0, 0, expect.closeTo(0.2, 14)])
    expect(history.index).toEqual([100, 100, NaN, expect.closeTo(120, 11)])
    expect(history.estimator).toEqual([NaN, 0, NaN, NaN])
  })
  it("opens a new listing after a delisting", () => {
    const history = historyOf(path([100, null, null, 7, 14]), { delist_after: 2, delisting_return: -1 })
    expect(history.listing).toEqual([1, 1, 0, 2, 2])
    expect(history.accounting).toEqual([NaN, 0, -1, NaN, 1])
    expect(history.index).toEqual([100, 100, NaN, 7, 14])
  })
  it("builds the index forward through dividends and splits", () => {
    // 100 to (98 + 2): 1.00. Then two for one at 49: 1.00. Then 49 to 53.9: 1.10.
    const bars = [bar(100, 100), bar(98, 98, { dividend: 2 }), bar(49, 49, { splitRatio: 2 }), bar(49, 53.9)]
    near(historyOf(bars).index, [100, 100, 100, 110])
  })
})

describe("intent", () => {
  it("takes momentum between tied values as neutral", () => {
    expect(momentum(historyOf(path([100, 100 * (1 + 1e-14)])), 1, 1)).toBe(0)
    expect(momentum(historyOf(path([100, 100.001])), 1, 1)).toBe(1)
    expect(momentum(historyOf(path([100, 100.001])), 0, 1)).toBe(NaN)
  })
  it("leaves a close at the edge of a band outside it", () => {
    // 99 = .99 x 100: not high; 99 < 1.01 x 99: low. 101 against 100: both, so neutral.
    expect(breakout(historyOf(path([100, 99])), 1, 2)).toBe(-1)
    expect(breakout(historyOf(path([100, 100.5])), 1, 2)).toBe(0)
    // 101 = 1.01 x 100: not low; 101 is the high: +1.
    expect(breakout(historyOf(path([100, 101])), 1, 2)).toBe(1)
  })
  it("combines votes", () => {
    const w = [0.4, 0.3, 0.3]
    expect([
      combineVotes([1, 1, -1], "majority", w, 0.1),
      combineVotes([1, 1, 0], "majority", w, 0.1),
    ]).toEqual([0, 1])
    expect(combineVotes([-1, -1, -1], "all", w, 0.1)).toBe(-1)
    // .4 - .3 is .1 and dust: at the threshold, so neutral.
    expect(combineVotes([1, -1, 0], "weighted", w, 0.1)).toBe(0)
    expect(combineVotes([1, -1, 0], "weighted", w, 0.09)).toBe(1)
  })
  it("has no opinion until every indicator exists", () => {
    // 100, 101, 102: momentum 1, means 102 against 101.5, breakout neutral (1 % band both ways): two of
    // three.
    const market = makeMarket(input({ A: path([100, 101, 102]) }, []), defaults)
    const trend = {
      type: "trend",
      momentum_lookback: 1,
      sma_short: 1,
      sma_long: 2,
      breakout_period: 2,
    } as const
    expect(intentOf(trend, market)).toEqual([[NaN], [1], [1]])
  })
})

describe("exposure", () => {
  const execution = defaults.execution
  const all = [true, true, true]

  it("ranks with ties averaged and normalises to the gross cap", () => {
    expect(averageRanks([1, 1 + 1e-15, 2])).toEqual([1.5, 1.5, 3])
    // q = (-.5, -.5, 1), Σ|q| = 2.
    near(exposureOf([1, 1, 2], all, false, execution), [-0.25, -0.25, 0.5])
    near(exposureOf([3, 3, 3], all, false, execution), [0, 0, 0])
    near(exposureOf([NaN, 3, 4], [false, true, true], false, execution), [0, -0.5, 0.5])
  })
  it("clips z-scores and divides by the clip", () => {
    // mean 2, std 1.
    const z = { ...execution, exposure: "zscore_then_clip" as const }
    near(exposureOf([1, 2, 3], all, false, z), [-1 / 3, 0, 1 / 3])
    near(exposureOf([1, 2, 3], all, false, { ...z, clip: 0.5 }), [-1, 0, 1])
  })
  it("blends strategies, then constrains", () => {
    near(blend([[1], [-1]], [0.75, 0.25], execution), [0.5])
    near(blend([[1], [-1]], [0.75, 0.25], { ...execution, per_asset_cap: 0.2 }), [0.2])
    near(blend([[-1]], [1], { ...execution, long_only: true }), [0])
  })
})

describe("allocation", () => {
  const with_ = (config: Partial<StudyConfig>) => withDefaults({ strategies: {}, ...config })

  it("overlays, normalises, and aims at a net exposure", () => {
    const base = [0.6, 0.2, 0.2]
    near(combine(base, [1, 0.5, -1], true, defaults), [0.6, 0.1, -0.2])
    // normalise: gross of e is .5 + .25 + .25 = 1; a e = (.3, .05, -.05) x 2.5.
    near(combine(base, [0.5, 0.25, -0.25], false, defaults), [0.75, 0.125, -0.125])
    // N = .2, G = 1: longs .6 as 3 : 1, shorts .4.
    const net = with_({ execution: { net_exposure_target: 0.2 } })
    near(combine(base, [1, 1, -1], true, net), [0.45, 0.15, -0.4])
    near(combine(base, [1, 1, 1], true, with_({ execution: { gross_exposure_cap: 0.5 } })), [0.3, 0.1, 0.1])
  })
  it("weighs by inverse volatility", () => {
    // Returns ±1 % and ±2 %: 2 to 1.
    const bars = { A: path([100, 101, 99.99, 99.99]), B: path([100, 102, 99.96, 99.96]) }
    const study = naiveStudy(input(bars, [1, 2]), {
      strategies: { all: { type: "passthrough" } },
      allocation: { lookback: 2 },
    })
    expect(study.decisions[0]!.eligible).toEqual([false, false])
    near(study.decisions[1]!.base, [2 / 3, 1 / 3])
    expect(study.start).toBe(3)
  })
  it("requires a number of names", () => {
    near(requireAssets([0.5, 1e-7, 0.5], 4), [0.25, 5e-8, 0.25])
  })
})

describe("caps", () => {
  const names = ["A", "B", "C"]
  const risk = { ...defaults.risk, max_weight_per_asset: 0.4 }
  const sectors = { A: "X", B: "X", C: "Y" }

  it("gives the room to what is not capped", () => {
    // λ = 2: min(.4, 1.2) + min(.4, .6) + .2 = 1.
    near(applyCaps([0.6, 0.3, 0.1], names, risk), [0.4, 0.4, 0.2])
    near(applyCaps([0.4, 0.3, 0.1], names, risk), [0.4, 0.3, 0.1])
  })
  it("stops at max_scale and leaves the rest in cash", () => {
    near(applyCaps([0.9, 0.1, 0], names, risk), [0.4, 0.3, 0])
    near(applyCaps([0.6, 0.3, 0.1], names, { ...risk, max_scale: 1.5 }), [0.4, 0.4, 0.15])
  })
  it("does not redistribute across signs unless told", () => {
    near(applyCaps([0.6, -0.3, 0.1], names, risk), [0.4, -0.3, 0.1])
    near(applyCaps([0.6, -0.3, 0.1], names, { ...risk, redistribute: "across_signs" }), [0.4, -0.4, 0.2])
    near(applyCaps([0.6, 0.3, 0.1], names, { ...risk, redistribute: "none" }), [0.4, 0.3, 0.1])
  })
  it("fills a capped sector exactly", () => {
    // X holds .8, capped at .6: λ_X = .75; Y takes the rest at λ = 2.
    const both = { ...risk, max_weight_per_asset: null, max_sector_weight: 0.6, sectors }
    near(applyCaps([0.5, 0.3, 0.2], names, both), [0.375, 0.225, 0.4])
    // Now each name at most .35: λ_X = .25 / .3, Y at its own cap: .95 in all.
    near(applyCaps([0.5, 0.3, 0.2], names, { ...both, max_weight_per_asset: 0.35 }), [0.35, 0.25, 0.35])
  })
})

describe("impact", () => {
  it("follows the square root law and takes the largest known rate where there is no volume", () => {
    // Value traded 1e6 a day, x = .5, capital 2e6: √1. σ of (.01, -.01) = .01 √2. B has no volume: A's rate.
    const sized = (closes: ReadonlyArray<number>) => closes.map((c) => bar(c, c, { volume: 1e6 / c }))
    const silent = [10, 10, 10, 10].map((c) => bar(c, c, { volume: 0 }))
    const study = naiveStudy(input({ A: sized([100, 101, 99.99, 99.99]), B: silent }, [2]), {
      strategies: { all: { type: "passthrough" } },
      allocation: { method: "equal_weight" },
      costs: { impact_coefficient: 1, capital: 2e6 },
    })
    expect(study.days[3]!.costs.impact).toBeCloseTo(0.01 * Math.SQRT2, 13)
  })
})

describe("metrics", () => {
  const rates = { ppy: 4, riskFree: 0, mar: 0 }
  const m = metricsOf([0.1, -0.1, 0.05], rates)

  it("follows the definitions", () => {
    // 1.1 x .9 x 1.05 = 1.0395. Mean .05/3; squares about it sum to .0225 - 3 x (.05/3)² = .065/3; std
    // √(.065/6).
    const std = Math.sqrt(0.065 / 6)
    near([m.total!, m.volatility!, m.sharpe!], [0.0395, 2 * std, (0.05 / 3 / std) * 2])
    // Downside: √(.01/3).
    near(
      [m.sortino!, m.hit_rate!, m.cagr!],
      [(0.05 / 3 / Math.sqrt(0.01 / 3)) * 2, 2 / 3, 1.0395 ** (4 / 3) - 1],
    )
    // Quantile at place .1 between -.1 and .05.
    near([m.var_95!, m.cvar_95!, m.worst_day!, m.best_day!], [-0.085, -0.1, -0.1, 0.1])
    near([m.max_drawdown!, m.peak!, m.trough!, m.longest_drawdown!], [-0.1, 1, 2, 2])
    expect(m.recovery).toBe(null)
  })
  it("counts the row of 1 as a peak and knows what is undefined", () => {
    const down = metricsOf([-0.5, 1], rates)
    expect([down.peak, down.trough, down.recovery, down.max_drawdown]).toEqual([0, 1, 2, -0.5])
    const flat = metricsOf([0, 0], rates)
    expect([flat.sharpe, flat.sortino, flat.calmar, flat.skew, flat.max_drawdown]).toEqual([
      null,
      null,
      null,
      null,
      0,
    ])
    expect(metricsOf([0.1], rates).sharpe).toBe(null)
  })
  it("takes biased moments", () => {
    // (0, 0, 3): mean 1, m2 = 2, m3 = (−1 −1 + 8)/3 = 2, m4 = (1 + 1 + 16)/3 = 6.
    const moments = metricsOf([0, 0, 3], rates)
    near([moments.skew!, moments.excess_kurtosis!], [2 / 2 ** 1.5, 6 / 4 - 3])
  })
  it("folds by calendar year", () => {
    // Mean/std of (0, .1) is √½ and of (0, -.2) is -√½, times √4; one session has none. Their mean is 0.
    const dates = ["2020-12-30", "2020-12-31", "2021-01-04", "2021-01-05", "2022-01-03"]
    const folds = foldsOf(dates, [0, 0.1, 0, -0.2, 0.1], rates)
    near([folds.worst_fold_sharpe!, folds.pct_folds_positive!, folds.stability_ratio!], [-Math.SQRT2, 0.5, 0])
    expect(folds.years.map((y) => y.n)).toEqual([2, 2, 1])
  })
})

describe("linking", () => {
  it("adds up to the compounded return and gives up on a total loss", () => {
    expect(link([{ a: 0.1 }, { a: 0.1 }], [0.1, 0.1])!["a"]).toBeCloseTo(0.21, 14)
    expect(link([{ a: -1 }], [-1])).toBe(null)
  })
})
