import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import { onesWhereKnown } from "../../kernel/onesWhereKnown.ts"

/** Always long: +1 where the index is known, NaN elsewhere. What an allocator does when no signal is in its way. */
export const Passthrough = Node.define({
  name: "intent/passthrough",
  title: "long wherever the index is known (+1)",
  config: Schema.Struct({}),
  inputs: { index: Panel.type },
  output: Intent.signalsType,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ index }) => Intent.signals(Panel.like(index, onesWhereKnown(index.values))),
})
