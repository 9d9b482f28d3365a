/** Where cells come from: what reach and scope allow, and what a change of each single cell shows. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { Code } from "../../src/dag/Code.ts"
import { type CellLineage, type CellsTold, cellLineage } from "../../src/dag/lineage/Lineage.ts"
import { above, below } from "../../src/dag/lineage/relatives.ts"
import * as Node from "../../src/dag/Node.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { evaluate } from "../support/evaluate.ts"
import { randomGraph, show } from "./incremental/graphs.ts"
import { randomRaw } from "./incremental/edits.ts"
import { Ahead, Change, Count, Lag, Rank, Smooth, Source, world } from "./incremental/nodes.ts"
import { makeRandom } from "./incremental/random.ts"

const layer = Layer.merge(
  Store.layerMemory,
  Layer.succeed(
    Code,
    Code.of({
      of: (name) => Effect.succeed({ fingerprint: name, file: "", line: 0, declarations: [], packages: [] }),
    }),
  ),
)

/** Runs a target and asks for the lineage of one of its cells. */
const lineageOf = (
  target: Node.Source<unknown>,
  key: string,
  column: string,
  tries = 10_000,
): Promise<CellLineage> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const graph = yield* prepare({ target })
      const options = { name: "test", seed: 0, force: new Set<string>() }
      yield* Run.run(yield* Plan.make(graph, options), {
        runId: "test",
        seed: 0,
        concurrency: 1,
        keepGoing: false,
        extend: "never",
        onEvent: () => {},
      })
      const plan = yield* Plan.make(graph, options)
      const node = graph.targets["target"]!.node
      return yield* cellLineage(plan, node, { key, column, port: target.port, tries })
    }).pipe(Effect.provide(layer)),
  )

/** 30 days from 2020-01-01 with three assets and no gaps. */
function plainWorld(): void {
  const keys = Int32Array.from({ length: 30 }, (_, t) => 18262 + t)
  const cells = Float64Array.from({ length: 90 }, (_, i) => 50 + ((i * 37) % 23) + i / 7)
  world.panel = Panel.make(Calendar.make(keys), ["A", "B", "C"], cells)
  world.version++
}

const day = (row: number): string => `2020-01-${String(row + 1).padStart(2, "0")}`

const Both = Node.define({
  name: "grid/both",
  title: "the sum of two panels",
  config: Schema.Struct({}),
  inputs: { x: Panel.type, y: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ x, y }) =>
    Panel.like(
      x,
      x.values.map((value, at) => value + y.values[at]!),
    ),
})

/** "2020-01-05 A" of each cell that is told. */
const cellsOf = (told: ReadonlyArray<CellsTold>): ReadonlyArray<string> =>
  told
    .flatMap(({ first, rows, columns }) => {
      const start = world.panel.calendar.sessions.findIndex(
        (_, t) => Calendar.isoAt(world.panel.calendar, t) === first,
      )
      const days = Array.from({ length: rows }, (_, i) => Calendar.isoAt(world.panel.calendar, start + i))
      return days.flatMap((date) => columns.map((column) => `${date} ${column}`))
    })
    .toSorted()

describe("the cells within reach", () => {
  it("add up along a chain, and stay with the column where every node is apart", async () => {
    plainWorld()
    const chain = Change({ n: 3 }, { x: Lag({ n: 2 }, { x: Source({}, {}) }) })
    const { sources, between } = await lineageOf(chain, day(20), "B")
    expect(sources).toEqual([
      { id: "grid/source", port: "output", first: day(15), last: day(18), rows: 4, columns: ["B"] },
    ])
    expect(between).toEqual([
      { id: "grid/lag", port: "output", first: day(17), last: day(20), rows: 4, columns: ["B"] },
    ])
  })

  it("are those of every column below a node across columns, and of every earlier row below state", async () => {
    plainWorld()
    const ranked = await lineageOf(Rank({}, { x: Source({}, {}) }), day(9), "A")
    expect(ranked.sources).toMatchObject([{ first: day(9), last: day(9), columns: ["A", "B", "C"] }])
    const smooth = await lineageOf(Smooth({ n: 2 }, { x: Source({}, {}) }), day(9), "A")
    expect(smooth.sources).toMatchObject([{ first: day(0), last: day(9), columns: ["A"] }])
  })

  it("are the hull of several ways", async () => {
    plainWorld()
    const source = Source({}, {})
    const both = Both({}, { x: Lag({ n: 4 }, { x: source }), y: source })
    expect((await lineageOf(both, day(9), "A")).sources).toMatchObject([{ first: day(5), last: day(9) }])
  })
})

describe("the cells that move a cell", () => {
  it("are exactly those that its formula reads", async () => {
    plainWorld()
    const told = await lineageOf(Change({ n: 7 }, { x: Source({}, {}) }), day(20), "B")
    expect(cellsOf(told.moves)).toEqual([`${day(13)} B`, `${day(20)} B`])
    expect(told.undecided).toEqual([])
    expect(told.candidates).toBe(8)
    expect(told.tried).toBeLessThan(8) // groups, not single cells
  })

  it("are none where no small change counts", async () => {
    plainWorld()
    const told = await lineageOf(Count({}, { x: Source({}, {}) }), day(20), "B")
    expect(told.moves).toEqual([])
  })

  it("are searched within the bound, the nearest first, and what is left is said", async () => {
    plainWorld()
    const told = await lineageOf(Smooth({ n: 9 }, { x: Source({}, {}) }), day(29), "A", 4)
    expect(told.tried).toBe(4)
    expect(told.moves[0]!.last).toBe(day(29))
    expect(cellsOf([...told.moves, ...told.undecided]).length).toBe(30)
  })

  it("are what changing each single cell shows, over random graphs, and lie within reach", async () => {
    const random = makeRandom(5)
    const met = { found: 0, there: 0 }
    for (let g = 0; g < 40; g++) {
      show(randomRaw(random))
      cut(40)
      const targets = Object.values(randomGraph(random)()).filter(
        ({ node }) => node.spec.name !== "grid/rank",
      )
      const target = targets[random.int(targets.length)]!
      const row = 25 + random.int(10)
      const column = world.panel.assets[random.int(world.panel.assets.length)]!
      const key = Calendar.isoAt(world.panel.calendar, row)
      if (Object.values(target.node.spec.outputs)[0]!.type.name !== "panel") continue
      const told = await lineageOf(target, key, column)
      const single = bySingleCells(target, row, column)
      const reachable = new Set(cellsOf(told.sources))
      for (const cell of single) expect(reachable.has(cell), `${cell}, graph ${g}`).toBe(true)
      expect(told.undecided).toEqual([])
      for (const cell of cellsOf(told.moves)) expect(single, `graph ${g}`).toContain(cell)
      met.found += cellsOf(told.moves).length
      met.there += single.length
    }
    expect(met.there).toBeGreaterThan(100)
    expect(met.found).toBeGreaterThan(0.95 * met.there) // a group may hide a cell that another one outweighs
  })
})

/** The world's first rows. */
function cut(rows: number): void {
  world.panel = Panel.slice(world.panel, 0, rows)
  world.version++
}

/** Every cell of the world that moves the cell when it alone changes. */
function bySingleCells(target: Node.Source<unknown>, row: number, column: string): ReadonlyArray<string> {
  const graph = Effect.runSync(prepare({ target }))
  const valueOn = (panel: Panel.Panel): number => {
    const values = evaluate(graph, new Map([["grid/source", { output: panel }]]))
    const out = values.get(graph.targets["target"]!.node.id)![target.port] as Panel.Panel
    return out.values[row * out.assets.length + out.assets.indexOf(column)]!
  }
  const { panel } = world
  const before = valueOn(panel)
  const width = panel.assets.length
  return [...panel.values.keys()]
    .filter((at) => {
      if (Number.isNaN(panel.values[at]!)) return false
      const after = valueOn(
        Panel.like(panel, panel.values.with(at, panel.values[at]! * (1 + stepAt(Math.floor(at / width))))),
      )
      if (Number.isNaN(before) || Number.isNaN(after)) return Number.isNaN(before) !== Number.isNaN(after)
      return Math.abs(after - before) > 1e-9 * Math.max(Math.abs(before), Math.abs(after))
    })
    .map((at) => `${Calendar.isoAt(panel.calendar, Math.floor(at / width))} ${panel.assets[at % width]}`)
    .toSorted()
}

/** The change that lineage makes of a cell in this row. */
const stepAt = (row: number): number => 1e-3 * (1 + (((row * (Math.sqrt(5) - 1)) / 2) % 1))

describe("relatives", () => {
  const source = Source({}, {})
  const lag = Lag({ n: 2 }, { x: source })
  const change = Change({ n: 3 }, { x: lag })
  const smooth = Smooth({ n: 2 }, { x: lag })
  const ahead = Ahead({ n: 5 }, { x: change })
  const graph = Effect.runSync(prepare({ ahead, smooth }))
  const told = (relatives: ReturnType<typeof above>) =>
    relatives.map(({ node: { id }, distance, back, ahead: later }) => [id, distance, back, later])

  it("above a node are those that it is made of, with the rows that it reads of them", () => {
    expect(told(above(graph, graph.byId.get("grid/ahead")!))).toEqual([
      ["grid/change", 1, 0, 5],
      ["grid/lag", 2, 3, 5],
      ["grid/source", 3, 5, 3],
    ])
  })

  it("below a node are those that are made of it; state reaches back without end", () => {
    const relatives = told(below(graph, graph.byId.get("grid/lag")!))
    expect(relatives).toEqual([
      ["grid/change", 1, 3, 0],
      ["grid/smooth", 1, Infinity, 0],
      ["grid/ahead", 2, 3, 5],
    ])
  })
})
