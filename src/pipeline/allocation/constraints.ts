/** What base weights may be: bounds of each asset and of sums over sectors, and whether any weights keep them. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { LinearRow, Polytope } from "../../kernel/convex/Polytope.ts"

const share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

const boundsOf = (of: string) =>
  Schema.Struct({
    min: Schema.optionalKey(share.annotate({ description: `smallest ${of}, fraction; absent: none` })),
    max: Schema.optionalKey(share.annotate({ description: `largest ${of}, fraction; absent: none` })),
  }).check(
    Schema.makeFilter(
      ({ min = 0, max = 1 }: Bounds) =>
        min <= max || { path: ["min"], issue: `min ${min} exceeds max ${max}` },
    ),
  )

interface Bounds {
  readonly min?: number
  readonly max?: number
}

export const constraintFields = {
  min_weight: share
    .annotate({ description: "smallest base weight of an asset, fraction" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  max_weight: share
    .annotate({ description: "largest base weight of an asset, fraction" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))),
  bounds: Schema.Record(Schema.String, boundsOf("base weight"))
    .annotate({ description: "other bounds for some assets" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  sectors: Schema.Record(Schema.String, Schema.String)
    .annotate({ description: "sector of each asset; an asset without one is in no sum" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  sector_bounds: Schema.Record(Schema.String, boundsOf("sum of base weights"))
    .annotate({ description: "bounds of the sum of base weights of a sector" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
}

/** Bounds of weights that add up to 1. */
export interface WeightConstraints {
  readonly min_weight: number
  readonly max_weight: number
  readonly bounds: Readonly<Record<string, Bounds>>
  readonly sectors: Readonly<Record<string, string>>
  readonly sector_bounds: Readonly<Record<string, Bounds>>
}

export const budgetName = "budget"

/** Bounds of the assets, and rows: the budget first, then the sectors by name. */
export function polytopeOf(assets: ReadonlyArray<string>, constraints: WeightConstraints): Polytope {
  const { sectors, sector_bounds } = constraints
  const ofSector = (name: string): LinearRow => ({
    name,
    coefficients: Float64Array.from(assets, (asset) => (sectors[asset] === name ? 1 : 0)),
    lower: sector_bounds[name]!.min ?? -Infinity,
    upper: sector_bounds[name]!.max ?? Infinity,
  })
  return {
    lower: Float64Array.from(assets, (asset) => minOf(asset, constraints)),
    upper: Float64Array.from(assets, (asset) => maxOf(asset, constraints)),
    rows: [
      { name: budgetName, coefficients: new Float64Array(assets.length).fill(1), lower: 1, upper: 1 },
      ...boundedSectors(constraints).map(ofSector),
    ],
  }
}

/** Names of the sectors with bounds, in one order whoever is absent. */
export const boundedSectors = ({ sector_bounds }: WeightConstraints): ReadonlyArray<string> =>
  Object.keys(sector_bounds).sort()

const minOf = (asset: string, { min_weight, bounds }: WeightConstraints): number =>
  bounds[asset]?.min ?? min_weight
const maxOf = (asset: string, { max_weight, bounds }: WeightConstraints): number =>
  bounds[asset]?.max ?? max_weight

/** Sums that differ by this are equal. */
const tie = 1e-9

/**
 * Why no weights of these assets keep the bounds and add up to 1, with the arithmetic; undefined when some do.
 *
 * Sectors do not overlap, so it is enough to compare sums: of the least and of the most that each sector can hold.
 */
export function boundsProblem(
  assets: ReadonlyArray<string>,
  constraints: WeightConstraints,
): string | undefined {
  const crossed = assets.find((asset) => minOf(asset, constraints) > maxOf(asset, constraints))
  if (crossed !== undefined) {
    return `min ${minOf(crossed, constraints)} of ${crossed} exceeds its max ${maxOf(crossed, constraints)}`
  }
  const groups = groupsOf(assets, constraints)
  const impossible = groups.find(({ least, most, min, max }) => least > max + tie || most < min - tie)
  if (impossible !== undefined) {
    const { least, most, min, max } = impossible
    return least > max + tie
      ? `the ${whoIs(impossible)} must hold at least ${round(least)}, its max is ${max}`
      : `the ${whoIs(impossible)} can hold at most ${round(most)}, its min is ${min}`
  }
  const mosts = groups.map(({ most, max }) => Math.min(most, max))
  const leasts = groups.map(({ least, min }) => Math.max(least, min))
  if (sum(mosts) < 1 - tie)
    return `weights can add up to ${told(groups, mosts)} at most, which is less than 1`
  if (sum(leasts) > 1 + tie)
    return `weights must add up to ${told(groups, leasts)} at least, which is more than 1`
  return undefined
}

/** Names that no sector has, as it would be empty. */
const [everybody, others] = [" all", " others"]

interface Group {
  readonly name: string
  readonly members: number
  /** sums of the bounds of its assets */
  readonly least: number
  readonly most: number
  /** bounds of its sum */
  readonly min: number
  readonly max: number
}

/** The sectors with bounds, and the rest. */
function groupsOf(assets: ReadonlyArray<string>, constraints: WeightConstraints): ReadonlyArray<Group> {
  const bounded = boundedSectors(constraints)
  const group = (
    name: string,
    members: ReadonlyArray<string>,
    { min = 0, max = Infinity }: Bounds,
  ): Group => ({
    name,
    members: members.length,
    least: sum(members.map((asset) => minOf(asset, constraints))),
    most: sum(members.map((asset) => maxOf(asset, constraints))),
    min,
    max,
  })
  const rest = assets.filter((asset) => !bounded.includes(constraints.sectors[asset] ?? ""))
  return [
    ...bounded.map((name) =>
      group(
        name,
        assets.filter((asset) => constraints.sectors[asset] === name),
        constraints.sector_bounds[name]!,
      ),
    ),
    ...(rest.length === 0 ? [] : [group(bounded.length === 0 ? everybody : others, rest, {})]),
  ]
}

const sum = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total + value, 0)

const round = (value: number): string => String(Math.round(value * 1e6) / 1e6)

/** "0.3 (3 assets of tech) + 0.4 (4 assets of energy) = 0.7" */
function told(groups: ReadonlyArray<Group>, values: ReadonlyArray<number>): string {
  const parts = groups.map((group, k) => `${round(values[k]!)} (${whoIs(group)})`)
  return parts.length === 1 ? parts[0]! : `${parts.join(" + ")} = ${round(sum(values))}`
}

function whoIs({ name, members }: Group): string {
  const assets = members === 1 ? "asset" : "assets"
  if (name === everybody) return `${members} ${assets}`
  return name === others ? `${members} other ${assets}` : `${members} ${assets} of ${name}`
}
