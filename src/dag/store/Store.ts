/**
 * Values by content hash and results by key: the memory of the engine.
 * A content hash stands for the same value for ever, so a second put changes nothing.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { ObjectDamaged, StoreError } from "../errors.ts"
import type { Chunk } from "../Encoded.ts"
import * as Grid from "../Grid.ts"
import type { ValueType } from "../ValueType.ts"
import { attempt } from "./attempt.ts"
import type { ResultRow, RunRow } from "./Catalogue.ts"
import type { Part, Parts, Taken } from "./layout.ts"
import { Leases } from "./Leases.ts"
import { inFolder, inMemory, type StoreParts } from "./parts.ts"
import { type OpenValue, type Outcome, Values } from "./Values.ts"

export class Store extends Context.Service<
  Store,
  {
    /** stores a value and gives its content hash */
    readonly put: <A>(type: ValueType<A>, value: A) => Effect.Effect<string, StoreError>
    /** stores a value of chunks that are new and chunks that other values have already */
    readonly assemble: (parts: Parts) => Effect.Effect<string, StoreError>
    readonly get: <A>(type: ValueType<A>, content: string) => Effect.Effect<A, StoreError | ObjectDamaged>
    /** the value with only those of these columns that it has; the others are not read. For values on a time axis. */
    readonly getColumns: <A>(
      type: ValueType<A>,
      content: string,
      columns: ReadonlySet<string>,
    ) => Effect.Effect<A, StoreError | ObjectDamaged>
    /** header, keys and places of the chunks, without reading any */
    readonly open: (content: string) => Effect.Effect<OpenValue, StoreError | ObjectDamaged>
    readonly chunk: (content: string, index: number) => Effect.Effect<Chunk, StoreError | ObjectDamaged>
    /** a chunk of a value on a time axis with those of these columns that it has; the others are not read */
    readonly chunkColumns: (
      content: string,
      index: number,
      columns: ReadonlySet<string>,
    ) => Effect.Effect<Chunk, StoreError | ObjectDamaged>
    /** a chunk of a stored value, to be part of another; undefined when it has no object of its own */
    readonly taken: (content: string, index: number) => Effect.Effect<Taken | undefined, StoreError>
    /** whether the value can be read, as far as names and sizes tell */
    readonly has: (content: string) => Effect.Effect<boolean, StoreError>
    readonly result: (key: string) => Effect.Effect<ResultRow | undefined, StoreError>
    /** the result that the node of this id had last in a run of this name */
    readonly latestOf: (nodeId: string, runName: string) => Effect.Effect<ResultRow | undefined, StoreError>
    /** the latest result made by the same code and config from the same place, whatever its inputs held */
    readonly latestByRecipe: (recipe: string) => Effect.Effect<ResultRow | undefined, StoreError>
    /** @param declarations what the code behind the fingerprint was, as JSON, to say later what changed */
    readonly saveResult: (row: ResultRow, declarations: string) => Effect.Effect<void, StoreError>
    /** does the work alone among the processes on this cache; none when somebody else is at it */
    readonly withLease: <A, E, R>(
      key: string,
      work: Effect.Effect<A, E, R>,
    ) => Effect.Effect<Option.Option<A>, E | StoreError, R>
    /** waits until nobody is at work on the result: it is there then, or can be computed */
    readonly leaseFree: (key: string) => Effect.Effect<void, StoreError>
    readonly saveRun: (row: RunRow) => Effect.Effect<void, StoreError>
    readonly runs: Effect.Effect<ReadonlyArray<Omit<RunRow, "nodes">>, StoreError>
    readonly runIds: Effect.Effect<ReadonlyArray<string>, StoreError>
    readonly run: (runId: string) => Effect.Effect<Omit<RunRow, "nodes"> | undefined, StoreError>
    /** facts of all runs at JSON paths such as `$.question`, in order of runs; null where a run has none */
    readonly runFacts: (
      paths: ReadonlyArray<string>,
    ) => Effect.Effect<ReadonlyArray<ReadonlyArray<unknown>>, StoreError>
    readonly runNodes: (runId: string) => Effect.Effect<RunRow["nodes"], StoreError>
    readonly code: (fingerprint: string) => Effect.Effect<string | undefined, StoreError>
    readonly saveCode: (fingerprint: string, declarations: string) => Effect.Effect<void, StoreError>
    /** JSON of the laws that the code behind a fingerprint has passed; undefined when it has not */
    readonly certificate: (fingerprint: string) => Effect.Effect<string | undefined, StoreError>
    /** the code has been seen to break a law */
    readonly dropCertificate: (fingerprint: string) => Effect.Effect<void, StoreError>
    readonly saveCertificate: (
      fingerprint: string,
      definition: string,
      laws: string,
      passedAt: number,
    ) => Effect.Effect<void, StoreError>
  }
>()("sage/dag/Store") {
  /** In memory: for tests, and for running one node apart. It is gone with its last reference. */
  static readonly layerMemory: Layer.Layer<Store> = Layer.sync(Store, () => {
    const parts = inMemory()
    return make(parts, leasesOf(parts))
  })

  /** Objects and catalogue in a folder, made when it is not there. */
  static readonly layerFolder = (root: string): Layer.Layer<Store, StoreError> =>
    Store.layerOf(root, () => inFolder(root))

  /** Of parts that need not be the usual ones: how tests make them fail. */
  static readonly layerOf = (root: string, open: () => StoreParts): Layer.Layer<Store, StoreError> =>
    Layer.effect(
      Store,
      Effect.map(
        Effect.acquireRelease(
          attempt("open the cache in", root, () => {
            const parts = open()
            return { parts, leases: leasesOf(parts) }
          }),
          ({ parts, leases }) =>
            Effect.ignore(
              attempt("close the cache in", root, () => {
                leases.close()
                parts.catalogue.close()
              }),
            ),
        ),
        ({ parts, leases }) => make(parts, leases),
      ),
    )
}

const leasesOf = ({ catalogue, owners, patienceMs }: StoreParts): Leases =>
  new Leases(catalogue, owners, patienceMs)

function make({ root, catalogue, files }: StoreParts, leases: Leases): Store["Service"] {
  /** once more when the catalogue was damaged and has been begun anew */
  const repairing =
    <A>(f: () => A) =>
    (): A => {
      try {
        return f()
      } catch (error) {
        if (!catalogue.repair(error)) throw error
        return f()
      }
    }
  const reading = <A>(f: () => A): Effect.Effect<A, StoreError> => attempt("read from", root, repairing(f))
  const writing = <A>(f: () => A): Effect.Effect<A, StoreError> => attempt("write to", root, repairing(f))
  const values = new Values(catalogue, files)
  const outcome = <A>(f: () => Outcome<A>): Effect.Effect<A, StoreError | ObjectDamaged> =>
    Effect.flatMap(reading(f), (read) =>
      read._tag === "Read" ? Effect.succeed(read.value) : Effect.fail(read.error),
    )
  return Store.of({
    put: (type, value) =>
      Effect.suspend(() => {
        const { header, keys, chunks } = type.encode(value)
        const parts = chunks.map((chunk): Part => ({ _tag: "Fresh", chunk }))
        return writing(() => values.put({ typeName: type.name, header, keys, parts }))
      }),
    assemble: (parts) => writing(() => values.put(parts)),
    get: <A>(type: ValueType<A>, content: string) =>
      Effect.flatMap(
        outcome(() => values.read(content)),
        (encoded) => Effect.sync(() => type.decode(encoded)),
      ),
    getColumns: <A>(type: ValueType<A>, content: string, columns: ReadonlySet<string>) =>
      Effect.flatMap(
        outcome(() => values.readSome(content, Grid.rangesOf(columns))),
        (encoded) => Effect.sync(() => type.axis!.fromGrid(Grid.decodeSome(encoded, columns))),
      ),
    open: (content) => outcome(() => values.open(content)),
    chunk: (content, index) => outcome(() => values.chunk(content, index)),
    chunkColumns: (content, index, columns) =>
      Effect.map(
        outcome(() => values.chunkSome(content, index, Grid.rangesOf(columns))),
        (chunk) => Grid.onlyColumns(chunk, columns),
      ),
    taken: (content, index) => reading(() => values.taken(content, index)),
    has: (content) => reading(() => values.has(content)),
    result: (key) => reading(() => catalogue.result(key)),
    latestOf: (nodeId, runName) => reading(() => catalogue.latestOf(nodeId, runName)),
    latestByRecipe: (recipe) => reading(() => catalogue.latestByRecipe(recipe)),
    saveResult: (row, declarations) =>
      writing(() => {
        catalogue.saveResult(row, declarations, leases.self)
        leases.ended(row.key)
      }),
    withLease: (key, work) =>
      Effect.acquireUseRelease(
        writing(() => leases.claim(key)),
        (claimed) => (claimed ? Effect.asSome(work) : Effect.succeedNone),
        (claimed) => (claimed ? Effect.ignore(writing(() => leases.release(key))) : Effect.void),
      ),
    leaseFree: (key) => {
      const wait = (pauseMs: number): Effect.Effect<void, StoreError> =>
        Effect.flatMap(
          reading(() => leases.isHeld(key)),
          (held) =>
            held
              ? Effect.flatMap(Effect.sleep(pauseMs), () => wait(Math.min(longestPauseMs, pauseMs * 1.5)))
              : Effect.void,
        )
      return wait(2)
    },
    saveRun: (row) => writing(() => catalogue.saveRun(row)),
    runs: Effect.suspend(() => reading(() => catalogue.runs())),
    runIds: Effect.suspend(() => reading(() => catalogue.runIds())),
    run: (runId) => reading(() => catalogue.run(runId)),
    runFacts: (paths) => reading(() => catalogue.runFacts(paths)),
    runNodes: (runId) => reading(() => catalogue.runNodes(runId)),
    code: (fingerprint) => reading(() => catalogue.code(fingerprint)),
    saveCode: (fingerprint, declarations) => writing(() => catalogue.saveCode(fingerprint, declarations)),
    certificate: (fingerprint) => reading(() => catalogue.certificate(fingerprint)),
    dropCertificate: (fingerprint) => writing(() => catalogue.dropCertificate(fingerprint)),
    saveCertificate: (fingerprint, definition, laws, passedAt) =>
      writing(() => catalogue.saveCertificate(fingerprint, definition, laws, passedAt)),
  })
}

/** Between two looks at a lease. */
const longestPauseMs = 25
