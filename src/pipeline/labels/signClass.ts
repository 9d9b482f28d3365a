import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"

/** The sign of a label, −1, 0 or +1, with 0 where it is no larger than `threshold`. NaN where the label is. Its span stays the label's. */
export const SignClass = Node.define({
  name: "labels/sign-class",
  title: "−1, 0 or +1: the sign of a label beyond a threshold",
  config: Schema.Struct({
    threshold: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1000 }))
      .annotate({ description: "in the units of the label: what is no larger counts as 0" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  }),
  inputs: { label: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ label }, { threshold }) =>
    Panel.like(
      label,
      label.values.map((value) => (Math.abs(value) <= threshold ? 0 : Math.sign(value))),
    ),
})
