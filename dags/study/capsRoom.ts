/** What caps leave for holdings at most, told before a run: they may leave cash, which is allowed and worth a word. */
import type { MarketFacts } from "sage/data"
import { type Config, universeOf } from "./config.ts"
import { combining } from "./fill.ts"

export interface CapsRoom {
  /** largest sum of |weight| within the caps, fraction of net asset value */
  readonly most: number
  /** sum of |weight| that a decision may want, before leverage */
  readonly wanted: number
  /** how `most` comes about */
  readonly sum: string
}

/** undefined where whatever may be wanted has room */
export function capsRoom(config: Config, snapshot: MarketFacts): CapsRoom | undefined {
  const { max_weight_per_asset: asset = Infinity, max_sector_weight: sector = Infinity } = config.risk
  const universe = universeOf(config, snapshot)
  const sectors = config.risk.sectors ?? snapshot.sectors
  const { gross_exposure_cap } = config.execution
  const wanted =
    combining(config).combine === "overlay" ? Math.min(1, gross_exposure_cap) : gross_exposure_cap
  const groups =
    sector === Infinity ? { "": universe } : Object.groupBy(universe, (name) => sectors[name] ?? "")
  const rooms = Object.values(groups).map((members) => Math.min(sector, members!.length * asset))
  const most = rooms.reduce((sum, room) => sum + room, 0)
  if (!(most < wanted - 1e-9)) return undefined
  const parts = [
    ...(asset === Infinity ? [] : [`${count(universe.length, "asset")} of at most ${asset}`]),
    ...(sector === Infinity ? [] : [`${count(rooms.length, "sector")} of at most ${sector}`]),
  ]
  return { most, wanted, sum: parts.join(", ") }
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`
