import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Exposure from "../../domain/Exposure.ts"
import * as Panel from "../../domain/Panel.ts"
import { inverseVolatility } from "../../kernel/inverseVolatility.ts"
import { allocateOver, baseWeights } from "./baseWeights.ts"

/**
 * Base weights in inverse proportion to volatility, floored at `min_vol`, over the eligible assets
 * (`allocate_over: active`: over those with an exposure). An asset without a volatility gets 0.
 *
 * On rows of decisions ≥ 0 and adding up to 1, all 0 when nothing takes part; NaN elsewhere.
 */
export const InverseVol = Node.define({
  name: "allocation/inverse-vol",
  title: "base weights in inverse proportion to volatility (fraction), at the rows of decisions",
  config: Schema.Struct({
    allocate_over: allocateOver,
    min_vol: Schema.Finite.check(Schema.isBetween({ minimum: 1e-8, maximum: 1 }))
      .annotate({ description: "smallest volatility that counts, decimal per session" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1e-4))),
  }),
  inputs: { eligible: Panel.type, exposure: Exposure.type, volatility: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ eligible, exposure, volatility }, { allocate_over, min_vol }) => {
    const width = eligible.assets.length
    return baseWeights({ eligible, exposure, allocate_over }, (member, t) =>
      inverseVolatility(member, volatility.values.subarray(t * width, (t + 1) * width), min_vol),
    )
  },
})
