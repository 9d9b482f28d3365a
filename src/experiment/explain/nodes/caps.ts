/** Target weights within their caps, with the caps that bound. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ask, draft, explainer, formula, setting, settings, storedList } from "../Explainer.ts"
import { inputOf } from "../RunGraph.ts"
import type { Input } from "../Step.ts"

const Config = Schema.Struct({
  max_weight_per_asset: Schema.optionalKey(Schema.Finite),
  max_sector_weight: Schema.optionalKey(Schema.Finite),
  sectors: Schema.Record(Schema.String, Schema.String),
  redistribute: Schema.Literals(["same_sign", "across_signs", "none"]),
  max_scale: Schema.Finite,
  min_assets_held: Schema.Int,
  raise: Schema.Boolean,
})

type Config = typeof Config.Type

/** Excess over a cap that is rounding, not binding. */
const tie = 1e-12

/** A weight up to this is not held. */
const leastHeld = 1e-6

export const caps = explainer({
  name: "allocation/caps",
  config: Config,
  explain: (bench, cell, config) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const wire = inputOf(node, "weights")
      const row = (yield* bench.row(wire, day)).filter(([, weight]) => !Number.isNaN(weight))
      const asked = ask(wire, day, column)
      const place = row.findIndex(([asset]) => asset === column)
      if (place < 0)
        return [...asked, draft("caps", cell, formula("unknown"), [], ["no weight before the caps"])]
      const weights = storedList("weights", row, wire, "all assets")
      const sectors = sectorCodes(config, row)
      const bound = bindings(config, row, sectors.names)
      const { text, inputs } = bound.length === 0 ? unbound : capped(config, row, sectors.codes)
      const floor =
        config.min_assets_held > 1
          ? "held = sum(abs(w) > least_held); entry(if(held >= names, w, w * held / names), place)"
          : "entry(w, place)"
      const names =
        config.min_assets_held > 1
          ? [setting("least_held", leastHeld), setting("names", config.min_assets_held)]
          : []
      return [
        ...asked,
        draft(
          "caps",
          cell,
          formula(`${text}; ${floor}`),
          [weights, setting("place", place + 1), ...inputs, ...names],
          bound.length === 0 ? ["no cap binds"] : bound,
        ),
      ]
    }),
})

type Row = ReadonlyArray<readonly [asset: string, weight: number]>

interface Sectors {
  readonly names: ReadonlyArray<string>
  /** place of each asset's sector among the names, by asset */
  readonly codes: Row
}

/** Without a sector cap all assets are in one; codes are in the order of the sectors' names. */
function sectorCodes({ max_sector_weight, sectors }: Config, row: Row): Sectors {
  const nameOf = (asset: string): string => (max_sector_weight === undefined ? "" : (sectors[asset] ?? ""))
  const names = [...new Set(row.map(([asset]) => nameOf(asset)))].sort()
  return { names, codes: row.map(([asset]) => [asset, names.indexOf(nameOf(asset))]) }
}

/** Each cap that binds, in words. */
function bindings(
  { max_weight_per_asset: asset = Infinity, max_sector_weight: sector = Infinity, sectors }: Config,
  row: Row,
  names: ReadonlyArray<string>,
): ReadonlyArray<string> {
  const sumOf = (name: string): number =>
    row.reduce((sum, [of, weight]) => (name === "" || sectors[of] === name ? sum + Math.abs(weight) : sum), 0)
  return [
    ...row.flatMap(([name, weight]) =>
      Math.abs(weight) > asset + tie
        ? [`max_weight_per_asset ${asset} binds for ${name}: ${weight} before`]
        : [],
    ),
    ...names.flatMap((name) =>
      sumOf(name) > sector + tie
        ? [`max_sector_weight ${sector} binds for ${name}: ${sumOf(name)} before`]
        : [],
    ),
  ]
}

interface Capping {
  readonly text: string
  readonly inputs: ReadonlyArray<Input>
}

const unbound: Capping = { text: "w = weights", inputs: [] }

/** What a cap cuts goes to the others by water levels, or stays cash: then no level is above 1. */
function capped(config: Config, row: Row, codes: Row): Capping {
  const { raise, redistribute, max_weight_per_asset: asset, max_sector_weight: sector } = config
  const isMixed = row.some(([, weight]) => weight > 0) && row.some(([, weight]) => weight < 0)
  const raises = raise && redistribute !== "none" && (redistribute === "across_signs" || !isMixed)
  const [assetCap, sectorCap] = [
    asset === undefined ? "unlimited" : "asset_cap",
    sector === undefined ? "unlimited" : "sector_cap",
  ]
  return {
    text: `levels = water_levels(weights, sectors, ${assetCap}, ${sectorCap}, max_scale); w = sign(weights) * min(levels * abs(weights), ${assetCap})`,
    inputs: [
      settings("sectors", codes),
      ...(asset === undefined ? [] : [setting("asset_cap", asset)]),
      ...(sector === undefined ? [] : [setting("sector_cap", sector)]),
      setting("max_scale", raises ? config.max_scale : 1),
    ],
  }
}
