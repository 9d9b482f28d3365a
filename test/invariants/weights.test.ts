/** From intent to weights: no signal no position, no preference no difference, and every opinion counts once. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { studies } from "../dags/studies.ts"
import { columnAt, inputOf, type Program } from "../dags/programStudy.ts"
import { effort, tally } from "./effort.ts"
import {
  books,
  bookOf,
  decidable,
  estimateLag,
  expectNear,
  gross,
  intentsOf,
  orZero,
  rowsOf,
  run,
  set,
  sum,
  unbounded,
  withStrategies,
} from "./given.ts"
import { listingOf } from "./market.ts"

/** A rule whose three votes can never be more than unanimous: it never takes a side. */
const undecided = { type: "trend", combination_method: "weighted", weighted_threshold: 1 }
const windows = { momentum_lookback: 3, sma_short: 1, sma_long: 4, breakout_period: 3 }

/** Who may be held by a decision: a bar on its session, and an opinion of some strategy. */
function opinionated(program: Program, t: number): ReadonlyArray<boolean> {
  const intents = Object.values(intentsOf(program)).map((rows) => rows[t]!)
  return Array.from(
    decidable(program)[t]!,
    (state, i) => state === 1 && intents.some((row) => !Number.isNaN(row[i]!)),
  )
}

describe("intent", () => {
  it("that is 0 everywhere holds nothing and earns nothing but the interest on cash", () => {
    const seen = tally("interest", "decision")
    const property = fc.property(studies, fc.integer({ min: 1, max: 3 }), (given, count) => {
      const names = ["a", "b", "c"].slice(0, count)
      const zero = withStrategies(
        given,
        Object.fromEntries(names.map((name) => [name, { ...undecided, ...windows }])),
      )
      const program = run(zero)
      const perDay = program.config.costs.cash_rate / (given.market.calendar === "nyse" ? 252 : 365)
      for (const book of ["b1", "b2", "final"] as const) {
        const { panel, column } = bookOf(program, book)
        expect(panel("held").every((row) => gross(row) === 0)).toBe(true)
        column("gross").forEach((earned, t) => expectNear(earned, perDay, `${book} at session ${t}`, 1e-15))
        seen.see(
          "decision",
          column("decision").some((row) => !Number.isNaN(row)),
        )
      }
      const net = columnAt(program, "costs/net-returns", "output", "net")
      expect(net).toEqual(columnAt(program, "costs/net-returns", "output", "gross"))
      seen.see("interest", perDay !== 0)
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })

  it("counts for those alone whose estimates are known: no gap beyond max_stale in the window, and 1/N in all of them for the yardstick", () => {
    const seen = tally("a long gap", "no opinion yet", "eligible", "short history")
    const property = fc.property(studies, fc.boolean(), (own, isPassive) => {
      const daily = { rebalance: { frequency: "daily", day: "first_trading_day" } }
      const upToNow = set(own, { allocation: { covariance_update: "rebalance" } })
      const passive = withStrategies(upToNow, { beta: { type: "passthrough" } })
      const given = isPassive ? set(passive, { allocation: daily }) : upToNow
      const program = run(given)
      const { data, allocation } = program.config
      const { market } = given
      const listing = market.assets.map((asset) => listingOf(market, asset, data.delist_after))
      const lag = estimateLag(program)
      // sessions without a bar in a row up to each session, or right before its bar
      const silence = listing.map((states) => {
        let silent = NaN
        return states.map((state, t) => {
          if (!(state >= 0)) return (silent = NaN)
          const before = silent
          silent = state === 1 ? 0 : silent + 1
          return state === 1 ? before : Number.isNaN(states[t - 1] ?? NaN) ? NaN : silent
        })
      })
      const hasEstimate = (i: number, t: number): boolean => {
        if (allocation.method === "equal_weight") return true
        const lookback = allocation.method === "inverse_vol" ? allocation.lookback : allocation.window
        const end = t - lag + 1
        const window = silence[i]!.slice(Math.max(0, end - lookback), Math.max(0, end))
        seen.see("short history", window.length < lookback)
        seen.see(
          "a long gap",
          window.some((sessions) => sessions > data.max_stale),
        )
        return window.length === lookback && window.every((sessions) => sessions <= data.max_stale)
      }
      const decided = columnAt(program, "allocation/schedule", "output", "decision")
      const targets = inputOf(program, "execution/fills@b0", "targets").values
      const volatility =
        allocation.method !== "equal_weight" ? rowsOf(program, "allocation/volatility@decisions") : undefined
      for (let t = 0; t < decided.length; t++) {
        if (decided[t] !== 1) continue
        const opinions = opinionated(program, t)
        // a price that does not move has no volatility
        const moves = (i: number) => volatility === undefined || !Number.isNaN(volatility[t]![i]!)
        const members = opinions.map((has, i) => has && hasEstimate(i, t) && moves(i))
        const count = members.filter(Boolean).length
        for (const [i, isMember] of members.entries()) {
          const weight = targets[t * market.assets.length + i]!
          expectNear(orZero(weight), isMember ? 1 / count : 0, `${market.assets[i]} at session ${t}`, 1e-15)
          seen.see("no opinion yet", listing[i]![t] === 1 && !opinions[i])
          seen.see("eligible", isMember)
        }
      }
    })
    fc.assert(property, effort(250))
    expect(seen.missing()).toEqual([])
  })

  it("of nobody for anything, with equal weights, is 1/N in each of the N that have a bar and an index", () => {
    const seen = tally("an asset without a bar", "not yet listed", "several")
    const property = fc.property(studies, (given) => {
      const equal = set(withStrategies(given, { beta: { type: "passthrough" } }), {
        execution: {
          exposure: "passthrough",
          gross_exposure_cap: 1,
          net_exposure_target: undefined,
          per_asset_cap: undefined,
        },
        allocation: { method: "equal_weight", combine: "overlay" },
        risk: unbounded,
      })
      const program = run(equal)
      const { market } = given
      const listing = market.assets.map((asset) => listingOf(market, asset, program.config.data.delist_after))
      const decided = columnAt(program, "allocation/schedule", "output", "decision")
      for (const book of books) {
        const targets = inputOf(program, `execution/fills@${book}`, "targets").values
        for (let t = 0; t < decided.length; t++) {
          if (decided[t] !== 1) continue
          const members = opinionated(program, t)
          const count = members.filter(Boolean).length
          seen.see(
            "an asset without a bar",
            listing.some((states) => states[t] === 0),
          )
          seen.see(
            "not yet listed",
            listing.some((states) => Number.isNaN(states[t]!)),
          )
          seen.see("several", count > 2)
          for (const [i, isMember] of members.entries()) {
            const weight = targets[t * market.assets.length + i]!
            expectNear(
              orZero(weight),
              isMember ? 1 / count : 0,
              `${market.assets[i]} of ${book}, ${t}`,
              1e-15,
            )
          }
        }
      }
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("of several strategies is blended by their weights; one without an opinion leaves its weight in cash", () => {
    const seen = tally("one without an opinion", "none with an opinion", "several")
    const property = fc.property(studies, (given) => {
      const program = run(given)
      const { strategies, meta, execution } = program.config
      if (meta.type !== "fixed_weight") return
      const names = Object.keys(strategies)
      const mapped = names.map((name) => rowsOf(program, `execution/exposure@${name}`))
      const share = (name: string) => meta.weights?.[name] ?? 1 / names.length
      const blend = rowsOf(program, "execution/blend")
      const most = execution.per_asset_cap ?? Infinity
      for (let t = 0; t < blend.length; t++)
        for (const [i, found] of blend[t]!.entries()) {
          const opinions = mapped.map((rows) => rows[t]![i]!)
          const known = opinions.filter((exposure) => !Number.isNaN(exposure)).length
          seen.see("several", known > 1)
          seen.see("one without an opinion", known < names.length && orZero(found) !== 0)
          seen.see("none with an opinion", known === 0)
          const whole = sum(opinions.map((exposure, k) => share(names[k]!) * exposure))
          const least = execution.long_only ? 0 : -most
          const wanted = known === 0 ? NaN : Math.max(least, Math.min(most, whole))
          expectNear(found, wanted, `${given.market.assets[i]} at session ${t}`, 1e-12)
        }
    })
    fc.assert(property, effort(700))
    expect(seen.missing()).toEqual([])
  })

  it("that is equal gets equal exposure; a higher one never gets less", () => {
    const seen = tally("equals", "higher", "ranks", "scores")
    const property = fc.property(
      studies,
      fc.constantFrom("rank_then_normalize", "zscore_then_clip"),
      (given, exposure) => {
        const program = run(set(given, { execution: { exposure } }))
        for (const [name, intent] of Object.entries(intentsOf(program))) {
          const mapped = rowsOf(program, `execution/exposure@${name}`)
          for (const [t, row] of mapped.entries())
            for (const [i, own] of row.entries())
              for (const [j, other] of row.entries()) {
                if (Number.isNaN(own) || Number.isNaN(other) || i === j) continue
                const [s, u] = [intent[t]![i]!, intent[t]![j]!]
                if (s === u) expect(own).toBe(other)
                if (s > u && own < other) expect.fail(`${s} over ${u} gets ${own} and ${other}`)
                seen.see("equals", s === u && own !== 0)
                seen.see("higher", s > u && own > other)
                seen.see(exposure === "zscore_then_clip" ? "scores" : "ranks")
              }
        }
      },
    )
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("in standard scores that no clip cuts has mean 0 and a sample deviation of 1", () => {
    const seen = tally("whole row")
    const property = fc.property(studies, (given) => {
      const program = run(set(given, { execution: { exposure: "zscore_then_clip", clip: 3 } }))
      for (const name of Object.keys(program.config.strategies))
        for (const [t, row] of rowsOf(program, `execution/exposure@${name}`).entries()) {
          const scores = row.filter((exposure) => !Number.isNaN(exposure)).map((exposure) => exposure * 3)
          if (scores.length < 2 || scores.every((score) => score === 0)) continue
          seen.see("whole row")
          expectNear(sum(scores), 0, `sum at session ${t}`)
          const squares = sum(scores.map((score) => score * score))
          expectNear(squares, scores.length - 1, `sum of squares at session ${t}`)
        }
    })
    fc.assert(property, effort(100))
    expect(seen.missing()).toEqual([])
  })

  it("on the calm counts for more than on the wild: base weights times volatility are one number above its floor", () => {
    const seen = tally("pairs")
    const property = fc.property(studies, (given) => {
      const program = run(set(given, { allocation: { method: "inverse_vol", min_vol: 1e-8 } }))
      const { allocation } = program.config
      const lag = estimateLag(program)
      const returns = rowsOf(program, "data/returns", "estimation")
      for (const [t, row] of rowsOf(program, "allocation/inverse-vol").entries()) {
        const risks = [...row].flatMap((weight, i) => {
          if (!(weight > 0)) return []
          const end = t - lag + 1
          const sample = returns.slice(end - allocation.lookback, end).map((values) => values[i]!)
          return [weight * deviation(sample)]
        })
        for (const risk of risks) {
          expectNear(risk / risks[0]!, 1, `session ${t}`, 1e-7)
          seen.see("pairs", risks.length > 1)
        }
      }
    })
    fc.assert(property, effort(60))
    expect(seen.missing()).toEqual([])
  })
})

function deviation(sample: ReadonlyArray<number>): number {
  const mean = sum(sample) / sample.length
  return Math.sqrt(sum(sample.map((value) => (value - mean) ** 2)) / (sample.length - 1))
}
