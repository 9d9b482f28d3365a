/**
 * Which key gave which content, when and from what; where the objects of a value lie; which runs there were.
 * SQLite in write-ahead mode, so that several processes may share it. Losing it costs recomputation and history only.
 */
import type { ChunkPlace, ObjectName } from "./layout.ts"

/** A result: the components of its key, so that two of them can be compared to say what changed. */
export interface ResultRow {
  readonly key: string
  readonly definition: string
  readonly nodeId: string
  /** code fingerprint */
  readonly code: string
  /** canonical JSON */
  readonly config: string
  readonly inputs: ReadonlyArray<ResultInput>
  /** state of the world that an external node read; null for others */
  readonly external: string | null
  /** study seed, for nodes with a stream */
  readonly seed: number | null
  /** content hash of each output port */
  readonly outputs: Readonly<Record<string, string>>
  /** where in a graph, without contents: finds the earlier version of a result */
  readonly recipe: string
  /** states of a stateful node after some rows, by row key, as content hashes */
  readonly states: ReadonlyArray<Checkpoint>
  /** rows of output that were computed rather than taken over; null without a time axis */
  readonly rowsRun: number | null
  readonly runId: string
  /** what was run: an experiment's file */
  readonly runName: string
  /** epoch milliseconds */
  readonly computedAt: number
  readonly wallMs: number
  readonly cpuMs: number
}

export interface Checkpoint {
  readonly key: number
  readonly content: string
}

export interface ResultInput {
  readonly port: string
  readonly key: string | null
  readonly from: string
  readonly content: string
}

/** Where a value lies: in the row itself, or in objects. */
export interface ValueRow {
  readonly content: string
  readonly type: string
  readonly header: string
  readonly chunks: ReadonlyArray<ChunkPlace>
  /** empty when inline */
  readonly objects: ReadonlyArray<ObjectName>
  readonly inline: Uint8Array | null
  /** object of the row keys; null for values without a time axis, and when inline */
  readonly keys: ObjectName | null
  readonly inlineKeys: Uint8Array | null
}

export interface NewValue extends ValueRow {
  /** bytes of its objects that are too small for files, by hash */
  readonly small: ReadonlyMap<string, Uint8Array>
}

export interface RunRow {
  readonly runId: string
  readonly name: string
  readonly startedAt: number
  readonly status: "done" | "failed" | "interrupted"
  /** JSON: what the layer above wants to find again */
  readonly facts: string
  /** id, key and fate of each node */
  readonly nodes: ReadonlyArray<RunNodeRow>
}

export interface RunNodeRow {
  readonly id: string
  readonly key: string | null
  readonly fate: string
  /** JSON of the reasons why it ran */
  readonly reasons: string
}

export interface Catalogue {
  readonly result: (key: string) => ResultRow | undefined
  readonly latestOf: (nodeId: string, runName: string) => ResultRow | undefined
  readonly latestByRecipe: (recipe: string) => ResultRow | undefined
  /** with what its code was (JSON), and ends the owner's lease, in one transaction */
  readonly saveResult: (row: ResultRow, declarations: string, owner: string) => void
  readonly value: (content: string) => ValueRow | undefined
  readonly saveValue: (row: NewValue) => void
  /** bytes of an object that is too small for a file */
  readonly smallObject: (hash: string) => Uint8Array | undefined
  readonly dropSmallObject: (hash: string) => void
  readonly dropValue: (content: string) => void
  /** changes nothing when the run is there */
  readonly saveRun: (row: RunRow) => void
  readonly runs: () => ReadonlyArray<Omit<RunRow, "nodes">>
  /** in the order in which they were saved */
  readonly runIds: () => ReadonlyArray<string>
  readonly run: (runId: string) => Omit<RunRow, "nodes"> | undefined
  /** facts of all runs at these JSON paths ($.question), in order of runs: the ledger may be long, and its facts large */
  readonly runFacts: (paths: ReadonlyArray<string>) => ReadonlyArray<ReadonlyArray<unknown>>
  readonly runNodes: (runId: string) => RunRow["nodes"]
  /** JSON of what was tested when the code of a definition passed its laws; undefined when it did not (yet) */
  readonly certificate: (fingerprint: string) => string | undefined
  readonly saveCertificate: (fingerprint: string, definition: string, laws: string, passedAt: number) => void
  readonly dropCertificate: (fingerprint: string) => void
  readonly code: (fingerprint: string) => string | undefined
  readonly saveCode: (fingerprint: string, declarations: string) => void
  readonly leases: LeaseTable
  readonly inventory: Inventory
  /** after an operation failed: whether it failed because the file is damaged; it is then set aside and begun anew */
  readonly repair: (error: unknown) => boolean
  readonly close: () => void
}

/** Who computes what at this moment. */
export interface LeaseTable {
  /** an opening of the cache begins to compute: values from here on may be wanted by nothing yet but it */
  readonly enlist: (owner: string) => void
  /** the openings that computed and have not been struck off, with the last value that there was before */
  readonly owners: () => ReadonlyArray<{ readonly owner: string; readonly lastValue: number }>
  /** with its leases */
  readonly strikeOff: (owner: string) => void
  /** whether the lease was free and is the owner's now */
  readonly claim: (key: string, owner: string) => boolean
  readonly find: (key: string) => Lease | undefined
  readonly release: (key: string, owner: string) => void
  /** a sign of life on every lease of the owner */
  readonly beat: (owner: string) => void
}

export interface Lease {
  readonly owner: string
  /** signs of life so far */
  readonly beat: number
}

/** All that is there, for counting, checking and clearing. */
export interface Inventory {
  readonly results: () => ReadonlyArray<StoredResult>
  readonly values: () => ReadonlyArray<StoredValue>
  /** rows that are not what was stored; the others are in the lists above */
  readonly damagedRows: () => {
    readonly keys: ReadonlyArray<string>
    readonly contents: ReadonlyArray<string>
  }
  /** keys of the results that runs had, with the run */
  readonly runKeys: () => ReadonlyArray<{ readonly runId: string; readonly key: string }>
  /** within `alone` */
  readonly remove: (keys: ReadonlyArray<string>, contents: ReadonlyArray<string>) => void
  /** fails, as reading them would, when the file's pages do not hang together */
  readonly checkPages: () => void
  /** no other process writes to the catalogue meanwhile */
  readonly alone: <A>(work: () => A) => A
  /** gives freed pages back to the file system */
  readonly shrink: () => void
}

export type StoredResult = Pick<ResultRow, "key" | "nodeId" | "runId" | "outputs" | "states">

export interface StoredValue {
  /** grows with every value that is put */
  readonly seq: number
  readonly content: string
  readonly objects: ReadonlyArray<ObjectName>
  readonly inlineBytes: number
}
