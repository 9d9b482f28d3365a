import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Exposure from "../../domain/Exposure.ts"
import { mintExposure } from "../../domain/exposure.mint.ts"
import * as Panel from "../../domain/Panel.ts"
import { weightedSum } from "../../kernel/weightedSum.ts"

/**
 * One exposure out of several strategies: e = Σ m_k · e_k.
 *
 * A strategy without an opinion on an asset counts 0 there and its weight stays unused (cash); NaN where no strategy
 * has one. The sum runs over the strategies' names in order of their code units.
 */
export const Blend = Node.define({
  name: "execution/blend",
  title: "exposure of the blend of strategies (−1 … 1), at the rows of decisions",
  config: Schema.Struct({
    weights: Schema.Record(Schema.String, Schema.Finite).annotate({
      description: "meta weight of each strategy, by its name, fraction",
    }),
  }),
  inputs: { exposures: Node.many(Exposure.type) },
  output: Exposure.type,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ exposures }, { weights }) => {
    const names = Object.keys(exposures).sort()
    const first = exposures[names[0] ?? ""] ?? Panel.make(Calendar.empty, [], new Float64Array(0))
    const values = weightedSum(
      names.map((name) => exposures[name]!.values),
      names.map((name) => weightOf(weights, name)),
      first.values.length,
    )
    return mintExposure(Panel.like(first, values))
  },
})

/** A strategy that is wired but has no weight is a mistake of the program, so it is a defect. */
function weightOf(weights: Readonly<Record<string, number>>, name: string): number {
  const weight = weights[name]
  if (weight === undefined) throw new Error(`The blend has an exposure ${name} but no weight of that name.`)
  return weight
}
