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

/** A finished run, computed again, came out otherwise; the differences were said already. */
export class VerificationFailed extends Schema.TaggedError<VerificationFailed>()("VerificationFailed", {
  runs: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return (
      `${this.runs.join(", ")} cannot be had again as it is. \`sage runs diff\` compares it with a run of today; ` +
      "restore the code, snapshot or folder that it was made of, or take its figures for history."
    )
  }
}
