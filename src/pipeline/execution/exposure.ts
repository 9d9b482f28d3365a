import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Exposure from "../../domain/Exposure.ts"
import { mintExposure } from "../../domain/exposure.mint.ts"
import * as Intent from "../../domain/Intent.ts"
import * as Panel from "../../domain/Panel.ts"
import { exposureRows } from "../../kernel/exposureRows.ts"

const positive = Schema.Finite.check(Schema.isGreaterThan(0))

const config = Schema.Struct({
  mapping: Schema.Literals(["auto", "passthrough", "rank_then_normalize", "zscore_then_clip"])
    .annotate({
      description:
        "how intent becomes exposure; auto: passthrough for signals, rank_then_normalize for scores",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("auto" as const))),
  kind: Schema.Literals(["signals", "scores"]).annotate({
    description: "what the strategy says: signals (−1, 0, +1) or scores (any real number)",
  }),
  clip: positive
    .annotate({ description: "zscore_then_clip: standard deviations at which exposure is ±1" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(3))),
  long_only: Schema.Boolean.annotate({ description: "negative exposures become 0" }).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(false)),
  ),
  per_asset_cap: Schema.optionalKey(
    Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })).annotate({
      description: "largest |exposure| of one asset, fraction",
    }),
  ),
  gross_exposure_cap: positive
    .annotate({ description: "rank_then_normalize: sum of |exposure|, fraction of net asset value" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
})

/**
 * Intent of one strategy to exposure, |e| ≤ 1, across the assets that are eligible and on which it has an opinion.
 *
 * NaN for every other asset and on rows without a decision. The mappings stand in `docs/execution-model.md`.
 */
export const ExposureMapping = Node.define({
  name: "execution/exposure",
  title: "exposure wanted by one strategy (−1 … 1), at the rows of decisions",
  config,
  inputs: { intent: Intent.type, eligible: Panel.type },
  output: Exposure.type,
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ intent, eligible }, { mapping, kind, clip, long_only, per_asset_cap, gross_exposure_cap }) => {
    const automatic = kind === "signals" ? "passthrough" : "rank_then_normalize"
    const values = exposureRows(intent.values, eligible.values, intent.assets.length, {
      mapping: mapping === "auto" ? automatic : mapping,
      clip,
      gross: gross_exposure_cap,
      least: long_only ? 0 : -(per_asset_cap ?? 1),
      most: per_asset_cap ?? 1,
    })
    return mintExposure(Panel.like(intent, values))
  },
})
