/** What an audit refuses, and how a command then ends. */
import * as Schema from "effect/Schema"

/** Nodes do other than what they declare: an audit found inputs that show it. */
export class LawsViolated extends Schema.TaggedError<LawsViolated>()("LawsViolated", {
  nodes: Schema.Array(Schema.Struct({ id: Schema.String, laws: Schema.Array(Schema.String) })),
}) {
  override get message(): string {
    const broken = this.nodes.map(({ id, laws }) => `${id} (${laws.join(", ")})`)
    return (
      `${broken.length} node(s) break what they declare: ${broken.join("; ")}.\n` +
      "Correct the code or its declared reach, scope or state and audit again; until then results of it are not extended."
    )
  }
}

export const exitCodes: Readonly<Record<string, number>> = { LawsViolated: 3 }
