import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { quantileClasses } from "../../kernel/labels/quantileClasses.ts"

/**
 * Where a label stands among those of its session: 0 is the lowest of `classes` groups of equal size. Tied labels share a
 * group. NaN where the label is, and on sessions with fewer labels than classes. A class rests on every label of its session.
 */
export const QuantileClass = Node.define({
  name: "labels/quantile-class",
  title: "group of a label among those of its session, 0 the lowest",
  config: Schema.Struct({
    classes: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 100 })).annotate({
      description: "groups of equal size",
    }),
  }),
  inputs: { label: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  run: ({ label }, { classes }) =>
    Panel.like(label, quantileClasses(label.values, label.assets.length, classes)),
})
