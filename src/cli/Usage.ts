import * as Schema from "effect/Schema"

/** What was typed cannot be understood or does not go together. */
export class Usage extends Schema.TaggedError<Usage>()("Usage", {
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `${this.problem} ${this.remedy}`
  }
}

/** A run in which a node failed; what failed was said already. */
export class RunFailed extends Schema.TaggedError<RunFailed>()("RunFailed", {
  exitCode: Schema.Int,
  detail: Schema.String,
}) {
  override get message(): string {
    return this.detail
  }
}
