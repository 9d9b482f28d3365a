/**
 * Expected values made by other programs. They are not part of the repository but lie beside the checkout, in
 * `../shared`; where they are absent the tests skip, and say so.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"

const root = resolve(import.meta.dirname, "../..")
const shared = resolve(root, "../shared")

/** Tests that read these files (paths inside `shared`); skipped with the reason when one is absent. */
export function describeGolden(name: string, files: ReadonlyArray<string>, body: () => void): void {
  describe(name, () => {
    const absent = files.filter((file) => !existsSync(join(shared, file)))
    if (absent.length === 0) return body()
    console.warn(`SKIPPED: ${name} compared nothing; ${join(shared, absent[0]!)} is not there.`)
    it.skip(`needs ${absent.map((file) => join(shared, file)).join(", ")}`, () => {})
  })
}

/** A golden file, as `original/indicator-momentum` or `peers/weights`. */
export const readGolden = <T>(name: string): T =>
  JSON.parse(readFileSync(join(shared, "golden", `${name}.json`), "utf8")) as T

// --------------------------------------------------------------------------------------------- counting

export interface Tally {
  /** counts one comparison and remembers it when it failed */
  readonly same: (ours: number, theirs: number | null, where: string, relative?: number) => void
  /** counts a value that a correct implementation does not match, with the reason */
  readonly exempt: (reason: string, count?: number) => void
  /** prints the counts, and fails when a comparison did or when more than `most` values were exempted */
  readonly finish: (most: number) => void
}

/** Counts what is compared with one golden file. Exact unless a relative tolerance is given; null is NaN. */
export function tallyOf(file: string): Tally {
  let compared = 0
  const exempted = new Map<string, number>()
  const wrong: Array<string> = []
  return {
    same: (ours, theirs, where, relative = 0) => {
      compared++
      const expected = theirs ?? NaN
      const equal = Number.isNaN(expected)
        ? Number.isNaN(ours)
        : Math.abs(ours - expected) <= relative * Math.abs(expected)
      if (!equal) wrong.push(`${where}: ours ${ours}, theirs ${expected}`)
    },
    exempt: (reason, count = 1) => void exempted.set(reason, (exempted.get(reason) ?? 0) + count),
    finish: (most) => {
      const total = [...exempted.values()].reduce((sum, count) => sum + count, 0)
      const reasons = [...exempted].map(([reason, count]) => `${count} ${reason}`).join("; ")
      console.log(
        `golden ${file}: compared ${compared}, exempted ${total}${total === 0 ? "" : ` (${reasons})`}`,
      )
      expect(wrong.slice(0, 10), `${wrong.length} of ${compared} differ`).toEqual([])
      expect(total, "exempted").toBeLessThanOrEqual(most)
    },
  }
}

// --------------------------------------------------------------------------------------------- inputs

/** What a file of the original says of the prices it was made with. */
export interface PriceInput {
  readonly prices: string
  readonly tickers: ReadonlyArray<string>
  readonly from: string
  readonly to: string
  /** checked where the file says it */
  readonly rows?: number
}

/** The closes that a golden file was made with. */
export function closesOf({ prices, tickers, from, to, rows }: PriceInput): Panel.Panel {
  const [header, ...lines] = readFileSync(join(shared, "data", prices), "utf8")
    .trim()
    .split(/\r?\n/)
  const names = header!.split(",")
  const inside = lines.map((line) => line.split(",")).filter(([date]) => date! >= from && date! <= to)
  if (rows !== undefined) expect(inside).toHaveLength(rows)
  const sessions = Int32Array.from(inside, ([date]) => parseIsoDate(date!)!)
  const columns = tickers.map((ticker) =>
    Float64Array.from(inside, (cells) => Number(cells[names.indexOf(ticker)])),
  )
  return Panel.fromColumns(Calendar.make(sessions), tickers, columns)
}

/** Close-to-close returns, NaN in the first row. */
export function returnsOf(closes: Panel.Panel): Panel.Panel {
  const width = closes.assets.length
  return Panel.like(
    closes,
    closes.values.map((close, at) => (at < width ? NaN : close / closes.values[at - width]! - 1)),
  )
}

/** The signals of one ticker, one character a row. */
export const signalsOf = (text: string): ReadonlyArray<number> =>
  text.split("").map((character) => ({ "-": -1, "0": 0, "+": 1 })[character] ?? NaN)

// --------------------------------------------------------------------------------------------- what is read

/** Golden files (`original/…`, `peers/…`, without ending) that no test of this folder names. */
export function unreadFiles(): ReadonlyArray<string> {
  const tests = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"))
  const texts = tests.map((name) => readFileSync(join(import.meta.dirname, name), "utf8"))
  return ["original", "peers"].flatMap((folder) =>
    readdirSync(join(shared, "golden", folder))
      .filter((name) => name.endsWith(".json"))
      .map((name) => `${folder}/${name.slice(0, -".json".length)}`)
      .filter((name) => !texts.some((text) => text.includes(name))),
  )
}
