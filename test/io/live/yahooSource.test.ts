/** The source on Yahoo against a server of this machine: what it asks, how long it tries, and what it refuses. */
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { connect } from "node:net"
import { gzipSync } from "node:zlib"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { layer, usualOptions, type YahooOptions } from "../../../src/io/yahoo/yahooSource.ts"
import { parseIsoDate } from "../../../src/kernel/civilDate.ts"
import { PriceSource } from "../../../src/pipeline/data/live/PriceSource.ts"
import { chartJson } from "./chartBody.ts"
import { startProxy } from "./proxyStub.ts"
import {
  afterMs,
  brokenOff,
  endless,
  json,
  never,
  reset,
  someDays,
  type Stub,
  startStub,
  text,
} from "./yahooStub.ts"

const good = json(chartJson("SPY", someDays(1, parseIsoDate("2024-01-02")!, parseIsoDate("2024-02-01")!)))

let stub: Stub
let said: ReadonlyArray<{ readonly mock: { readonly calls: ReadonlyArray<unknown> } }> = []
beforeEach(async () => {
  stub = await startStub()
  said = (["error", "log", "warn", "info", "dir"] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation(() => {}),
  )
})
afterEach(async () => {
  await stub.close()
  const printed = said.flatMap(({ mock }) => mock.calls)
  vi.restoreAllMocks()
  expect(printed, "nothing is printed past the command").toEqual([])
})

const quick: YahooOptions = { ...usualOptions, baseMs: 1, timeoutMs: 300, maxBytes: 1 << 20 }

interface Ask {
  readonly options?: Partial<YahooOptions>
  readonly env?: Readonly<Record<string, string>>
}

/** Asks for symbols all at once; a test that named no server here would reach nobody: the default is the stub. */
const ask = (symbols: ReadonlyArray<string>, { options = {}, env = {} }: Ask = {}) => {
  const provider = ConfigProvider.fromEnv({ env: { SAGE_YAHOO_URL: stub.url, ...env } })
  const program = Effect.gen(function* () {
    const source = yield* PriceSource
    return yield* Effect.forEach(
      symbols,
      (symbol) => Effect.result(source.fetch({ source: { kind: "yahoo" }, symbol, from: "2024-01-02" })),
      { concurrency: "unbounded" },
    )
  })
  return Effect.runPromise(
    program.pipe(
      Effect.provide(layer({ ...quick, ...options })),
      Effect.provideService(ConfigProvider.ConfigProvider, provider),
    ),
  )
}

const askOne = async (given?: Ask) => (await ask(["SPY"], given))[0]!

const failure = async (given?: Ask) => {
  const result = await askOne(given)
  if (Result.isSuccess(result)) throw new Error("an answer came")
  return result.failure
}

describe("a good answer", () => {
  it("is kept byte for byte, with the time, and was one question for days, dividends and splits", async () => {
    stub.play("SPY", good)
    const before = Date.now()
    const { bytes, receipt } = Result.getOrThrow(await askOne())
    const wanted = chartJson("SPY", someDays(1, parseIsoDate("2024-01-02")!, parseIsoDate("2024-02-01")!))
    expect(new TextDecoder().decode(bytes)).toBe(JSON.stringify(wanted))
    expect(receipt).toMatchObject({ symbol: "SPY", from: "2024-01-02", source: { kind: "yahoo" } })
    expect(Date.parse(receipt.retrieved_at)).toBeGreaterThanOrEqual(before)
    expect(stub.requests.length).toBe(1)
    const { pathname, searchParams } = new URL(stub.requests[0]!.url, stub.url)
    expect(pathname).toBe("/v8/finance/chart/SPY")
    expect(Object.fromEntries(searchParams)).toMatchObject({
      interval: "1d",
      events: "div|split",
      period1: String(Date.UTC(2024, 0, 2) / 1000),
    })
    expect(Math.abs(Number(searchParams.get("period2")) * 1000 - Date.now())).toBeLessThan(60_000)
  })

  it("may come packed", async () => {
    stub.play("SPY", (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
      response.end(gzipSync('{"chart":{}}'))
    })
    expect(new TextDecoder().decode(Result.getOrThrow(await askOne()).bytes)).toBe('{"chart":{}}')
  })

  it("keeps a symbol one part of the path", async () => {
    stub.play("^GSPC", good)
    stub.play("A&B", good)
    const results = await ask(["^GSPC", "A&B"])
    expect(results.every(Result.isSuccess)).toBe(true)
    const paths = stub.requests.map(({ url }): string => url.split("?")[0]!)
    expect(new Set(paths)).toEqual(new Set(["/v8/finance/chart/%5EGSPC", "/v8/finance/chart/A%26B"]))
  })

  it("is taken whatever fields it has: what they mean is told apart", async () => {
    stub.play("SPY", json({ chart: { result: null, error: null } }))
    expect(Result.isSuccess(await askOne())).toBe(true)
  })
})

describe("a failure that may pass is tried again:", () => {
  it.each([
    ["429", json({}, 429)],
    ["500", json({}, 500)],
    ["a reset", reset],
    ["a body that breaks off", brokenOff],
    ["no answer in time", never],
  ])("%s, then an answer", async (_, bad) => {
    stub.play("SPY", bad, bad, good)
    expect(Result.isSuccess(await askOne())).toBe(true)
    expect(stub.asked.length).toBe(3)
  })

  it("429 for ever ends after five", async () => {
    stub.play("SPY", json({ finance: { error: { code: "Too Many Requests", description: "…" } } }, 429))
    expect(await failure()).toMatchObject({
      _tag: "RateLimited",
      symbol: "SPY",
      attempts: 5,
      retryAfterSeconds: null,
    })
    expect(stub.asked.length).toBe(5)
  })

  it.each([
    ["500 for ever", json({}, 500), "HTTP 500"],
    ["resets for ever", reset, "ECONNRESET"],
    ["silence for ever", never, "no answer within 0.1 s"],
  ])("%s says why", async (_, bad, reason) => {
    stub.play("SPY", bad)
    const found = await failure({ options: { attempts: 2, timeoutMs: 100 } })
    expect(found).toMatchObject({ _tag: "SourceUnavailable", symbol: "SPY", attempts: 2, reason })
  })

  it("nobody there says why", async () => {
    const env = { SAGE_YAHOO_URL: "http://127.0.0.1:1" }
    expect(await failure({ env, options: { attempts: 1 } })).toMatchObject({ reason: "ECONNREFUSED" })
  })

  it("not before the wait that the server asks for", async () => {
    stub.play("SPY", json({}, 429, { "retry-after": "1" }), good)
    const before = Date.now()
    expect(Result.isSuccess(await askOne())).toBe(true)
    expect(Date.now() - before).toBeGreaterThanOrEqual(990)
  })

  it("not at all when that wait is long, and the user is told", async () => {
    stub.play("SPY", json({}, 429, { "retry-after": "3600" }), good)
    const found = await failure()
    expect(found).toMatchObject({ _tag: "RateLimited", attempts: 1, retryAfterSeconds: 3600 })
    expect(found.message).toContain("in 3600 seconds")
    stub.play("SPY", json({}, 429, { "retry-after": new Date(Date.now() + 600_000).toUTCString() }))
    expect(Number(((await failure()) as { retryAfterSeconds?: number }).retryAfterSeconds)).toBeGreaterThan(
      590,
    )
  })
})

describe("an answer that another try would not change is refused at once:", () => {
  it.each([
    ["404", json({}, 404), "SymbolNotFound", /has no prices of SPY/],
    ["a web page", text("<!doctype html><title>Consent</title>"), "AnswerRefused", /a web page/],
    [
      "a web page that says it is data",
      text(" <html>", 200, "application/json"),
      "AnswerRefused",
      /a web page/,
    ],
    ["a redirection", json({}, 302, { location: "http://elsewhere.invalid/" }), "AnswerRefused", /HTTP 302/],
    ["401", json({}, 401), "AnswerRefused", /HTTP 401/],
    ["bytes without end", endless, "AnswerRefused", /larger than any answer/],
  ])("%s", async (_, reply, tag, words) => {
    stub.play("SPY", reply)
    const found = await failure()
    expect(found._tag).toBe(tag)
    expect(found.message).toMatch(words)
    expect(stub.asked.length).toBe(1)
  })

  it("a small file that unpacks to more than any answer", async () => {
    stub.play("SPY", (response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
      response.end(gzipSync(Buffer.alloc(8 << 20, 32)))
    })
    expect((await failure()).message).toMatch(/larger than any answer/)
  })

  it("a name that is no symbol is not even asked", async () => {
    const results = await ask(["../v1/quote", "A/B", "A?B", ""])
    expect(results.map((result) => (Result.isFailure(result) ? result.failure._tag : "asked"))).toEqual(
      Array.from({ length: 4 }, () => "InvalidName"),
    )
    expect(stub.requests).toEqual([])
  })
})

describe("many symbols", () => {
  const symbols = Array.from({ length: 20 }, (_, i) => `S${i}`)

  it("are asked a few at a time", async () => {
    for (const symbol of symbols) stub.play(symbol, afterMs(20, good))
    expect((await ask(symbols)).every(Result.isSuccess)).toBe(true)
    expect(stub.mostAtOnce()).toBe(usualOptions.concurrency)
  })

  it("fail one by one, each with its name", async () => {
    for (const symbol of symbols) stub.play(symbol, good)
    stub.play("S7", json({}, 404))
    const results = await ask(symbols)
    const failed = results.flatMap((result) => (Result.isFailure(result) ? [result.failure] : []))
    expect(failed).toMatchObject([{ _tag: "SymbolNotFound", symbol: "S7" }])
  })
})

describe("settings of the environment", () => {
  const secret = "hunter2-planted"

  it.each([
    ["no address", "query2 finance"],
    ["a password", `https://me:${secret}@example.com`],
    ["more than a host", "https://example.com/?key=1"],
    ["not https, elsewhere", "http://example.com"],
  ])("an endpoint that is %s is refused without showing it", async (_, value) => {
    const found = await failure({ env: { SAGE_YAHOO_URL: value } })
    expect(found._tag).toBe("SourceSettingError")
    expect(found.message).toContain("SAGE_YAHOO_URL")
    expect(found.message).not.toContain(value)
    expect(stub.requests).toEqual([])
  })

  it("a proxy that is none is refused without showing it", async () => {
    const found = await failure({ env: { SAGE_PROXY: secret } })
    expect(found).toMatchObject({ _tag: "SourceSettingError", variable: "SAGE_PROXY" })
    expect(JSON.stringify(found) + found.message).not.toContain(secret)
  })

  it("requests go through a proxy with its user and password, which nothing else gets to see", async () => {
    stub.play("SPY", good)
    const proxy = await startProxy()
    try {
      const env = { SAGE_PROXY: `http://me:${secret}@127.0.0.1:${proxy.port}` }
      const answer = Result.getOrThrow(await askOne({ env }))
      expect(proxy.credentials).toEqual([`Basic ${Buffer.from(`me:${secret}`).toString("base64")}`])
      expect(JSON.stringify(answer.receipt)).not.toContain(secret)
      expect(JSON.stringify(stub.requests)).not.toContain(Buffer.from(`me:${secret}`).toString("base64"))
    } finally {
      proxy.close()
    }
  })

  it("a proxy that is not there is no way around it: nothing is asked directly", async () => {
    stub.play("SPY", good)
    const found = await failure({
      env: { SAGE_PROXY: `http://me:${secret}@127.0.0.1:1` },
      options: { attempts: 1 },
    })
    expect(found._tag).toBe("SourceUnavailable")
    expect(JSON.stringify(found) + found.message + String((found as Error).stack)).not.toContain(secret)
    expect(stub.requests).toEqual([])
  })
})

describe("tests", () => {
  it("cannot reach for another machine", () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true)
    expect(() => connect(443, "query2.finance.yahoo.com")).toThrow(/a test reached for query2/)
    expect(() => connect({ host: "192.0.2.1", port: 80 })).toThrow(/a test reached for 192/)
    stderr.mockRestore()
  })
})
