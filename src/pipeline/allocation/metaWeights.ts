import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import { inverseShares } from "../../kernel/inverseShares.ts"
import { sessionsSinceFill } from "../../kernel/sessionsSinceFill.ts"
import { windowDeviation } from "../../kernel/windowDeviation.ts"

/** Smallest volatility of a strategy that counts, decimal per session: a flat one does not get everything. */
const floor = 1e-4

const share = (description: string, value: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

const config = Schema.Struct({
  lookback: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 2520 }))
    .annotate({ description: "returns of each strategy's own book in the estimate, sessions" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(60))),
  min_weight: share("smallest meta weight, fraction", 0),
  max_weight: share("largest meta weight, fraction", 1),
  lag: Schema.Literals([0, 1])
    .annotate({
      description: "sessions left out before the decision: 1 when its own close is not known or traded at",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0 as const))),
}).check(Schema.makeFilter(boundsInOrder))

/**
 * Weights over strategies in inverse proportion to the volatility of each strategy's own book (`books`, by name), at the
 * rows of decisions: sample deviation of its last `lookback` gross returns, counted from the session after its first fill
 * of a nonzero order, floored at 1e-4 a session; then the nearest weights with Σ = 1 and min ≤ m ≤ max.
 *
 * Where any book has fewer returns, or none any more (ruin), all weights are equal and `volatility` is NaN for it: it is
 * the record of the estimate, decimal per session, before the floor. Columns are the strategies in order of their names'
 * code units; rows without a decision are NaN.
 */
export const MetaWeights = Node.define({
  name: "allocation/meta-weights",
  title:
    "weights over strategies by inverse volatility of their own books (fraction), at the rows of decisions",
  config,
  inputs: { schedule: Series.type, books: Node.many(Series.type) },
  outputs: { weights: Series.type, volatility: Series.type },
  reach: ({ lookback, lag }) => ({
    schedule: Reach.point,
    books: { kind: "recursive", back: lookback - 1 + lag, ahead: -lag },
  }),
  scope: "all",
  stateful: true,
  stateColumns: {},
  decides: true,
  settle: ({ lookback, lag }) => lookback + lag,
  run: ({ schedule, books }, { lookback, lag, min_weight, max_weight }, { skip, state }) => {
    const names = Object.keys(books).sort()
    const decision = Series.column(schedule, "decision")
    const before = state?.["since_fill"] ?? new Float64Array(names.length).fill(NaN)
    const volatility = names.map(() => new Float64Array(decision.length).fill(NaN))
    const last = names.map((name, k) => {
      const since = sessionsSinceFill(Series.column(books[name]!, "filled"), skip, before[k]!, lag)
      const gross = Series.column(books[name]!, "gross")
      for (let t = skip; t < decision.length; t++) {
        if (decision[t] === 1 && since[t]! >= lookback)
          windowDeviation(gross, 1, t - lag + 1, lookback, volatility[k]!, t)
      }
      return skip < since.length ? since.at(-1)! : before[k]!
    })
    const weights = names.map(() => new Float64Array(decision.length).fill(NaN))
    for (let t = skip; t < decision.length && names.length > 0; t++) {
      if (decision[t] !== 1) continue
      const shares = inverseShares(
        Float64Array.from(volatility, (column) => column[t]!),
        { floor, least: min_weight, most: max_weight },
      )
      shares.forEach((weight, k) => (weights[k]![t] = weight))
    }
    const named = (columns: ReadonlyArray<Float64Array>) =>
      Series.make(schedule.calendar, Object.fromEntries(names.map((name, k) => [name, columns[k]!])))
    return {
      out: { weights: named(weights), volatility: named(volatility) },
      state: { since_fill: Float64Array.from(last) },
    }
  },
})

function boundsInOrder({ min_weight, max_weight }: { min_weight: number; max_weight: number }) {
  if (min_weight <= max_weight) return true
  return {
    path: ["min_weight"],
    issue: `must not exceed max_weight (${max_weight}); lower it or raise that`,
  }
}
