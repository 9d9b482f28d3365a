import type { CapRule } from "../../kernel/capRule.ts"
import type { CappedRow } from "../../kernel/capRow.ts"
import type { Binding } from "./Bindings.ts"

/** Differences below this are rounding. */
const tie = 1e-12

/** The caps that bind in one row: assets, then sectors, each in its order, then what found no room. */
export function capBindings(
  date: string,
  before: Float64Array,
  capped: CappedRow,
  rule: CapRule,
  names: { readonly assets: ReadonlyArray<string>; readonly sectors: ReadonlyArray<string> },
): ReadonlyArray<Binding> {
  const { weights: after, levels } = capped
  const levelOf = (sector: number): number => Math.min(levels.level, levels.full[sector]!)
  const assets = names.assets.flatMap((name, i): ReadonlyArray<Binding> => {
    const wanted = Math.abs(before[i]!) * levelOf(rule.sectorOf[i]!)
    if (!(wanted > rule.asset + tie)) return []
    return [{ date, kind: "max_weight_per_asset", name, before: before[i]!, after: after[i]! }]
  })
  const sectors = names.sectors.flatMap((name, sector): ReadonlyArray<Binding> => {
    if (!(levels.full[sector]! < levels.level - tie)) return []
    const within = (row: Float64Array): number => grossOf(row, (i) => rule.sectorOf[i] === sector)
    return [{ date, kind: "max_sector_weight", name, before: within(before), after: within(after) }]
  })
  const gross = { before: grossOf(before), after: grossOf(after) }
  const unplaced = gross.after < gross.before - tie
  return [
    ...assets,
    ...sectors,
    ...(unplaced ? [{ date, kind: "unplaced" as const, name: "gross", ...gross }] : []),
  ]
}

/** Σ|w| of the entries that are there. */
export function grossOf(row: Float64Array, counts: (i: number) => boolean = () => true): number {
  let gross = 0
  for (let i = 0; i < row.length; i++) if (!Number.isNaN(row[i]!) && counts(i)) gross += Math.abs(row[i]!)
  return gross
}
