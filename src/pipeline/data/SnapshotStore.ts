/**
 * Snapshots by name. A name stands for the same content for ever: a second write under it needs the same content, or
 * becomes a version with a name of its own.
 *
 * `manifest` opens no data file. `readBars` checks the SHA-256 of every file it reads, so that damage is an error and
 * never a number.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Bars, ColumnName, columns } from "./Bars.ts"
import type {
  AssetNotFound,
  FileError,
  InvalidName,
  SnapshotDamaged,
  SnapshotExists,
  SnapshotNotFound,
  SnapshotUnsupported,
} from "./errors.ts"
import type { SnapshotManifest, SnapshotMeta } from "./SnapshotManifest.ts"

/** Bars of which only some numeric columns were read. */
export type BarsOf<C extends ColumnName> = Pick<Bars, "tickers" | "ticker" | "session" | (typeof columns)[C]>

export interface ReadOptions<C extends ColumnName> {
  /** all by default */
  readonly columns?: ReadonlyArray<C>
  /** all by default; `tickers` of the result are then these, sorted */
  readonly assets?: ReadonlyArray<string>
  /** all by default */
  readonly years?: ReadonlyArray<number>
}

export interface VerifyReport {
  readonly name: string
  readonly files: number
  readonly bytes: number
  /** whether values were decoded and hashed too, not only the bytes of the files */
  readonly deep: boolean
  readonly damaged: ReadonlyArray<SnapshotDamaged>
}

/** A file that is kept beside the bars; no node reads it, and it is not part of the content hash. */
export interface Attachment {
  readonly path: string
  readonly bytes: Uint8Array
}

type Missing = SnapshotNotFound | SnapshotDamaged | SnapshotUnsupported | InvalidName | FileError

export class SnapshotStore extends Context.Service<
  SnapshotStore,
  {
    readonly manifest: (name: string) => Effect.Effect<SnapshotManifest, Missing>
    /** sessions in the snapshot, from the first to the last, by its calendar */
    readonly sessions: (name: string) => Effect.Effect<Int32Array, Missing>
    readonly readBars: <C extends ColumnName = ColumnName>(
      name: string,
      options?: ReadOptions<C>,
    ) => Effect.Effect<BarsOf<C>, Missing | AssetNotFound>
    readonly write: (
      name: string,
      bars: Bars,
      meta: SnapshotMeta,
      attachments?: ReadonlyArray<Attachment>,
    ) => Effect.Effect<SnapshotManifest, SnapshotExists | Exclude<Missing, SnapshotNotFound>>
    /** under the name, or as its next version (`name@2`) where no version of it has this content */
    readonly writeVersion: (
      name: string,
      bars: Bars,
      meta: SnapshotMeta,
      attachments?: ReadonlyArray<Attachment>,
    ) => Effect.Effect<SnapshotManifest, Missing>
    /** by name, versions as numbers */
    readonly list: Effect.Effect<ReadonlyArray<string>, FileError>
    readonly verify: (name: string, deep: boolean) => Effect.Effect<VerifyReport, Missing>
    /** also of a damaged one; what links to its files keeps them */
    readonly remove: (name: string) => Effect.Effect<void, SnapshotNotFound | InvalidName | FileError>
  }
>()("sage/pipeline/data/SnapshotStore") {}

/** The folder that holds the snapshots; a program gives an absolute path. */
export const SnapshotsRoot: Context.Reference<string> = Context.Reference<string>(
  "sage/pipeline/data/SnapshotsRoot",
  { defaultValue: () => "snapshots" },
)
