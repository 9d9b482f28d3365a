import * as Schema from "effect/Schema"
import { REFUSAL_KINDS, renderDuplicate, renderRefusal } from "./table.ts"

const Place = Schema.Struct({ file: Schema.String, line: Schema.Int })

/** Some node's code cannot be followed, so a change of it would go unnoticed. */
export class CodeRefused extends Schema.TaggedError<CodeRefused>()("CodeRefused", {
  refusals: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(REFUSAL_KINDS),
      node: Schema.NullOr(Schema.String),
      file: Schema.String,
      line: Schema.Int,
      what: Schema.String,
    }),
  ),
}) {
  override get message(): string {
    return this.refusals.map(renderRefusal).join("\n")
  }
}

/** Two node definitions have one name, and results are filed under names. */
export class DuplicateDefinition extends Schema.TaggedError<DuplicateDefinition>()("DuplicateDefinition", {
  name: Schema.String,
  first: Place,
  second: Place,
}) {
  override get message(): string {
    return renderDuplicate(this)
  }
}

/** A source file, or a lockfile beside it, cannot be read. */
export class SourceUnreadable extends Schema.TaggedError<SourceUnreadable>()("SourceUnreadable", {
  file: Schema.String,
  reason: Schema.String,
}) {
  override get message(): string {
    return `${this.file} cannot be fingerprinted: ${this.reason}. Check that the file and its package-lock.json can be read.`
  }
}

export type FingerprintError = CodeRefused | DuplicateDefinition | SourceUnreadable
