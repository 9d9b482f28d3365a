/**
 * What can go wrong with snapshots and imports. Facts are fields; each message ends in what to do.
 * `exitCodes` says how a command ends for each.
 */
import * as Schema from "effect/Schema"

const didYouMean = (name: string | null): string => (name === null ? "" : ` Did you mean ${name}?`)

export class SnapshotNotFound extends Schema.TaggedError<SnapshotNotFound>()("SnapshotNotFound", {
  name: Schema.String,
  root: Schema.String,
  nearest: Schema.NullOr(Schema.String),
}) {
  override get message(): string {
    return (
      `There is no snapshot ${this.name} in ${this.root}.${didYouMean(this.nearest)} ` +
      "`sage snapshot ls` lists them; `sage snapshot import FILE --name NAME` makes one."
    )
  }
}

export class SnapshotDamaged extends Schema.TaggedError<SnapshotDamaged>()("SnapshotDamaged", {
  name: Schema.String,
  file: Schema.String,
  /** what was compared: "sha256", "manifest", "rows", "content of close" */
  what: Schema.String,
  expected: Schema.String,
  found: Schema.String,
}) {
  override get message(): string {
    return (
      `${this.file} of snapshot ${this.name} is damaged: its ${this.what} should be ${this.expected} but is ${this.found}. ` +
      "Restore the folder from where it came, or remove it and make the snapshot again; nothing was computed from it."
    )
  }
}

/** A manifest that this Sage does not know how to read. */
export class SnapshotUnsupported extends Schema.TaggedError<SnapshotUnsupported>()("SnapshotUnsupported", {
  name: Schema.String,
  file: Schema.String,
  /** schema version that the manifest states */
  found: Schema.String,
  supported: Schema.Int,
}) {
  override get message(): string {
    return (
      `${this.file} of snapshot ${this.name} has schema version ${this.found}, and this Sage reads version ${this.supported}. ` +
      "Use the Sage that wrote it, or import the data again under another name."
    )
  }
}

/** Snapshots are immutable: one name stands for one content for ever. */
export class SnapshotExists extends Schema.TaggedError<SnapshotExists>()("SnapshotExists", {
  name: Schema.String,
  existing: Schema.String,
  offered: Schema.String,
}) {
  override get message(): string {
    return (
      `The snapshot ${this.name} exists with other content (${this.existing.slice(0, 12)}, not ${this.offered.slice(0, 12)}). ` +
      "Snapshots never change: write it as a new version (--new-version), choose another name, or remove the old one first."
    )
  }
}

/** Something would be lost with a snapshot. */
export class SnapshotNeeded extends Schema.TaggedError<SnapshotNeeded>()("SnapshotNeeded", {
  name: Schema.String,
  /** what is lost, in words, one a line */
  losses: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return (
      `The snapshot ${this.name} is not removed:\n${this.losses.map((loss) => `  ${loss}`).join("\n")}\n` +
      "--force removes it all the same."
    )
  }
}

/** A file about the assets of an import that cannot be taken; nothing was written. */
export class AssetFileRefused extends Schema.TaggedError<AssetFileRefused>()("AssetFileRefused", {
  file: Schema.String,
  issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String })),
}) {
  override get message(): string {
    const shown = this.issues.slice(0, 20)
    const lines = shown.map(({ path, message }) => `  ${path === "" ? "(the whole)" : path}: ${message}`)
    const more = this.issues.length - shown.length
    return (
      `${this.file} is refused:\n${lines.join("\n")}${more > 0 ? `\n  … ${more} more` : ""}\n` +
      "Correct the file; docs/data.md says what may stand there."
    )
  }
}

export class AssetNotFound extends Schema.TaggedError<AssetNotFound>()("AssetNotFound", {
  asset: Schema.String,
  /** where it was looked for, in words: "snapshot demo", "prices.csv" */
  where: Schema.String,
  nearest: Schema.NullOr(Schema.String),
}) {
  override get message(): string {
    return `There is no asset ${this.asset} in ${this.where}.${didYouMean(this.nearest)} Correct the name or leave it out.`
  }
}

/** A study asks for a calendar that has no session on a day of which the snapshot has a bar. */
export class NotASession extends Schema.TaggedError<NotASession>()("NotASession", {
  snapshot: Schema.String,
  calendar: Schema.String,
  asset: Schema.String,
  date: Schema.String,
}) {
  override get message(): string {
    return (
      `Snapshot ${this.snapshot} has a bar of ${this.asset} on ${this.date}, which is no session of the calendar ${this.calendar}, ` +
      "and leaving it out would lose its return. Leave out data.calendar to study on the snapshot's own calendar, or import the data again on the calendar that you want."
    )
  }
}

/** A name that could leave its folder or that some file systems refuse. */
export class InvalidName extends Schema.TaggedError<InvalidName>()("InvalidName", {
  what: Schema.Literals(["snapshot", "asset"]),
  name: Schema.String,
  problem: Schema.String,
}) {
  override get message(): string {
    return `${JSON.stringify(this.name)} is no name for ${this.what === "asset" ? "an asset" : "a snapshot"}: ${this.problem}. Choose another name.`
  }
}

/** One fact of the input that the importer does not accept. */
export const Refusal = Schema.Struct({
  /** counted from 1 without the header; 0 = the file as a whole */
  row: Schema.Int,
  field: Schema.String,
  asset: Schema.NullOr(Schema.String),
  date: Schema.NullOr(Schema.String),
  problem: Schema.String,
})
export interface Refusal extends Schema.Schema.Type<typeof Refusal> {}

/** A file whose data is refused; nothing was written. */
export class DataRefused extends Schema.TaggedError<DataRefused>()("DataRefused", {
  file: Schema.String,
  /** the first of them */
  refusals: Schema.Array(Refusal),
  total: Schema.Int,
  remedy: Schema.String,
}) {
  override get message(): string {
    const lines = this.refusals.slice(0, 5).map((refusal) => `  ${describeRefusal(refusal)}`)
    const more = this.total > lines.length ? `\n  … ${this.total - lines.length} more` : ""
    return `${this.file} is refused:\n${lines.join("\n")}${more}\n${this.remedy}`
  }
}

function describeRefusal({ row, field, asset, date, problem }: Refusal): string {
  const place = [row > 0 ? `row ${row}` : null, field === "" ? null : field, asset, date].filter(
    (part) => part !== null,
  )
  return place.length === 0 ? problem : `${place.join(", ")}: ${problem}`
}

/** A request that cannot be met as it was put: an option is missing or contradicts the file. */
export class ImportOptionError extends Schema.TaggedError<ImportOptionError>()("ImportOptionError", {
  option: Schema.String,
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `${this.option}: ${this.problem}. ${this.remedy}`
  }
}

/** A file of the outside could not be read or written. */
export class FileError extends Schema.TaggedError<FileError>()("FileError", {
  operation: Schema.Literals(["read", "write", "remove"]),
  path: Schema.String,
  reason: Schema.String,
}) {
  override get message(): string {
    return `Could not ${this.operation} ${this.path}: ${this.reason}. Check the path and its permissions.`
  }
}

export const exitCodes: Readonly<Record<string, number>> = {
  SnapshotNotFound: 2,
  SnapshotDamaged: 4,
  SnapshotUnsupported: 4,
  SnapshotExists: 2,
  SnapshotNeeded: 2,
  AssetFileRefused: 4,
  AssetNotFound: 2,
  NotASession: 4,
  InvalidName: 2,
  DataRefused: 4,
  ImportOptionError: 2,
  FileError: 2,
}
