import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Exposure from "../../domain/Exposure.ts"
import { mintExposure } from "../../domain/exposure.mint.ts"
import * as Panel from "../../domain/Panel.ts"
import { boundedExposure } from "../../kernel/boundedExposure.ts"
import { weightedRows } from "../../kernel/weightedRows.ts"
import { weightedSum } from "../../kernel/weightedSum.ts"
import { columnsOf, fixedWeights, metaPort, weightsField } from "./strategyWeights.ts"

/** An exposure up to this is the dust of strategies that cancel, and none. */
const dust = 1e-12

/**
 * One exposure out of several strategies: e = Σ m_k · e_k, the weights m being the same at every decision (`weights`) or
 * those of its row (`meta`).
 *
 * A strategy without an opinion on an asset counts 0 there and its weight stays unused (cash); NaN where no strategy
 * has one. The sum runs over the strategies' names in order of their code units; |e| ≤ 1e-12 is 0, so that what rounding
 * leaves of strategies that cancel is never scaled up to a position. Constraints act on the blend.
 */
export const Blend = Node.define({
  name: "execution/blend",
  title: "exposure of the blend of strategies (−1 … 1), at the rows of decisions",
  config: Schema.Struct({
    weights: weightsField,
    long_only: Schema.Boolean.annotate({ description: "negative exposures of the blend become 0" }).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed(false)),
    ),
    per_asset_cap: Schema.optionalKey(
      Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })).annotate({
        description: "largest |exposure| of one asset in the blend, fraction",
      }),
    ),
  }),
  inputs: { exposures: Node.many(Exposure.type), meta: metaPort },
  output: Exposure.type,
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ exposures, meta }, { weights, long_only, per_asset_cap }) => {
    const names = Object.keys(exposures).sort()
    const first = exposures[names[0] ?? ""] ?? Panel.make(Calendar.empty, [], new Float64Array(0))
    const terms = names.map((name) => exposures[name]!.values)
    const values =
      weights === undefined && meta !== undefined
        ? weightedRows(terms, columnsOf(names, meta), first.assets.length, first.values.length)
        : weightedSum(terms, fixedWeights(names, weights), first.values.length)
    const most = per_asset_cap ?? Infinity
    const least = long_only ? 0 : -most
    return mintExposure(Panel.like(first, boundedExposure(values, least, most, dust)))
  },
})
