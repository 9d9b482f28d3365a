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
  /** rows that sources in parts have read so far */
  rowsRead: number
  /** calls of any node's function so far */
  bodies: number
  /** what the code of a definition adds to its values: an edit of the code */
  bias: Readonly<Record<string, number>>
}

export const world: World = {
  panel: Panel.filled(Calendar.empty, [], NaN),
  version: 0,
  rowsRead: 0,
  bodies: 0,
  bias: {},
}

/** Counts a call, and gives what the code adds. */
function body(name: string): number {
  world.bodies++
  return world.bias[name] ?? 0
}

const biased = (panel: Panel.Panel, name: string): Panel.Panel => {
  const bias = body(name)
  return bias === 0
    ? panel
    : Panel.like(
        panel,
        panel.values.map((value) => value + bias),
      )
}

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
  run: () => biased(world.panel, "grid/source"),
})

/** The same panel, read in parts of forty days: only the rows of those that were asked for. */
export const PartSource = Node.define({
  name: "grid/part-source",
  title: "the world's panel, read in parts",
  config: none,
  inputs: {},
  outputs: { panel: Panel.type, count: Series.type },
  reach: () => Reach.point,
  scope: "each",
  external: () => Effect.sync(() => ({ state: world.panel.assets.join(" "), parts: partStates() })),
  partOf: partOfDay,
  run: (_, _config, { parts }) => {
    body("grid/part-source")
    const { calendar, assets, values } = world.panel
    const rows = Array.from(calendar.sessions.keys()).filter((row) => isIn(parts, calendar.sessions[row]!))
    world.rowsRead += rows.length
    const cells = rows.flatMap((row) => [...values.subarray(row * assets.length, (row + 1) * assets.length)])
    const sessions = Calendar.make(Int32Array.from(rows, (row) => calendar.sessions[row]!))
    const panel = Panel.make(sessions, assets, Float64Array.from(cells))
    const known = rows.map(
      (_, i) => cells.slice(i * assets.length, (i + 1) * assets.length).filter(isKnown).length,
    )
    return { panel, count: Series.make(sessions, { known: Float64Array.from(known) }) }
  },
})

const isKnown = (value: number): boolean => !Number.isNaN(value)

const isIn = (parts: ReadonlySet<string> | undefined, day: number): boolean =>
  parts === undefined || parts.has(partOfDay(day))

function partOfDay(day: number): string {
  return String(Math.floor(day / 40))
}

/** Of each part its days, and the values of the columns that have any there. */
export function partStates(): Readonly<Record<string, string>> {
  const { calendar, assets, values } = world.panel
  const states: Record<string, string> = {}
  calendar.sessions.forEach((day, row) => {
    const cells = assets
      .map((asset, i) => `${asset} ${values[row * assets.length + i]}`)
      .filter((cell) => !cell.endsWith("NaN"))
    states[partOfDay(day)] = `${states[partOfDay(day)] ?? ""}${day}: ${cells.sort().join(", ")}\n`
  })
  return states
}

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
  run: ({ x }, { n: rows }) =>
    biased(
      each(x, (column, t) => (t < rows ? NaN : column[t]! / column[t - rows]! - 1)),
      "grid/change",
    ),
})

export const Lag = Node.define({
  name: "grid/lag",
  title: "n rows ago",
  config: n,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: ({ n: rows }) => Reach.lag(rows),
  scope: "each",
  run: ({ x }, { n: rows }) =>
    biased(
      each(x, (column, t) => column[t - rows] ?? NaN),
      "grid/lag",
    ),
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
    biased(
      each(x, (column, t) =>
        t + rows >= column.length ? NaN : Math.max(...column.subarray(t, t + rows + 1)),
      ),
      "grid/ahead",
    ),
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
  stateColumns: { mean: NaN },
  run: ({ x }, { n: rows }, { skip, state }) => {
    body("grid/smooth")
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
    body("grid/count")
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
    const bias = body("grid/rank")
    const width = x.assets.length
    return Panel.like(
      x,
      x.values.map((value, cell) => {
        if (Number.isNaN(value)) return NaN
        const start = cell - (cell % width)
        return x.values
          .subarray(start, start + width)
          .reduce((sum, other) => sum + (other < value ? 1 : 0), bias)
      }),
    )
  },
})

export const Gate = Node.define({
  name: "grid/gate",
  title: "change over n rows where a series is even",
  config: n,
  inputs: { x: Panel.type, series: Series.type },
  output: Panel.type,
  reach: ({ n: rows }) => ({ x: Reach.past(rows), series: Reach.point }),
  scope: "each",
  run: ({ x, series }, { n: rows }) => {
    body("grid/gate")
    const gate = Panel.column(series, 0)
    return each(x, (column, t) =>
      Math.floor(gate[t]!) % 2 === 0 ? column[t]! - (column[t - rows] ?? 0) : NaN,
    )
  },
})

const largestOf = ({ values, assets }: Panel.Panel, t: number): number =>
  values
    .subarray(t * assets.length, (t + 1) * assets.length)
    .reduce((most, value) => (value > most ? value : most), 0)

export const Total = Node.define({
  name: "grid/total",
  title: "row sums, and their running maximum",
  config: none,
  inputs: { x: Panel.type, y: Node.optional(Panel.type), more: Node.many(Panel.type) },
  outputs: { sum: Series.type, same: Panel.type },
  reach: () => ({ x: Reach.recursive(1), y: Reach.recursive(), more: Reach.recursive() }),
  scope: "all",
  stateful: true,
  stateColumns: {},
  run: ({ x, y, more }, _config, { skip, state }) => {
    const bias = body("grid/total")
    const panels = [x, ...(y === undefined ? [] : [y]), ...Object.values(more)]
    const sum = new Float64Array(Panel.rows(x)).fill(NaN)
    const highest = new Float64Array(sum.length).fill(NaN)
    let peak = state?.["peak"]?.[0] ?? -Infinity
    for (let t = skip; t < sum.length; t++) {
      let row = bias
      for (const { values, assets } of panels) {
        for (let i = 0; i < assets.length; i++)
          if (!Number.isNaN(values[t * assets.length + i]!)) row += values[t * assets.length + i]!
      }
      sum[t] = row + (t > 0 ? largestOf(x, t - 1) : 0)
      peak = Math.max(peak, sum[t]!)
      highest[t] = peak
    }
    return {
      out: { sum: Series.make(x.calendar, { sum, highest }), same: x },
      state: { peak: Float64Array.of(peak) },
    }
  },
})

/** Names of those whose code the tests edit. */
export const definitions: ReadonlyArray<string> = [
  Source,
  Change,
  Lag,
  Ahead,
  Smooth,
  Count,
  Rank,
  Gate,
  Total,
].map(({ spec }) => spec.name)
