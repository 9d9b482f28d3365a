import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Exposure from "../../domain/Exposure.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Weights from "../../domain/Weights.ts"
import { combineWeights } from "../../kernel/combineWeights.ts"
import { targetRows } from "./targetRows.ts"

const config = Schema.Struct({
  combine: Schema.Literals(["overlay", "normalise"])
    .annotate({
      description: "overlay: weight × exposure, the rest is cash; normalise: scaled to the sum of |exposure|",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("overlay" as const))),
  gross_exposure_cap: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 10 }))
    .annotate({ description: "largest sum of |weight|, fraction of net asset value" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  net_exposure_target: Schema.optionalKey(
    Schema.Finite.annotate({
      description: "sum of weights to aim at, fraction of net asset value; absent: none",
    }),
  ),
}).check(Schema.makeFilter(netWithinGross))

/**
 * Base weights and exposure to target weights, at the rows of decisions.
 *
 * With a net target N and a gross cap G the long leg is scaled to (G + N)/2 and the short one to (G − N)/2; an empty
 * leg stays empty (`allocation/empty-legs` lists where). Then everything is scaled down if Σ|w| > G.
 */
export const Combine = Node.define({
  name: "allocation/combine",
  title:
    "target weights of base weights and exposure (fraction of net asset value), at the rows of decisions",
  config,
  inputs: { base: Panel.type, exposure: Exposure.type },
  output: Weights.targetType,
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ base, exposure }, { combine, gross_exposure_cap, net_exposure_target }) => {
    const width = base.assets.length
    const how = { mode: combine, gross: gross_exposure_cap, net: net_exposure_target }
    return targetRows(base, (row, t) =>
      combineWeights(row, exposure.values.subarray(t * width, (t + 1) * width), how),
    )
  },
})

interface Limits {
  readonly gross_exposure_cap: number
  readonly net_exposure_target?: number
}

function netWithinGross({ gross_exposure_cap, net_exposure_target = 0 }: Limits) {
  if (Math.abs(net_exposure_target) <= gross_exposure_cap) return true
  const issue = `must lie within ±gross_exposure_cap (${gross_exposure_cap}); lower it or raise the cap`
  return { path: ["net_exposure_target"], issue }
}
