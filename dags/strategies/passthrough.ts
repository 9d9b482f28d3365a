/** No view: always fully in everything that can be held. Buy and hold and equal weight are made of it. */
import * as Schema from "effect/Schema"
import { Strategy } from "sage"
import { Passthrough } from "sage/intent"

export const passthrough = Strategy.define({
  type: "passthrough",
  title: "long everything, always",
  kind: "signals",
  config: Schema.Struct({ type: Schema.Literal("passthrough") }),
  intent: (_, { index }, name) => Passthrough({}, { index }, { as: name }),
})
