/** Nodes that break a law each, as people write them by mistake. */
import * as Schema from "effect/Schema"
import * as Node from "../../../src/dag/Node.ts"
import * as Reach from "../../../src/dag/Reach.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { civilDateOf } from "../../../src/kernel/civilDate.ts"

const none = Schema.Struct({})

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0)
const known = (values: ArrayLike<number>): ReadonlyArray<number> =>
  Array.from(values).filter((value) => !Number.isNaN(value))

const each = (panel: Panel.Panel, f: (column: Float64Array, t: number) => number): Panel.Panel =>
  Panel.mapColumns(panel, (column) => column.map((_, t) => f(column, t)))

/** A node of one panel to one panel; what is wrong with it is in what it says of itself. */
const define = (
  name: string,
  reach: Reach.Reach,
  run: (x: Panel.Panel) => Panel.Panel,
  scope: "each" | "all" = "each",
) =>
  Node.define({
    name: `planted/${name}`,
    title: name,
    config: none,
    inputs: { x: Panel.type },
    output: Panel.type,
    reach: () => reach,
    scope,
    run: ({ x }) => run(x),
  })

export const ShiftedBack = define("shift(-1)", Reach.point, (x) =>
  each(x, (column, t) => column[t + 1] ?? NaN),
)

export const FullSampleScore = define("z-score over the whole sample", Reach.point, (x) =>
  each(x, (column, t) => column[t]! - sum(known(column)) / known(column).length),
)

let calls = 0
export const Counting = define("a counter outside", Reach.point, (x) => {
  calls++
  return each(x, (column, t) => column[t]! + calls)
})

export const Mutating = define("changes its input", Reach.point, (x) => {
  x.values.forEach((value, at) => {
    if (Number.isNaN(value)) x.values[at] = 0
  })
  return Panel.like(x, x.values.slice())
})

/** Reads rows t − 5 … t and says t − 4 … t. */
export const TooShortLookback = define("a row of lookback too few", Reach.past(4), (x) =>
  each(x, (column, t) => (t < 5 ? NaN : column[t]! - column[t - 5]!)),
)

/** What enters is added, what leaves is taken away: the rounding of all that was stays in it. */
export const RunningSum = define("a rolling sum that depends on where it began", Reach.past(2), (x) =>
  Panel.mapColumns(x, (column) => {
    let total = 0
    return column.map((value, t) => {
      total += value
      if (t >= 3) total -= column[t - 3]!
      return t < 2 ? NaN : total
    })
  }),
)

export const RowBlocks = define("blocks anchored on row numbers", Reach.past(3), (x) =>
  each(x, (column, t) => sum(column.subarray(t - (t % 4), t + 1))),
)

export const MonthEndByNextRow = define("month end by the next row", Reach.point, (x) => {
  const { sessions } = x.calendar
  const month = (t: number): number => civilDateOf(sessions[t]!).month
  const isLast = (t: number): boolean => t + 1 < sessions.length && month(t + 1) !== month(t)
  return each(x, (column, t) => (Number.isNaN(column[t]!) ? NaN : isLast(t) ? 1 : 0))
})

export const ForgetfulMean = Node.define({
  name: "planted/state not handed over",
  title: "exponential mean that begins anew with every slice",
  config: none,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  run: ({ x }) => {
    const out = Panel.mapColumns(x, (column) => {
      let mean = NaN
      return column.map((value) => {
        if (!Number.isNaN(value)) mean = Number.isNaN(mean) ? value : mean + (value - mean) / 4
        return mean
      })
    })
    return { out, state: { mean: new Float64Array(0) } }
  },
})

export const OtherStart = Node.define({
  name: "planted/state of an absent member is another",
  title: "running sum whose state does not begin as declared",
  config: none,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  stateColumns: { sum: NaN },
  run: ({ x }, _config, { state }) => {
    const sum = state?.["sum"]?.slice() ?? new Float64Array(x.assets.length)
    const out = Panel.like(
      x,
      x.values.map((value, at) => {
        const i = at % x.assets.length
        if (!Number.isNaN(value)) sum[i]! += value
        return Number.isNaN(value) ? NaN : sum[i]!
      }),
    )
    return { out, state: { sum } }
  },
})

export const OneOverAll = define(
  "1/n over absent members",
  Reach.point,
  (x) => each(x, (column, t) => (Number.isNaN(column[t]!) ? NaN : 1 / x.assets.length)),
  "all",
)

export const LooksAcross = define("each that looks across", Reach.point, (x) => {
  const width = x.assets.length
  const meanOf = (t: number): number => {
    const row = known(x.values.subarray(t * width, (t + 1) * width))
    return sum(row) / row.length
  }
  return each(x, (column, t) => column[t]! - meanOf(t))
})

export const LastObservations = define("a window over observations", Reach.past(2), (x) =>
  each(x, (column, t) => {
    const seen = known(column.subarray(0, t + 1)).slice(-3)
    return seen.length < 3 || Number.isNaN(column[t]!) ? NaN : sum(seen)
  }),
)

/** Labels look five sessions ahead, so a fit at t may use those up to t − 5; this one takes t − 4, too. */
export const UnpurgedFit = Node.define({
  name: "planted/a fit purged by a row too few",
  title: "mean label of the past",
  config: none,
  inputs: { label: Panel.type, x: Panel.type },
  output: Panel.type,
  reach: () => ({
    label: { kind: "lag", back: Infinity, ahead: -5, reason: "a fit reads every label that is known" },
    x: Reach.point,
  }),
  scope: "each",
  run: ({ label, x }) =>
    Panel.mapColumns(x, (column, asset) => {
      const labels = Panel.column(label, asset)
      return column.map((value, t) => {
        const past = known(labels.subarray(0, Math.max(0, t - 4 + 1)))
        return past.length === 0 ? NaN : value * (sum(past) / past.length)
      })
    }),
})

// ------------------------------------------------------------------------------------------- the same done right

export const Change = define("change over five rows", Reach.past(5), (x) =>
  each(x, (column, t) => (t < 5 ? NaN : column[t]! - column[t - 5]!)),
)

export const WindowSum = define("sum of three rows", Reach.past(2), (x) =>
  each(x, (column, t) => (t < 2 ? NaN : sum(column.subarray(t - 2, t + 1)))),
)

export const TooLongLookback = define("more lookback than it uses", Reach.past(9), (x) =>
  each(x, (column, t) => (t < 5 ? NaN : column[t]! - column[t - 5]!)),
)

export const Throwing = define("throws on one member", Reach.point, (x) => {
  if (x.assets.length === 1) throw new Error("I need two")
  return x
})
