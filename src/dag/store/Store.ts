/**
 * Values by content hash and results by key: the memory of the engine.
 * A content hash stands for the same value for ever, so a second put changes nothing.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { hashBytes } from "../canonical.ts"
import { ObjectDamaged, StoreError } from "../errors.ts"
import type { Chunk, Encoded, ValueType } from "../ValueType.ts"
import { type Catalogue, openCatalogue, type ResultRow, type RunRow, type ValueRow } from "./Catalogue.ts"
import { type ChunkPlace, inlineLimitBytes, lay, open } from "./layout.ts"
import * as ObjectFiles from "./ObjectFiles.ts"

export class Store extends Context.Service<
  Store,
  {
    /** stores a value and gives its content hash */
    readonly put: <A>(type: ValueType<A>, value: A) => Effect.Effect<string, StoreError>
    readonly get: <A>(type: ValueType<A>, content: string) => Effect.Effect<A, StoreError | ObjectDamaged>
    /** whether the value can be read, as far as names and sizes tell */
    readonly has: (content: string) => Effect.Effect<boolean, StoreError>
    readonly chunksOf: (content: string) => Effect.Effect<ReadonlyArray<ChunkPlace> | undefined, StoreError>
    readonly result: (key: string) => Effect.Effect<ResultRow | undefined, StoreError>
    /** the result that the node of this id had last in a run of this name */
    readonly latestOf: (nodeId: string, runName: string) => Effect.Effect<ResultRow | undefined, StoreError>
    readonly saveResult: (row: ResultRow) => Effect.Effect<void, StoreError>
    readonly saveRun: (row: RunRow) => Effect.Effect<void, StoreError>
    readonly runs: Effect.Effect<ReadonlyArray<Omit<RunRow, "nodes">>, StoreError>
    readonly runNodes: (runId: string) => Effect.Effect<RunRow["nodes"], StoreError>
    /** what the code behind a fingerprint was, as JSON, to say later what changed */
    readonly code: (fingerprint: string) => Effect.Effect<string | undefined, StoreError>
    readonly saveCode: (fingerprint: string, declarations: string) => Effect.Effect<void, StoreError>
  }
>()("sage/dag/Store") {
  /** In memory: for tests, and for running one node apart. */
  static readonly layerMemory = Layer.effect(
    Store,
    Effect.map(
      Effect.acquireRelease(
        Effect.sync(() => openCatalogue(":memory:")),
        (catalogue) => Effect.sync(() => catalogue.close()),
      ),
      (catalogue) => make(catalogue, ObjectFiles.inMemory(), ":memory:"),
    ),
  )

  /** Objects and catalogue in a folder, made when it is not there. */
  static readonly layerFolder = (root: string): Layer.Layer<Store, StoreError> =>
    Layer.effect(
      Store,
      Effect.map(
        Effect.acquireRelease(
          attempt("open the cache in", root, () => openFolder(root)),
          (catalogue) => Effect.sync(() => catalogue.close()),
        ),
        (catalogue) => make(catalogue, ObjectFiles.inFolder(root), root),
      ),
    )
}

function openFolder(root: string): Catalogue {
  mkdirSync(root, { recursive: true })
  return openCatalogue(join(root, "catalogue.db"))
}

function make(catalogue: Catalogue, files: ObjectFiles.ObjectFiles, root: string): Store["Service"] {
  const reading = <A>(f: () => A): Effect.Effect<A, StoreError> => attempt("read from", root, f)
  const writing = <A>(f: () => A): Effect.Effect<A, StoreError> => attempt("write to", root, f)
  return Store.of({
    put: (type, value) => writing(() => putValue(catalogue, files, type, value)),
    get: <A>(type: ValueType<A>, content: string) =>
      Effect.flatMap(
        reading(() => readValue(catalogue, files, content)),
        (outcome) =>
          outcome._tag === "Read"
            ? Effect.sync(() => type.decode(outcome.encoded))
            : Effect.fail(outcome.error),
      ),
    has: (content) =>
      reading(() => {
        const row = catalogue.value(content)
        return row !== undefined && row.objects.every(({ hash, bytes }) => files.sizeOf(hash) === bytes)
      }),
    chunksOf: (content) =>
      reading(() => {
        const row = catalogue.value(content)
        return row === undefined ? undefined : (JSON.parse(row.chunks) as ReadonlyArray<ChunkPlace>)
      }),
    result: (key) => reading(() => catalogue.result(key)),
    latestOf: (nodeId, runName) => reading(() => catalogue.latestOf(nodeId, runName)),
    saveResult: (row) => writing(() => catalogue.saveResult(row)),
    saveRun: (row) => writing(() => catalogue.saveRun(row)),
    runs: Effect.suspend(() => reading(() => catalogue.runs())),
    runNodes: (runId) => reading(() => catalogue.runNodes(runId)),
    code: (fingerprint) => reading(() => catalogue.code(fingerprint)),
    saveCode: (fingerprint, declarations) => writing(() => catalogue.saveCode(fingerprint, declarations)),
  })
}

function putValue<A>(
  catalogue: Catalogue,
  files: ObjectFiles.ObjectFiles,
  type: ValueType<A>,
  value: A,
): string {
  const laid = lay(type.name, type.encode(value))
  const inline =
    laid.objects.length === 1 && laid.objects[0]!.length < inlineLimitBytes ? laid.objects[0]! : null
  const objects =
    inline === null ? laid.objects.map((bytes) => ({ hash: hashBytes(bytes), bytes: bytes.length })) : []
  objects.forEach(({ hash, bytes }, i) => {
    if (files.sizeOf(hash) !== bytes) files.write(hash, laid.objects[i]!)
  })
  // the row comes last: what it names is complete
  catalogue.saveValue({
    content: laid.content,
    type: type.name,
    header: laid.header,
    chunks: JSON.stringify(laid.chunks),
    objects,
    inline,
  })
  return laid.content
}

type ReadOutcome =
  | { readonly _tag: "Read"; readonly encoded: Encoded }
  | { readonly _tag: "Bad"; readonly error: ObjectDamaged }

function readValue(catalogue: Catalogue, files: ObjectFiles.ObjectFiles, content: string): ReadOutcome {
  const row = catalogue.value(content)
  if (row === undefined) return bad(content, "missing", content)
  const chunks: Array<Chunk> = []
  const objects = new Map<number, Uint8Array>()
  for (const place of JSON.parse(row.chunks) as ReadonlyArray<ChunkPlace>) {
    const bytes = objects.get(place.object) ?? objectOf(row, files, place.object)
    if (bytes === undefined) return setAside(catalogue, files, row, place.object, "missing")
    objects.set(place.object, bytes)
    const chunk = open(place, bytes)
    if (chunk === undefined) return setAside(catalogue, files, row, place.object, "damaged")
    chunks.push(chunk)
  }
  return { _tag: "Read", encoded: { header: row.header, chunks } }
}

const objectOf = (row: ValueRow, files: ObjectFiles.ObjectFiles, index: number): Uint8Array | undefined =>
  row.inline ?? files.read(row.objects[index]!.hash)

function setAside(
  catalogue: Catalogue,
  files: ObjectFiles.ObjectFiles,
  row: ValueRow,
  index: number,
  problem: "missing" | "damaged",
): ReadOutcome {
  catalogue.dropValue(row.content)
  if (row.inline !== null) return bad(row.content, problem, `${row.content} (in the catalogue)`)
  const { hash } = row.objects[index]!
  files.quarantine(hash)
  return bad(row.content, problem, files.pathOf(hash))
}

const bad = (content: string, problem: "missing" | "damaged", path: string): ReadOutcome => ({
  _tag: "Bad",
  error: new ObjectDamaged({ content, problem, path }),
})

function attempt<A>(operation: string, path: string, f: () => A): Effect.Effect<A, StoreError> {
  return Effect.try({
    try: f,
    catch: (cause) =>
      new StoreError({ operation, path, code: (cause as NodeJS.ErrnoException).code ?? String(cause) }),
  })
}
