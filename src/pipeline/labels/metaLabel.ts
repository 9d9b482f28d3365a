import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"

/**
 * Whether following a bet paid: 1 where the return of the bet (`return` of labels/triple-barrier with a side) is above
 * `cost`, else 0. NaN where there was no bet. Its span stays that of the bet.
 *
 * Source: M. López de Prado (2018), Advances in Financial Machine Learning, ch. 3.6.
 */
export const MetaLabel = Node.define({
  name: "labels/meta-label",
  title: "1 where following the bet paid, else 0",
  config: Schema.Struct({
    cost: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))
      .annotate({ description: "what entering and leaving costs, fraction of the position" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  }),
  inputs: { bet_return: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ bet_return }, { cost }) =>
    Panel.like(
      bet_return,
      bet_return.values.map((value) => (Number.isNaN(value) ? NaN : value > cost ? 1 : 0)),
    ),
})
