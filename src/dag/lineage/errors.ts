/** What can be asked of lineage and not be answered. Facts are fields; each message ends in what to do. */
import * as Schema from "effect/Schema"

/** A cell's way is computed from what is stored, and that is not there as the graph is now. */
export class NotComputed extends Schema.TaggedError<NotComputed>()("NotComputed", {
  node: Schema.String,
  /** nodes on its way without a result */
  missing: Schema.Int,
  file: Schema.String,
}) {
  override get message(): string {
    return `${this.missing} node(s) on the way to ${this.node} have no result as the graph is now. Run \`sage dag run ${this.file} --target ${this.node}\` first, with the same --set.`
  }
}

/** A node's output has no such cell. */
export class CellUnknown extends Schema.TaggedError<CellUnknown>()("CellUnknown", {
  node: Schema.String,
  problem: Schema.String,
  known: Schema.Array(Schema.String),
  nearest: Schema.NullOr(Schema.String),
}) {
  override get message(): string {
    const hint = this.nearest === null ? "" : ` Did you mean ${this.nearest}?`
    const known = this.known.length === 0 ? "" : ` There are: ${this.known.join(", ")}.`
    return `${this.node} ${this.problem}.${hint}${known} Write --cell KEY,COLUMN, as in --cell 2020-03-16,GOLD.`
  }
}

export const exitCodes: Readonly<Record<string, number>> = {
  NotComputed: 2,
  CellUnknown: 2,
}
