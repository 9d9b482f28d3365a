import * as Schema from "effect/Schema"

/** A query that cannot be read, is more than one SELECT, asks for what is not there, or reaches for what it may not. */
export class SqlRefused extends Schema.TaggedError<SqlRefused>()("SqlRefused", {
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `${this.problem}${/[.!?]$/.test(this.problem) ? "" : "."} ${this.remedy}`
  }
}

export const exitCodes: Readonly<Record<string, number>> = { SqlRefused: 2 }
