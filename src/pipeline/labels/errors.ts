/** What labels refuse when a study is run: mistakes that a config alone cannot show. */
import * as Schema from "effect/Schema"

/** A field asks for panels that are not connected. */
export class MissingLabelInput extends Schema.TaggedError<MissingLabelInput>()("MissingLabelInput", {
  field: Schema.String,
  ports: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return `${this.field} needs ${this.ports.join(", ")}, which ${this.ports.length === 1 ? "is" : "are"} not connected. Connect ${this.ports.length === 1 ? "it" : "them"} to the port${this.ports.length === 1 ? "" : "s"} of that name, or leave the field at its default.`
  }
}
