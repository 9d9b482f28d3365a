/** What can be wrong with a run's folder. Facts are fields; each message ends in what to do. */
import * as Schema from "effect/Schema"

/** A file of a run's folder is missing, or holds what no run writes; nothing was taken from it. */
export class RunRefused extends Schema.TaggedError<RunRefused>()("RunRefused", {
  /** the folder as shown: runs/0192… */
  run: Schema.String,
  file: Schema.String,
  /** path within a document, column of a table, number of a line; empty = the file as a whole */
  field: Schema.String,
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    const place = this.field === "" ? "" : ` at ${this.field}`
    return `${this.run}/${this.file}${place}: ${this.problem}. ${this.remedy}`
  }
}

export const exitCodes: Readonly<Record<string, number>> = { RunRefused: 4 }
