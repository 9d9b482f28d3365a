import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { importSnapshot } from "../../../../src/io/importSnapshot.ts"
import { formatIsoDate } from "../../../../src/kernel/civilDate.ts"
import type { Bars } from "../../../../src/pipeline/data/Bars.ts"
import type { Policy } from "../../../../src/pipeline/data/defects/Kind.ts"
import { type Imported, importBars } from "../../../../src/pipeline/data/importBars.ts"
import { SnapshotStore } from "../../../../src/pipeline/data/SnapshotStore.ts"
import { inEmptyStore } from "../../../io/services.ts"
import {
  allColumns,
  type Bar,
  type Column,
  type Plant,
  plants,
  type Scene,
  sceneOf,
  textPlants,
  type TextPlant,
  textSceneOf,
} from "./independentPlanter.ts"

/** The table of kinds as a reader of docs/data.md sees it. */
const documented = new Map(
  [...readFileSync("docs/data.md", "utf8").matchAll(/^\| `(\w+)` \|.*\| ([a-z-]+) \| ([a-z-, ]*) \|$/gm)].map(
    ([, kind, byDefault, others]) => [
      kind!,
      { byDefault: byDefault as Policy, policies: [byDefault!, ...others!.split(", ")] as Array<Policy> },
    ],
  ),
)

const informs = ["late_start", "early_end", "coarse_rounding", "no_volume"]

const seeds = [3, 2653]

const cellOf: Readonly<Record<Column, keyof Bars>> = {
  open: "open",
  high: "high",
  low: "low",
  close: "close",
  adj_close: "adjClose",
  volume: "volume",
  dividend: "dividend",
  split_ratio: "splitRatio",
}

const barsOf = (bars: Bars, name: string, columns: ReadonlyArray<Column>) =>
  [...bars.session.keys()]
    .filter((at) => bars.tickers[bars.ticker[at]!] === name)
    .map((at) => [
      formatIsoDate(bars.session[at]!),
      ...columns.map((column) => (bars[cellOf[column]] as Float64Array)[at]!),
    ])

/** Nothing known of a dividend or split means none. */
const cellsOf = (bars: ReadonlyArray<Bar>, columns: ReadonlyArray<Column>) =>
  bars
    .toSorted((left, right) => left.day - right.day)
    .map((bar) => [
      formatIsoDate(bar.day),
      ...columns.map(
        (column) => bar[column] ?? (column === "dividend" ? 0 : column === "split_ratio" ? 1 : NaN),
      ),
    ])

function expectSame(is: ReturnType<typeof barsOf>, shouldBe: ReturnType<typeof cellsOf>, within = 0) {
  const differs = is.findIndex((row, t) => !row.every((cell, i) => Object.is(cell, shouldBe[t]?.[i])))
  if (within === 0)
    return expect(is, `${is[differs]?.join()} should be ${shouldBe[differs]?.join()}`).toEqual(shouldBe)
  expect(is.map(([date]) => date)).toEqual(shouldBe.map(([date]) => date))
  is.forEach((row, t) =>
    row.slice(1).forEach((value, i) => {
      const other = shouldBe[t]![i + 1] as number
      if (Number.isNaN(other)) expect(value, `${row[0]}`).toBeNaN()
      else
        expect(Math.abs(Number(value) - other), `${row[0]}, column ${i}`).toBeLessThanOrEqual(
          within * Math.abs(other),
        )
    }),
  )
}

const optionsOf = (plant: Plant, scene: Scene, policy: Policy) => ({
  ...scene.options,
  policies: { ...scene.options.policies, [plant.kind]: policy },
  // who names assets wants to know of one without rows
  ...(plant.kind === "no_prices" ? { tickers: [scene.victim, ...scene.others.keys()] } : {}),
})

/** Where rows go, sessions are missing, and so may be a dividend. */
const gone = ["missing_session", "ticker_reuse", "late_start", "early_end", "adjustment_inconsistent"]

function expectNamed(plant: Plant, scene: Scene, policy: Policy, { defects, information }: Imported) {
  const all = [...defects, ...information]
  const isVictim = (asset: string) => asset.toUpperCase() === scene.victim
  const named = all.filter(({ kind, asset }) => kind === plant.kind && isVictim(asset))
  expect(named, JSON.stringify(all.slice(0, 5))).not.toEqual([])
  const dates = scene.from.map(formatIsoDate)
  if (dates.length > 0) expect(dates).toContain(named.map(({ date }) => date).sort()[0])
  if (scene.until !== undefined && scene.until !== scene.from[0] && named.length === 1)
    expect(named[0]!.until).toBe(formatIsoDate(scene.until))
  expect(information.some(({ kind }) => kind === plant.kind)).toBe(informs.includes(plant.kind))
  const expected = [
    plant.kind,
    ...(plant.beside ?? []),
    ...(policy === "drop" ? gone : []),
    ...(policy === "keep-and-flag" ? (plant.besideIfKept ?? []) : []),
    ...(plant.cannotRepair === undefined ? [] : gone),
  ]
  const rest = all.filter(({ kind, asset }) => !(isVictim(asset) && expected.includes(kind)))
  expect(rest, JSON.stringify(rest.slice(0, 4))).toEqual([])
}

/** What must be in the snapshot of the victim. */
function barsUnder(plant: Plant, scene: Scene, policy: Policy): ReadonlyArray<Bar> {
  if (policy === "repair" && plant.cannotRepair === undefined) return scene.repaired ?? scene.before
  if (policy === "keep-and-flag" || plant.cannotRepair === "keep-and-flag") return scene.file
  if (scene.left !== undefined) return scene.left
  const first = scene.from[0] ?? Infinity
  return scene.file.filter(({ day }) => day < first || day > (scene.until ?? first))
}

function check(plant: Plant, size: number, seed: number, policy: Policy) {
  const scene = sceneOf(plant, size, seed)
  const result = importBars([scene.table], optionsOf(plant, scene, policy))
  if (policy === "refuse" || (policy === "repair" && plant.cannotRepair === "refuse")) {
    if (Result.isSuccess(result)) return expect.fail("it was accepted")
    const error = result.failure
    expect(error).toMatchObject({ _tag: "DataRefused" })
    if (error._tag !== "DataRefused") return
    const { refusals } = error
    expect(error.message).toContain(plant.kind)
    expect(refusals.map(({ asset }) => asset?.toUpperCase())).toContain(scene.victim)
    expect(refusals.filter(({ asset }) => asset?.toUpperCase() !== scene.victim)).toEqual([])
    const dates = scene.from.map(formatIsoDate)
    if (dates.length > 0) expect(dates).toContain(refusals[0]!.date)
    return
  }
  const imported = Result.getOrThrow(result)
  expectNamed(plant, scene, policy, imported)
  for (const [name, bars] of scene.others) {
    const inRange = bars.filter(({ day }) => formatIsoDate(day) >= (scene.options.from ?? ""))
    expectSame(barsOf(imported.bars, name, scene.columns), cellsOf(inRange, scene.columns))
  }
  const shouldBe = barsUnder(plant, scene, policy)
  const ofName = (name: string) => shouldBe.filter((bar) => bar.name === name)
  for (const name of new Set([scene.victim, ...shouldBe.map((bar) => bar.name)])) {
    const columns =
      plant.kind === "unadjusted_split" && policy === "repair"
        ? ([...new Set([...scene.columns, "split_ratio"])] as Array<Column>)
        : scene.columns
    expectSame(
      barsOf(imported.bars, name, columns),
      cellsOf(ofName(name), columns),
      policy === "repair" ? plant.within : 0,
    )
  }
}

describe("the table of kinds", () => {
  it("has each of its kinds planted, and no other", () => {
    const planted = new Set([...textPlants, ...plants].map(({ kind }) => kind))
    expect([...planted].sort()).toEqual([...documented.keys()].sort())
  })
})

describe("a clean market", () => {
  const clean: Plant = { kind: "", how: "", sizes: [], plant: (bars) => ({ file: bars, from: [] }) }
  it.each(Array.from({ length: 10 }, (_, i) => 7 * i + 1))("raises no alarm (%i)", (seed) => {
    const { table, options } = sceneOf(clean, 0, seed)
    const { defects, information } = Result.getOrThrow(importBars([table], options))
    expect([...defects, ...information]).toEqual([])
  })
})

for (const plant of plants) {
  const policies = plant.policies ?? documented.get(plant.kind)?.policies ?? []
  describe(`${plant.kind} (${plant.how})`, () => {
    for (const policy of policies)
      it.each(plant.sizes)(`of %d: ${policy}`, (size) => {
        for (const seed of seeds) check(plant, size, seed, policy)
      })
  })
}

/** Through a real file; what is kept or repaired is what the cell was, or nothing where it cannot be read. */
const checkText = (plant: TextPlant, seed: number, policy: Policy) =>
  inEmptyStore((folder) =>
    Effect.gen(function* () {
      const scene = textSceneOf(plant, seed)
      const path = join(folder, "given.csv")
      yield* Effect.promise(() => writeFile(path, scene.csv))
      const options = { adjustment: "raw", policies: { [plant.kind]: policy } } as const
      const store = yield* SnapshotStore
      if (policy === "refuse") {
        const error = yield* Effect.flip(importSnapshot([path], "one", options))
        if (error._tag !== "DataRefused") return expect.fail(error.message)
        expect(error.refusals.map(({ row, field }) => ({ row, field }))).toEqual([
          { row: scene.row, field: scene.column },
        ])
        expect(error.message).toContain(plant.kind)
        expect(yield* store.list).toEqual([])
        return
      }
      const { defects, information } = yield* importSnapshot([path], "one", options)
      const isDated = plant.kind !== "unreadable_date"
      expect(defects.filter(({ kind }) => kind === plant.kind)).toMatchObject([
        {
          asset: scene.victim,
          date: isDated ? scene.date : "",
          detail: expect.stringContaining(scene.column),
        },
      ])
      const rest = [...defects, ...information].filter(({ kind }) => kind !== plant.kind)
      expect(rest.filter(({ kind, asset }) => asset !== scene.victim || !gone.includes(kind))).toEqual([])
      const bars = yield* store.readBars("one")
      for (const [name, before] of scene.before) {
        const isKnown = plant.isKnown || name !== scene.victim
        const kept = before.map((bar, at) =>
          isKnown || at !== scene.at ? bar : { ...bar, [scene.column]: null },
        )
        const left = kept.filter((_, at) => policy !== "drop" || name !== scene.victim || at !== scene.at)
        expectSame(barsOf(bars, name, allColumns), cellsOf(left, allColumns))
      }
    }),
  )

for (const plant of textPlants) {
  const policies = documented.get(plant.kind)?.policies ?? []
  describe(`${plant.kind} (${plant.how}) in a file of text`, () => {
    it.each(policies)("%s", async (policy) => {
      for (const seed of [...seeds, 7, 8, 9]) await checkText(plant, seed, policy)
    })
  })
}
