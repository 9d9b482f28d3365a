/** A stored row computed again by the node's own code, from the rows of its inputs that its declared reach lets it read. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { portsOf } from "../../dag/callNode.ts"
import type { StoreError } from "../../dag/errors.ts"
import type { Grid } from "../../dag/Grid.ts"
import type { Spec } from "../../dag/Node.ts"
import type { Reach } from "../../dag/Reach.ts"
import { type Bench, type Read, rowAtOrBefore } from "./Bench.ts"
import type { NotInCache } from "./errors.ts"
import type { RunInput } from "./RunGraph.ts"
import type { Cell } from "./Step.ts"

/** Definitions whose code is at hand, by name. */
export type SpecOf = (name: string) => Effect.Effect<Spec | undefined>

/** What the code gives for a cell, or why it cannot be asked. */
export type Recomputed =
  | { readonly _tag: "Value"; readonly value: number; readonly rows: number }
  | { readonly _tag: "Not"; readonly why: string }

const not = (why: string): Recomputed => ({ _tag: "Not", why })

/** Calls nodes again; each row once, whatever cells of it are asked for. */
export class Recomputer {
  private readonly bench: Bench
  private readonly specOf: SpecOf
  private readonly seed: number
  private readonly rows = new Map<string, RanRow | string>()

  constructor(bench: Bench, specOf: SpecOf, seed: number) {
    this.bench = bench
    this.specOf = specOf
    this.seed = seed
  }

  cell(cell: Cell): Read<Recomputed> {
    return Effect.gen({ self: this }, function* () {
      const id = `${cell.node.id} ${cell.day}`
      const known = this.rows.get(id) ?? (yield* this.run(cell))
      this.rows.set(id, known)
      if (typeof known === "string") return not(known)
      const grid = known.ports.get(cell.port)
      const column = grid?.columns.indexOf(cell.column) ?? -1
      if (grid === undefined || column < 0) return not(`its code gives no ${cell.port} of ${cell.column}`)
      const value = grid.cells[known.row * grid.columns.length + column] ?? NaN
      return { _tag: "Value", value, rows: known.rows }
    })
  }

  /** A row of all outputs, or why there is none. */
  private run(cell: Cell): Read<RanRow | string> {
    return Effect.gen({ self: this }, function* () {
      const spec = yield* this.specOf(cell.node.name)
      if (spec === undefined) return `the code of ${cell.node.name} does not come with Sage`
      if (spec.external !== undefined || spec.validForMs !== undefined) return "it reads the world"
      if (spec.aligns) return "its rows are not those of its inputs"
      const config = Schema.decodeUnknownOption(spec.config)(cell.node.config)
      if (config._tag === "None") return `its config is not one that ${cell.node.name} takes today`
      const days = yield* this.bench.days(cell)
      const row = rowAtOrBefore(days, cell.day)
      const { back, ahead } = extentOf(spec, config.value, cell.node.inputs)
      const from = Math.max(0, row - back)
      const to = Math.min(days.length, row + 1 + Math.max(0, ahead))
      const inputs = yield* this.inputs(spec, cell.node.inputs, from, to)
      if (typeof inputs === "string") return inputs
      // without a state to start from, every row counts; else those before the one that is asked for are looked back on
      const context = { skip: spec.stateful ? 0 : row - from, state: undefined, seed: this.seed }
      const answer = yield* answerOf(() => spec.run(inputs, config.value, context))
      if (typeof answer === "string") return answer
      const { ports } = portsOf(spec, answer.value)
      const grids = Object.entries(spec.outputs).flatMap(
        ([port, { type }]): ReadonlyArray<[string, Grid]> =>
          type.axis === undefined ? [] : [[port, type.axis.toGrid(ports[port])]],
      )
      return { ports: new Map(grids), row: row - from, rows: to - from }
    })
  }

  private inputs(
    spec: Spec,
    inputs: ReadonlyArray<RunInput>,
    from: number,
    to: number,
  ): Effect.Effect<Readonly<Record<string, unknown>> | string, NotInCache | StoreError> {
    return Effect.gen({ self: this }, function* () {
      const values: Record<string, unknown> = {}
      for (const [port, { arity }] of Object.entries(spec.inputs)) if (arity === "many") values[port] = {}
      for (const input of inputs) {
        const declared = spec.inputs[input.into]
        if (declared === undefined) return `${spec.name} has no input ${input.into} today`
        const { axis } = declared.type
        const value =
          axis === undefined
            ? yield* this.bench.reading(input, this.bench.store.get(declared.type, input.content))
            : axis.fromGrid(yield* this.bench.rows(input, from, to))
        if (input.key === undefined) values[input.into] = value
        else (values[input.into] as Record<string, unknown>)[input.key] = value
      }
      return values
    })
  }
}

interface RanRow {
  readonly ports: ReadonlyMap<string, Grid>
  /** place of the row that was asked for */
  readonly row: number
  readonly rows: number
}

/** Rows before and after its own that a row reads; through state it reads back without end. */
function extentOf(
  spec: Spec,
  config: unknown,
  inputs: ReadonlyArray<RunInput>,
): { readonly back: number; readonly ahead: number } {
  const reach = spec.reach(config)
  const reachOf = (port: string): Reach | undefined => ("kind" in reach ? (reach as Reach) : reach[port])
  const all = inputs.flatMap(({ into }) => reachOf(into) ?? [])
  const back = spec.stateful ? Infinity : Math.max(0, ...all.map((one) => one.back))
  return { back, ahead: Math.max(0, ...all.map((one) => one.ahead)) }
}

/** What today's code of a node says to inputs of the run; that it refuses them is an answer too. */
const answerOf = (run: () => unknown): Effect.Effect<{ readonly value: unknown } | string> =>
  Effect.try({ try: run, catch: refusalOf }).pipe(
    Effect.flatMap((answer) =>
      Effect.isEffect(answer)
        ? Effect.mapError(answer as Effect.Effect<unknown, unknown>, refusalOf)
        : Effect.succeed(answer),
    ),
    Effect.match({ onFailure: (refusal) => refusal, onSuccess: (value) => ({ value }) }),
  )

const refusalOf = (error: unknown): string =>
  `its code refuses these inputs: ${error instanceof Error ? error.message : String(error)}`
