/** What every source of live prices promises, asked of each: the service is a seam. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as PriceSources from "../../../src/io/priceSources.ts"
import { formatIsoDate, parseIsoDate } from "../../../src/kernel/civilDate.ts"
import { fetchMarket } from "../../../src/pipeline/data/live/fetchMarket.ts"
import {
  type PriceRequest,
  PriceSource,
  type SourceChoice,
} from "../../../src/pipeline/data/live/PriceSource.ts"
import { readAnswer } from "../../../src/pipeline/data/live/readAnswer.ts"
import { chartJson, type TradedDay } from "./chartBody.ts"
import { json, someDays, type Stub, startStub } from "./yahooStub.ts"

const days = someDays(4, parseIsoDate("2024-01-02")!, parseIsoDate("2024-03-28")!).map(
  (day, i): TradedDay => (i === 20 ? { ...day, dividend: 0.75 } : day),
)

let root = ""
let stub: Stub

const csvOf = (rows: ReadonlyArray<TradedDay>): string =>
  [
    "Date,Open,High,Low,Close,Volume,Dividends,Stock Splits",
    ...rows.map(
      ({ session, open, high, low, close, volume, dividend = 0 }) =>
        `${formatIsoDate(session)},${open},${high},${low},${close},${volume},${dividend},0`,
    ),
  ].join("\n")

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "sage-sources-"))
  stub = await startStub()
  mkdirSync(join(root, "prices"))
  for (const symbol of ["SPY", "TLT"]) {
    stub.play(symbol, json(chartJson(symbol, days)))
    writeFileSync(join(root, "prices", `${symbol}.csv`), csvOf(days))
  }
  stub.play("BAD", json({ chart: "changed" }))
  writeFileSync(join(root, "prices", "BAD.csv"), "Date,Close\n2024-01-02,twelve\n")
})
afterAll(async () => {
  await stub.close()
  rmSync(root, { recursive: true, force: true })
})

const folder: SourceChoice = { kind: "csv_dir", folder: "prices", adjustment: "raw", currency: "USD" }
const yahoo: SourceChoice = { kind: "yahoo" }

const withSources = <A, E>(program: Effect.Effect<A, E, PriceSource>): Promise<A> =>
  Effect.runPromise(
    program.pipe(
      Effect.provide(PriceSources.layer(root)),
      Effect.provideService(
        ConfigProvider.ConfigProvider,
        ConfigProvider.fromEnv({ env: { SAGE_YAHOO_URL: stub.url } }),
      ),
    ),
  )

const fetch = (request: PriceRequest) =>
  withSources(Effect.result(PriceSource.use((source) => source.fetch(request))))

const market = (source: SourceChoice, symbols: ReadonlyArray<string>, to?: string) =>
  withSources(
    fetchMarket({
      source,
      symbols,
      from: "2024-01-01",
      calendar: "nyse",
      ...(to === undefined ? {} : { to }),
    }),
  )

describe.each([
  ["yahoo", yahoo],
  ["csv_dir", folder],
])("the source %s", (_, source) => {
  it("gives an answer that means the bars which were traded", async () => {
    const answer = Result.getOrThrow(await fetch({ source, symbol: "SPY", from: "2024-01-02" }))
    expect(answer.receipt).toMatchObject({ source, symbol: "SPY", from: "2024-01-02" })
    const { table, layout } = Result.getOrThrow(readAnswer(answer)).file
    expect([...table.date]).toEqual(days.map(({ session }) => session))
    const column = (name: string) => table.numbers[layout.numbers.findIndex((one) => one.name === name)]!
    days.forEach((day, t) => {
      expect(column("close")[t]).toBeCloseTo(day.close!, 10)
      expect(column("dividend")[t]).toBeCloseTo(day.dividend ?? 0, 10)
    })
  })

  it("says which symbol it does not have", async () => {
    const result = await fetch({ source, symbol: "NOPE", from: "2024-01-02" })
    expect(Result.isFailure(result) && result.failure).toMatchObject({
      _tag: "SymbolNotFound",
      symbol: "NOPE",
    })
  })

  it("does not take a name for a path", async () => {
    for (const symbol of ["../prices/SPY", "/etc/passwd", "prices/SPY", "SPY\0", ".."]) {
      const result = await fetch({ source, symbol, from: "2024-01-02" })
      expect(Result.isFailure(result) && result.failure._tag).toBe("InvalidName")
    }
  })

  it("makes the same market of the same answers, and tells symbols that failed apart", async () => {
    const { market: found, failed } = await market(source, ["TLT", "NOPE", "SPY", "BAD"])
    expect(found!.bars.tickers).toEqual(["SPY", "TLT"])
    expect(found!.meta.default_universe).toEqual(["TLT", "SPY"])
    expect(failed.map(({ symbol }) => symbol)).toEqual(["NOPE", "BAD"])
    const again = await market(source, ["TLT", "SPY"])
    expect(again.market!.manifest.content_hash).toBe(found!.manifest.content_hash)
  })

  it("uses nothing after the last day that is asked for", async () => {
    const { market: found } = await market(source, ["SPY"], "2024-02-01")
    expect(found!.manifest.last_session).toBe("2024-02-01")
  })
})

describe("a folder", () => {
  it("is not left by a link", async () => {
    writeFileSync(join(root, "secret.csv"), csvOf(days))
    symlinkSync(join(root, "secret.csv"), join(root, "prices", "LINK.csv"))
    const result = await fetch({ source: folder, symbol: "LINK", from: "2024-01-02" })
    expect(Result.isFailure(result) && result.failure._tag).toBe("SymbolNotFound")
  })

  it("has files of one asset each, and days from the first that is asked for", async () => {
    writeFileSync(join(root, "prices", "TWO.csv"), "date,ticker,close\n2024-01-02,A,1\n2024-01-02,B,2\n")
    const two = await fetch({ source: folder, symbol: "TWO", from: "2024-01-02" })
    expect(Result.isFailure(two) && two.failure.message).toMatch(/it is not of one asset/)
    const late = Result.getOrThrow(await fetch({ source: folder, symbol: "SPY", from: "2024-03-01" }))
    expect(formatIsoDate(Result.getOrThrow(readAnswer(late)).file.table.date[0]!)).toBe("2024-03-01")
  })
})
