/**
 * 100,000 damaged files in full: each ends as a table or as a typed refusal, in bounded time. A crash of the driver would end
 * the process of the test, so it cannot go unseen.
 */
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { expect, it } from "vitest"
import { readTable } from "../../src/io/readTable.ts"
import { writeParquet } from "../../src/io/writeParquet.ts"
import { tableLayout } from "../../src/pipeline/data/tableLayout.ts"
import { inFolder } from "../io/services.ts"
import { type Draw, mutated } from "../io/mutate.ts"
import { chance } from "../laws/markets.ts"
import { seed, times } from "./effort.ts"

const rows = 24
const days = Array.from({ length: rows }, (_, i) => `2020-01-${String(1 + (i % 28)).padStart(2, "0")}`)

const long = [
  "Date,Symbol,Open,High,Low,Close,Adj Close,Volume",
  ...days.map((day, i) => `${day},A${i % 3},${10 + i / 8},${12 + i / 8},9.5,${10 + i / 7},1e1,"${i},000"`),
].join("\r\n")
const european = [
  '\uFEFFDatum;SAP;"Allianz; SE"',
  ...days.map((day, i) => `${day.slice(8)}.01.2020;"1.${100 + i},25";${i},5`),
].join("\n")
const stamps = ["time|close", ...days.map((_, i) => `${1_577_923_200 + i * 86_400}|${i + 1}`)].join("\n")

const parquet = (file: string): Promise<void> =>
  writeParquet(file, {
    columns: [
      { name: "date", type: "date", values: Int32Array.from({ length: rows }, (_, i) => 18_263 + i) },
      { name: "ticker", type: "string", values: days.map((_, i) => `A${i % 3}`) },
      { name: "close", type: "double", values: Float64Array.from({ length: rows }, (_, i) => i + 1 / 3) },
      { name: "volume", type: "int", values: Int32Array.from({ length: rows }, (_, i) => i) },
    ],
  })

/** Slower than this is a hang for files of a kilobyte, even on a busy machine. */
const mostMs = 20_000

async function survives(count: number, name: string, content: (draw: Draw) => Uint8Array, folder: string) {
  const draw = chance(seed)
  const outcomes = { read: 0, refused: 0 }
  const path = join(folder, name)
  for (let i = 0; i < count; i++) {
    await writeFile(path, content(draw))
    const startedAt = performance.now()
    const exit = await Effect.runPromiseExit(readTable(path, (names) => tableLayout(name, names)))
    const where = `file ${i} of seed ${seed}`
    expect(performance.now() - startedAt, where).toBeLessThan(mostMs)
    if (Exit.isSuccess(exit)) outcomes.read++
    else {
      const error = Cause.squash(exit.cause)
      const tag = typeof error === "object" && error !== null && "_tag" in error ? error._tag : String(error)
      expect(["DataRefused", "FileError"], `${where}: ${String(error)}`).toContain(tag)
      outcomes.refused++
    }
  }
  return outcomes
}

const texts = [long, european, stamps].map((text) => Buffer.from(text))
const someText = (draw: Draw): Uint8Array => texts[Math.floor(draw() * texts.length)]!

it("damaged CSV is read or refused", () =>
  inFolder(async (folder) => {
    const { read, refused } = await survives(
      times(50_000),
      "a.csv",
      (draw) => mutated(someText(draw), draw),
      folder,
    )
    expect(Math.min(read, refused)).toBeGreaterThan(0)
  }))

it("damaged gzip is read or refused, damage within it too", () =>
  inFolder(async (folder) => {
    const { read, refused } = await survives(
      times(20_000),
      "a.csv.gz",
      (draw) =>
        draw() < 0.5 ? mutated(gzipSync(someText(draw)), draw) : gzipSync(mutated(someText(draw), draw)),
      folder,
    )
    expect(Math.min(read, refused)).toBeGreaterThan(0)
  }))

it("damaged Parquet is read or refused", () =>
  inFolder(async (folder) => {
    const file = join(folder, "whole.parquet")
    await parquet(file)
    const whole = await readFile(file)
    const { read, refused } = await survives(
      times(30_000),
      "a.parquet",
      (draw) => mutated(whole, draw),
      folder,
    )
    expect(Math.min(read, refused)).toBeGreaterThan(0)
  }))
