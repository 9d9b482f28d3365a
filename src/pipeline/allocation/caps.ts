import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Weights from "../../domain/Weights.ts"
import type { CapRule } from "../../kernel/capRule.ts"
import { capRow } from "../../kernel/capRow.ts"
import { holdEnough } from "../../kernel/holdEnough.ts"
import * as Bindings from "./Bindings.ts"
import { capBindings, grossOf } from "./capBindings.ts"
import { TooFewAssets, UnmappedAssets } from "./errors.ts"
import { targetRows } from "./targetRows.ts"

const cap = (description: string) =>
  Schema.optionalKey(
    Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(10)).annotate({ description }),
  )

const config = Schema.Struct({
  max_weight_per_asset: cap("largest |weight| of one asset, fraction of net asset value; absent: no cap"),
  max_sector_weight: cap(
    "largest sum of |weight| of one sector, fraction of net asset value; absent: no cap",
  ),
  sectors: Schema.Record(Schema.String, Schema.String)
    .annotate({ description: "sector of each asset; all of them once max_sector_weight is set" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  redistribute: Schema.Literals(["same_sign", "across_signs", "none"])
    .annotate({
      description:
        "who gets what a cap cuts: the others of a row that is all long or all short; any others; nobody (cash)",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("same_sign" as const))),
  max_scale: Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: 1e9 }))
    .annotate({
      description: "largest factor by which a weight grows when it takes what a cap cuts elsewhere",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(3))),
  min_assets_held: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))
    .annotate({
      description: "with fewer names above 1e-6 (c of m), the row is scaled by c/m; on the last caps alone",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  raise: Schema.Boolean.annotate({
    description: "false: only bounds, nothing is redistributed (caps after leverage)",
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(true))),
})

type Config = typeof config.Type

/**
 * Caps on the weights of assets and sectors together, signs kept, gross never raised.
 *
 * What a cap cuts goes to the others in proportion, by the water levels of `docs/allocators.md`; what finds no room is
 * cash. A row in which no cap binds keeps its bits.
 */
export const Caps = Node.define({
  name: "allocation/caps",
  title: "target weights within their caps (fraction of net asset value), at the rows of decisions",
  config,
  inputs: { weights: Weights.targetType },
  outputs: { weights: Weights.targetType },
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ weights }, config) => {
    const refused = refusal(weights, config)
    if (refused !== undefined) return Effect.fail(refused)
    return { weights: capRows(weights, config, () => {}) }
  },
})

/** Every cap that bound, in the order of decisions: what `allocation/caps` of the same config did to these weights. */
export const CapBindings = Node.define({
  name: "allocation/cap-bindings",
  title: "caps that bound, with the weights before and after",
  config,
  inputs: { weights: Weights.targetType },
  output: Bindings.bindingsType,
  reach: () => Reach.whole("a list has no time axis"),
  scope: "all",
  run: ({ weights }, config) => {
    const bindings: Array<Bindings.Binding> = []
    capRows(weights, config, (binding) => bindings.push(binding))
    return bindings
  },
})

function capRows(
  weights: Weights.TargetWeights,
  config: Config,
  record: (binding: Bindings.Binding) => void,
): Weights.TargetWeights {
  // sorted: one order of summation, whoever is absent
  const sectors = [...new Set(weights.assets.map((asset) => sectorOf(config, asset)))].sort()
  const rule = ruleOf(weights, config, sectors)
  return targetRows(weights, (row, t) => {
    const date = Calendar.isoAt(weights.calendar, t)
    const within = capRow(row, rule, mayRaise(row, config))
    if (within !== undefined)
      capBindings(date, row, within, rule, { assets: weights.assets, sectors }).forEach(record)
    return heldEnough(within?.weights ?? row, config.min_assets_held, date, record)
  })
}

function ruleOf(weights: Weights.TargetWeights, config: Config, sectors: ReadonlyArray<string>): CapRule {
  return {
    asset: config.max_weight_per_asset ?? Infinity,
    sector: config.max_sector_weight ?? Infinity,
    sectorOf: Int32Array.from(weights.assets, (asset) => sectors.indexOf(sectorOf(config, asset))),
    sectors: Math.max(1, sectors.length),
    maxScale: config.max_scale,
  }
}

/** Without a sector cap all assets are in one. */
const sectorOf = ({ max_sector_weight, sectors }: Config, asset: string): string =>
  max_sector_weight === undefined ? "" : (sectors[asset] ?? "")

function mayRaise(row: Float64Array, { raise, redistribute }: Config): boolean {
  if (!raise || redistribute === "none") return false
  return (
    redistribute === "across_signs" || !(row.some((weight) => weight > 0) && row.some((weight) => weight < 0))
  )
}

function heldEnough(
  row: Float64Array,
  least: number,
  date: string,
  record: (binding: Bindings.Binding) => void,
): Float64Array {
  const held = holdEnough(row, least)
  const before = grossOf(row)
  if (held !== row && before > 0) {
    record({ date, kind: "min_assets_held", name: "gross", before, after: grossOf(held) })
  }
  return held
}

/** An asset without any weight is as good as absent and needs no sector. */
function refusal(weights: Weights.TargetWeights, config: Config) {
  const { assets, values } = weights
  if (config.min_assets_held > assets.length && assets.length > 0) {
    return new TooFewAssets({ minAssetsHeld: config.min_assets_held, assets: assets.length })
  }
  if (config.max_sector_weight === undefined) return undefined
  const unmapped = assets.filter(
    (asset, i) =>
      config.sectors[asset] === undefined &&
      values.some((weight, at) => at % assets.length === i && weight !== 0 && !Number.isNaN(weight)),
  )
  return unmapped.length === 0 ? undefined : new UnmappedAssets({ assets: unmapped })
}
