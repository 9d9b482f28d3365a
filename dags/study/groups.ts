/** Who is in which group of `allocation.groups`: by its own name, else by its sector, else by its class. */
import type { MarketFacts } from "sage/data"
import { type Config, universeOf } from "./config.ts"
import { classesOf } from "./rates.ts"

export interface Groups {
  /** group of each asset of the universe that has one */
  readonly groups: Readonly<Record<string, string>>
  readonly weights: Readonly<Record<string, number>>
}

export function groupsOf(config: Config, snapshot: MarketFacts): Groups {
  const stated = Object.entries(config.allocation.groups ?? {})
  const sectors = config.risk.sectors ?? snapshot.sectors
  const classes = classesOf(config, snapshot)
  const groupOf = (asset: string): string | undefined =>
    [asset, sectors[asset], classes[asset]]
      .map((name) => stated.find(([, { members }]) => name !== undefined && isAmong(name, members))?.[0])
      .find((group) => group !== undefined)
  const groups = universeOf(config, snapshot).flatMap((asset): ReadonlyArray<[string, string]> => {
    const group = groupOf(asset)
    return group === undefined ? [] : [[asset, group]]
  })
  return {
    groups: Object.fromEntries(groups),
    weights: Object.fromEntries(stated.map(([group, { weight }]) => [group, weight])),
  }
}

/** `equity` stands for itself and for what begins with it and a hyphen: equity-us. */
const isAmong = (name: string, members: ReadonlyArray<string>): boolean =>
  members.some((member) => name === member || name.startsWith(`${member}-`))
