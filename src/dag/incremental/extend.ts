/**
 * A new result from an earlier one: the node runs on the smallest rows whose outputs may differ, plus lookback, and the
 * answer is spliced into what is stored. Gives undefined where running in full is right or cheaper.
 */
import * as Effect from "effect/Effect"
import * as Grid from "../Grid.ts"
import type { ResultRow } from "../store/Catalogue.ts"
import type { Store } from "../store/Store.ts"
import { type Changes, changesOf } from "./changes.ts"
import type { Delta } from "./gridDiff.ts"
import { resume } from "./resume.ts"
import type { ReadError } from "./rowReader.ts"
import type { Runner } from "./slice.ts"
import { type Ran, runSlices } from "./slices.ts"
import { type Segment, splice } from "./splice.ts"
import { deltaId, prepareWork, type Work } from "./work.ts"

export interface Extension extends Omit<Ran, "segments"> {
  readonly outputs: Readonly<Record<string, string>>
  /** what happened to the inputs */
  readonly changes: Changes
}

export interface ExtendRequest<E> extends Runner<E> {
  readonly base: ResultRow
  readonly store: Store["Service"]
  /** what changed between two contents, as far as it is known already */
  readonly deltas: Map<string, Delta>
}

export const extend = <E>(request: ExtendRequest<E>): Effect.Effect<Extension | undefined, E | ReadError> =>
  Effect.gen(function* () {
    const work = yield* prepareWork(request)
    if (work === undefined) return undefined
    const { segments, ...ran } = yield* request.node.node.spec.stateful
      ? resume(request, work)
      : runSlices(request, work)
    const outputs: Record<string, string> = {}
    for (const [port, { type }] of Object.entries(request.node.node.spec.outputs)) {
      const base = work.bases[port]!
      const ofPort = segments.map(({ from, grids }): Segment => ({ from, grid: grids[port]! }))
      const { content, delta } = yield* splice(request.store, request.reader, {
        type,
        base,
        keys: work.keys,
        columns: columnsOf(work, base.header, ofPort),
        moved: work.moved,
        segments: ofPort,
      })
      if (delta !== undefined) request.deltas.set(deltaId(base.content, content), delta)
      outputs[port] = content
    }
    return { ...ran, outputs, changes: changesOf(work.deltas) }
  })

/** Columns of an output: as they were, as a node that computes columns apart has them, or as it answered. */
function columnsOf(
  { stable, groups, columns }: Work,
  header: string,
  segments: ReadonlyArray<Segment>,
): ReadonlyArray<string> {
  if (stable) return Grid.columnsOf(header)
  const answersAll = groups.length > 0 && groups.every((group) => group.columns === undefined)
  return answersAll ? segments[0]!.grid.columns : columns
}
