/** One call of a node's function on some rows: inputs are cut, outputs come back as grids. */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { State } from "../Node.ts"
import type { PreparedInput, PreparedNode } from "../Prepared.ts"
import type { ValueType } from "../ValueType.ts"
import type { ReadError, RowReader } from "./rowReader.ts"

/** An input with the content that it has now. */
export interface SliceInput {
  readonly input: PreparedInput
  readonly type: ValueType<unknown>
  readonly content: string
}

export interface SliceCall {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly skip: number
  readonly state: State | undefined
  /** parts of the world to read; undefined for all */
  readonly parts?: ReadonlySet<string>
}

export interface SliceAnswer {
  readonly ports: Readonly<Record<string, unknown>>
  readonly state: State | undefined
}

export type CallNode<E> = (call: SliceCall) => Effect.Effect<SliceAnswer, E>

export interface SliceRequest {
  /** rows of the inputs that are given, [from, to) */
  readonly from: number
  readonly to: number
  /** leading rows that are lookback */
  readonly skip: number
  /** rows of the answer to keep after those */
  readonly keep: number
  readonly state: State | undefined
  /** members to compute, by name; all when undefined. Fields are given whole. */
  readonly columns: ReadonlySet<string> | undefined
}

export interface SliceResult {
  readonly grids: Readonly<Record<string, Grid.Grid>>
  readonly state: State | undefined
}

/** A node with what it takes to call it. */
export interface Runner<E> {
  readonly node: PreparedNode
  readonly inputs: ReadonlyArray<SliceInput>
  readonly reader: RowReader
  readonly documents: (input: SliceInput) => Effect.Effect<unknown, E>
  readonly call: CallNode<E>
}

export const runSlice = <E>(
  { node, inputs, reader, documents, call }: Runner<E>,
  request: SliceRequest,
): Effect.Effect<SliceResult, E | ReadError> =>
  Effect.gen(function* () {
    const values: Record<string, unknown> = {}
    for (const [port, { arity }] of Object.entries(node.node.spec.inputs))
      if (arity === "many") values[port] = {}
    for (const one of inputs) {
      const { axis, columns } = one.type
      const wanted = columns === "fields" ? undefined : request.columns
      const value =
        axis === undefined
          ? yield* documents(one)
          : axis.fromGrid(yield* reader.rows(one.content, request.from, request.to, wanted))
      const { port, key } = one.input
      if (key === undefined) values[port] = value
      else (values[port] as Record<string, unknown>)[key] = value
    }
    const answer = yield* call({ inputs: values, skip: request.skip, state: request.state })
    const grids: Record<string, Grid.Grid> = {}
    for (const [port, { type }] of Object.entries(node.node.spec.outputs)) {
      grids[port] = Grid.slice(
        type.axis!.toGrid(answer.ports[port]),
        request.skip,
        request.skip + request.keep,
      )
    }
    return { grids, state: answer.state }
  })
