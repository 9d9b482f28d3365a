/**
 * Nothing is aligned silently: every node of the catalogue that takes two values on a time axis is run by the engine on
 * inputs of which one lacks a session, has an asset too many, has its assets in another order, or has the dates of another
 * time zone. Each is an IndexMismatch that names the first difference.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import * as Case from "../../src/dag/audit/Case.ts"
import { Code } from "../../src/dag/Code.ts"
import type { IndexMismatch } from "../../src/dag/errors.ts"
import * as Grid from "../../src/dag/Grid.ts"
import type { Source, Spec } from "../../src/dag/Node.ts"
import * as Node from "../../src/dag/Node.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import { formatIsoDate } from "../../src/kernel/civilDate.ts"
import { catalogue } from "../../src/cli/catalogue.ts"
import * as Schema from "effect/Schema"
import { drawCase, lawfulSpecs } from "./cases.ts"
import { makeWorld } from "./World.ts"

interface Fault {
  readonly name: string
  /** only where columns are assets */
  readonly ofMembers: boolean
  readonly apply: (grid: Grid.Grid) => Grid.Grid
  readonly expected: (
    grid: Grid.Grid,
  ) => Partial<Pick<IndexMismatch, "what" | "first" | "difference" | "shift">>
}

const middle = ({ keys }: Grid.Grid): number => keys.length >> 1

const faults: ReadonlyArray<Fault> = [
  {
    name: "lacks a session",
    ofMembers: false,
    apply: (grid) => withoutRow(grid, middle(grid)),
    expected: (grid) => ({ what: "row", first: formatIsoDate(grid.keys[middle(grid)]!), shift: null }),
  },
  {
    name: "has the dates of another time zone",
    ofMembers: false,
    apply: (grid) => ({ ...grid, keys: grid.keys.map((key) => key + 1) }),
    expected: () => ({ what: "row" }),
  },
  {
    name: "has one asset more",
    ofMembers: true,
    apply: (grid) => withColumns(grid, [...grid.columns, "ZZZ"]),
    expected: () => ({ what: "column", first: "ZZZ" }),
  },
  {
    name: "has its assets in another order",
    ofMembers: true,
    apply: (grid) => withColumns(grid, grid.columns.toReversed()),
    expected: () => ({ what: "column", difference: "order" }),
  },
]

function withoutRow(grid: Grid.Grid, row: number): Grid.Grid {
  const width = grid.columns.length
  const kept = (_: number, at: number): boolean => at !== row
  return {
    keys: grid.keys.filter(kept),
    columns: grid.columns,
    cells: grid.cells.filter((_, at) => Math.floor(at / width) !== row),
  }
}

function withColumns({ keys, columns, cells }: Grid.Grid, wanted: ReadonlyArray<string>): Grid.Grid {
  const out = new Float64Array(keys.length * wanted.length)
  keys.forEach((_, t) => {
    wanted.forEach((name, i) => {
      const place = columns.indexOf(name)
      out[t * wanted.length + i] = place < 0 ? 1 : cells[t * columns.length + place]!
    })
  })
  return { keys, columns: wanted, cells: out }
}

/** Seeds of markets with some sessions and several assets. */
const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1)
  .filter((seed) => {
    const { calendar, assets } = makeWorld(seed)
    return calendar.sessions.length >= 40 && assets.length >= 2
  })
  .slice(0, 3)

const anything = Schema.Unknown

/** A node that gives a value and takes nothing. */
const source = ({ port, key, type }: Case.CaseInput, value: unknown): Source<unknown> => {
  const { spec } = Node.define({
    name: `given/${port}${key === undefined ? "" : `-${key}`}`,
    title: "a value of the test",
    config: anything,
    inputs: {},
    output: type,
    reach: () => Reach.point,
    scope: "all",
    run: () => value,
  })
  return { node: { spec, config: null, inputs: [], label: undefined }, port: "output" }
}

const anyCode = Layer.succeed(
  Code,
  Code.of({
    of: (name) => Effect.succeed({ fingerprint: name, file: "", line: 0, declarations: [], packages: [] }),
  }),
)

/** The node's own error when it is run by the engine on these grids; undefined when it answered. */
function runByEngine(given: Case.Case): Promise<unknown> {
  const inputs = given.inputs.map((input) => {
    const value = input.grid === undefined ? input.value : input.type.axis!.fromGrid(input.grid)
    return { port: input.port, key: input.key, source: source(input, value) }
  })
  const target = {
    node: { spec: { ...given.spec, config: anything }, config: given.config, inputs, label: undefined },
    port: Object.keys(given.spec.outputs)[0]!,
  }
  const program = Effect.gen(function* () {
    const plan = yield* Plan.make(yield* prepare({ target }), { name: "test", seed: 0, force: new Set() })
    const { nodes } = yield* Run.run(plan, {
      runId: "test",
      seed: 0,
      concurrency: 1,
      keepGoing: false,
      extend: "certified",
      onEvent: () => {},
    })
    return nodes.find(({ id }) => id === given.spec.name)!.error
  })
  return Effect.runPromise(
    program.pipe(Effect.scoped, Effect.provide(Layer.mergeAll(Store.layerMemory, anyCode))),
  )
}

const onAxis = ({ inputs }: Case.Case): ReadonlyArray<number> =>
  inputs.flatMap(({ grid }, i) => (grid === undefined ? [] : [i]))

const meetsOthers = (spec: Spec): boolean => !spec.aligns && onAxis(drawCase(spec, seeds[0]!)).length >= 2

/** The inputs that a fault can be put into: those that then differ from another. */
function placesOf(given: Case.Case, { ofMembers }: Fault): ReadonlyArray<number> {
  const places = onAxis(given)
  // of optional inputs, one may stand alone
  if (!ofMembers) return places.length < 2 ? [] : places
  const members = places.filter((i) => Case.hasMembers(given.inputs[i]!))
  return members.length < 2 ? [] : members
}

/** A value that its own type refuses does not get as far as to meet others. */
const isRefusedAlone = ({ type, grid }: Case.CaseInput): boolean =>
  type.problem?.(type.axis!.fromGrid(grid!)) !== undefined

describe("a node that takes two values on a time axis", () => {
  const specs = lawfulSpecs.filter(meetsOthers)

  it("is most of the catalogue", () => {
    expect(specs.length).toBeGreaterThan(20)
    expect(
      catalogue
        .filter(({ aligns }) => aligns)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["data/align-asof", "data/align-calendar", "data/align-inner"])
  })

  for (const spec of specs) {
    it(`${spec.name} is not run on inputs of different sessions or assets`, async () => {
      for (const seed of seeds) {
        const given = drawCase(spec, seed)
        for (const fault of faults) {
          for (const place of placesOf(given, fault)) {
            const broken = Case.mapGrids(given, (grid, _, i) => (i === place ? fault.apply(grid) : grid))
            if (isRefusedAlone(broken.inputs[place]!)) continue
            const error = (await runByEngine(broken)) as IndexMismatch
            expect(error?._tag, `${fault.name}: ${given.inputs[place]!.port}`).toBe("IndexMismatch")
            expect(error).toMatchObject({ node: spec.name, ...fault.expected(given.inputs[place]!.grid!) })
            expect(error.message).toContain(error.first)
          }
        }
      }
    })
  }
})
