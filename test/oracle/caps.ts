import { grossOf } from "./returns.ts"
import type { Settings } from "./types.ts"

type Risk = Settings["risk"]

/** What sector `s` holds at λ before its own cap: Σ min(assetCap, λ|w_i|). */
function filled(sizes: ReadonlyArray<number>, lambda: number, assetCap: number): number {
  return grossOf(sizes.map((size) => Math.min(assetCap, lambda * size)))
}

/** Smallest x in [low, high] with f(x) ≥ goal, f not falling; `high` if there is none. Pure bisection. */
function bisect(f: (x: number) => number, goal: number, low: number, high: number): number {
  const reached = (x: number) => f(x) >= goal - 1e-15 * Math.abs(goal)
  if (reached(low)) return low
  if (!reached(high)) return high
  let below = low
  let above = high
  for (let k = 0; k < 200; k++) {
    const middle = (below + above) / 2
    if (reached(middle)) above = middle
    else below = middle
  }
  return above
}

/** Position and sector caps of page §4 on one row; signs are kept and the gross never rises. */
export function applyCaps(row: ReadonlyArray<number>, assets: ReadonlyArray<string>, risk: Risk): number[] {
  const assetCap = risk.max_weight_per_asset ?? Infinity
  const sectorCap = risk.max_sector_weight ?? Infinity
  if (assetCap === Infinity && sectorCap === Infinity) return [...row]
  const sectorOf = assets.map((asset) => sectorName(asset, risk))
  const sectors = [...new Set(sectorOf)]
  const sizes = (s: string) => row.filter((_, i) => sectorOf[i] === s).map(Math.abs)
  const held = (lambda: number) =>
    grossOf(sectors.map((s) => Math.min(sectorCap, filled(sizes(s), lambda, assetCap))))
  const lambda = bisect(held, grossOf(row), 1, mayRedistribute(row, risk) ? risk.max_scale : 1)
  return row.map((w, i) => {
    const own = sectorLambda(sizes(sectorOf[i]!), lambda, assetCap, sectorCap)
    return Math.sign(w) * Math.min(assetCap, own * Math.abs(w))
  })
}

/** λ, or in a sector that stands above its cap the λ_s below it that fills the cap exactly. */
function sectorLambda(sizes: ReadonlyArray<number>, lambda: number, assetCap: number, cap: number): number {
  if (filled(sizes, lambda, assetCap) <= cap) return lambda
  return bisect((x) => filled(sizes, x, assetCap), cap, 0, lambda)
}

function sectorName(asset: string, risk: Risk): string {
  if (risk.max_sector_weight === null) return "all"
  const sector = risk.sectors[asset]
  if (sector === undefined) throw new Error(`${asset} has no sector`)
  return sector
}

function mayRedistribute(row: ReadonlyArray<number>, risk: Risk): boolean {
  if (risk.redistribute === "none") return false
  const twoSided = row.some((w) => w > 0) && row.some((w) => w < 0)
  return !twoSided || risk.redistribute === "across_signs"
}
