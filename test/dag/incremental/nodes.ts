/** Nodes of every reach over grids of doubles, written for clarity: what the incremental tests run. */
import * as Schema from "effect/Schema"
import * as Node from "../../../src/dag/Node.ts"
import * as Reach from "../../../src/dag/Reach.ts"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"

export interface World {
  panel: Panel.Panel
  version: number
}

export const world: World = { panel: Panel.filled(Calendar.empty, [], NaN), version: 0 }

const n = Schema.Struct({ n: Schema.Int })
const none = Schema.Struct({})

import * as Effect from "effect/Effect"

export const Source = Node.define({
  name: "grid/source",
  title: "the world's panel",
  config: none,
  inputs: {},
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  external: () => Effect.sync(() => `version ${world.version}`),
  run: () => world.panel,
})

const each = (panel: Panel.Panel, f: (column: Float64Array, t: number) => number): Panel.Panel =>
  Panel.mapColumns(panel, (column) => column.map((_, t) => f(column, t)))

export const Change = Node.define({
  name: "grid/change",
  title: "relative change over n rows",
  config: n,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: ({ n: rows }) => Reach.past(rows),
  scope: "each",
  run: ({ x }, { n: rows }) => each(x, (column, t) => (t < rows ? NaN : column[t]! / column[t - rows]! - 1)),
})

export const Lag = Node.define({
  name: "grid/lag",
  title: "n rows ago",
  config: n,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: ({ n: rows }) => Reach.lag(rows),
  scope: "each",
  run: ({ x }, { n: rows }) => each(x, (column, t) => column[t - rows] ?? NaN),
})

export const Ahead = Node.define({
  name: "grid/ahead",
  title: "largest of the next n rows",
  config: n,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: ({ n: rows }) => Reach.future(rows),
  scope: "each",
  run: ({ x }, { n: rows }) =>
    each(x, (column, t) => (t + rows >= column.length ? NaN : Math.max(...column.subarray(t, t + rows + 1)))),
})

export const Smooth = Node.define({
  name: "grid/smooth",
  title: "exponential mean, missing rows leave it alone",
  config: n,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  run: ({ x }, { n: rows }, { skip, state }) => {
    const width = x.assets.length
    const mean = state?.["mean"]?.slice() ?? new Float64Array(width).fill(NaN)
    const values = new Float64Array(x.values.length).fill(NaN)
    for (let t = skip; t < Panel.rows(x); t++) {
      for (let i = 0; i < width; i++) {
        const now = x.values[t * width + i]!
        const old = mean[i]!
        if (!Number.isNaN(now)) mean[i] = Number.isNaN(old) ? now : old + (now - old) / (rows + 1)
        values[t * width + i] = Number.isNaN(now) ? NaN : mean[i]!
      }
    }
    return { out: Panel.like(x, values), state: { mean } }
  },
})

export const Count = Node.define({
  name: "grid/count",
  title: "rows with a value so far",
  config: none,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: () => Reach.history("it counts from the start"),
  scope: "each",
  run: ({ x }) => {
    const width = x.assets.length
    const seen = new Float64Array(width)
    return Panel.like(
      x,
      x.values.map((value, cell) => (Number.isNaN(value) ? NaN : ++seen[cell % width]!)),
    )
  },
})

export const Rank = Node.define({
  name: "grid/rank",
  title: "how many columns of the row are smaller",
  config: none,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  run: ({ x }) => {
    const width = x.assets.length
    return Panel.like(
      x,
      x.values.map((value, cell) => {
        if (Number.isNaN(value)) return NaN
        const start = cell - (cell % width)
        return x.values
          .subarray(start, start + width)
          .reduce((sum, other) => sum + (other < value ? 1 : 0), 0)
      }),
    )
  },
})

export const Total = Node.define({
  name: "grid/total",
  title: "row sums, and their running maximum",
  config: none,
  inputs: { x: Panel.type, y: Node.optional(Panel.type), more: Node.many(Panel.type) },
  outputs: { sum: Series.type, same: Panel.type },
  reach: () => ({ x: Reach.recursive(1), y: Reach.recursive(), more: Reach.recursive() }),
  scope: "all",
  stateful: true,
  run: ({ x, y, more }, _config, { skip, state }) => {
    const panels = [x, ...(y === undefined ? [] : [y]), ...Object.values(more)]
    const sum = new Float64Array(Panel.rows(x)).fill(NaN)
    const highest = new Float64Array(sum.length).fill(NaN)
    let peak = state?.["peak"]?.[0] ?? -Infinity
    for (let t = skip; t < sum.length; t++) {
      let row = 0
      for (const { values, assets } of panels) {
        for (let i = 0; i < assets.length; i++)
          if (!Number.isNaN(values[t * assets.length + i]!)) row += values[t * assets.length + i]!
      }
      const before = t > 0 ? x.values[(t - 1) * x.assets.length] : NaN
      sum[t] = row + (before === undefined || Number.isNaN(before) ? 0 : before)
      peak = Math.max(peak, sum[t]!)
      highest[t] = peak
    }
    return {
      out: { sum: Series.make(x.calendar, { sum, highest }), same: x },
      state: { peak: Float64Array.of(peak) },
    }
  },
})
