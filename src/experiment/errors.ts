/** What can be wrong with a study before anything runs. Facts are fields; each message ends in what to do. */
import * as Schema from "effect/Schema"

const ConfigIssue = Schema.Struct({ path: Schema.String, message: Schema.String })

/** The config of a study does not fit its schema, or not its snapshot. */
export class StudyConfigError extends Schema.TaggedError<StudyConfigError>()("StudyConfigError", {
  file: Schema.String,
  issues: Schema.Array(ConfigIssue),
  /** of what cannot be corrected on the command line; left out: the file or --set */
  remedy: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    const lines = this.issues.map(
      ({ path, message }) => `  ${path === "" ? "(the whole)" : path}: ${message}`,
    )
    const fields = this.issues.length === 1 ? "this field" : "these fields"
    const remedy =
      this.remedy ??
      `Correct ${fields} in the file or with --set; \`sage config schema\` lists what is allowed.`
    return `The config of ${this.file} is not valid:\n${lines.join("\n")}\n${remedy}`
  }
}

/** A file that should hold an experiment or a preset does not. */
export class ExperimentError extends Schema.TaggedError<ExperimentError>()("ExperimentError", {
  file: Schema.String,
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `${this.file}: ${this.problem}. ${this.remedy}`
  }
}

/** The run's folder could not be written; results are kept in the cache. */
export class RunFolderError extends Schema.TaggedError<RunFolderError>()("RunFolderError", {
  folder: Schema.String,
  reason: Schema.String,
}) {
  override get message(): string {
    return `Could not write the run folder ${this.folder}: ${this.reason}. Results are kept in the cache; make room or fix the permissions and run again.`
  }
}

export const exitCodes: Readonly<Record<string, number>> = {
  StudyConfigError: 2,
  ExperimentError: 2,
  RunFolderError: 1,
}
