/** Random panels and random edits of them: what happens to market data between two runs. */
import type { Random } from "./random.ts"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"

/** A panel as a map, so that edits are easy to say. */
export interface Raw {
  readonly days: ReadonlyArray<number>
  readonly assets: ReadonlyArray<string>
  readonly values: ReadonlyMap<string, number>
}

export type EditKind =
  | "append"
  | "revise"
  | "back-fill"
  | "insert"
  | "delete"
  | "truncate"
  | "list"
  | "delist"
  | "reorder"

const kinds: ReadonlyArray<EditKind> = [
  "append",
  "append",
  "revise",
  "revise",
  "back-fill",
  "insert",
  "delete",
  "truncate",
  "list",
  "delist",
  "reorder",
]

const id = (day: number, asset: string): string => `${day} ${asset}`

export function toPanel({ days, assets, values }: Raw): Panel.Panel {
  const cells = days.flatMap((day) => assets.map((asset) => values.get(id(day, asset)) ?? NaN))
  return Panel.make(Calendar.make(Int32Array.from(days)), assets, Float64Array.from(cells))
}

export function randomRaw(random: Random): Raw {
  const assets = ["A", "B", "C", "D"].slice(0, 1 + random.int(4))
  const days: Array<number> = []
  let day = 18000 + random.int(400)
  for (let i = 0; i < 40 + random.int(500); i++) {
    days.push(day)
    day += 1 + (random.unit() < 0.25 ? random.int(4) : 0)
  }
  const values = new Map<string, number>()
  for (const session of days) fill(values, session, assets, random)
  return { days, assets, values }
}

function fill(values: Map<string, number>, day: number, assets: ReadonlyArray<string>, random: Random): void {
  for (const asset of assets) if (random.unit() > 0.1) values.set(id(day, asset), price(random))
}

const price = (random: Random): number => Math.round((50 + random.unit() * 50) * 4) / 4

export function edit(raw: Raw, random: Random): { readonly raw: Raw; readonly kind: EditKind } {
  const kind = kinds[random.int(kinds.length)]!
  const values = new Map(raw.values)
  const days = [...raw.days]
  const assets = [...raw.assets]
  switch (kind) {
    case "append":
      for (let i = 0; i <= random.int(3); i++) {
        days.push(days.at(-1)! + 1 + random.int(2))
        fill(values, days.at(-1)!, assets, random)
      }
      break
    case "revise":
      for (let i = 0; i <= random.int(2); i++) {
        const cell = id(days[random.int(days.length)]!, assets[random.int(assets.length)]!)
        if (random.unit() < 0.2) values.delete(cell)
        else values.set(cell, price(random))
      }
      break
    case "back-fill":
      for (let i = 0; i <= random.int(30); i++) {
        days.unshift(days[0]! - 1 - random.int(2))
        fill(values, days[0]!, assets, random)
      }
      break
    case "insert": {
      const gap = days.findIndex((day, i) => i > 0 && day - days[i - 1]! > 1 && random.unit() < 0.3)
      if (gap > 0) {
        days.splice(gap, 0, days[gap]! - 1)
        fill(values, days[gap]!, assets, random)
      }
      break
    }
    case "delete":
      if (days.length > 20) days.splice(random.int(days.length), 1)
      break
    case "truncate":
      if (days.length > 30) days.splice(days.length - 1 - random.int(5))
      break
    case "list": {
      const name = `N${random.int(1000)}`
      if (assets.length < 6 && !assets.includes(name)) {
        assets.splice(random.int(assets.length + 1), 0, name)
        for (const day of days.slice(random.int(days.length))) fill(values, day, [name], random)
      }
      break
    }
    case "delist":
      if (assets.length > 1) assets.splice(random.int(assets.length), 1)
      break
    case "reorder":
      assets.reverse()
      break
  }
  return { raw: { days, assets, values }, kind }
}
