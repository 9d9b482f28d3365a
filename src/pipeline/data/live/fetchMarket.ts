import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { CalendarName } from "../SnapshotManifest.ts"
import { type LiveMarket, type LiveMarketError, liveMarket } from "./liveMarket.ts"
import { type Answer, PriceSource, type SourceChoice, type SourceError } from "./PriceSource.ts"
import { readAnswer } from "./readAnswer.ts"

export interface MarketRequest {
  readonly source: SourceChoice
  readonly symbols: ReadonlyArray<string>
  /** ISO date */
  readonly from: string
  readonly to?: string
  readonly calendar: CalendarName
}

export interface FailedSymbol {
  readonly symbol: string
  readonly error: SourceError | LiveMarketError
}

export interface FetchedMarket {
  /** of the symbols that came; undefined when none did */
  readonly market: LiveMarket | undefined
  readonly failed: ReadonlyArray<FailedSymbol>
}

/** Symbols that are asked for together; the next ones wait until these are through, so that a refusal stops the rest early. */
const chunkSize = 16

/** Fetches each symbol; one that fails is told apart and stops no other. */
export const fetchMarket = (
  request: MarketRequest,
): Effect.Effect<FetchedMarket, LiveMarketError, PriceSource> =>
  Effect.gen(function* () {
    const answers: Array<Answer> = []
    const failed: Array<FailedSymbol> = []
    const { symbols } = request
    for (let at = 0; at < symbols.length; at += chunkSize) {
      const chunk = symbols.slice(at, at + chunkSize)
      const results = yield* Effect.forEach(chunk, (symbol) => Effect.result(fetchOne(request, symbol)), {
        concurrency: "unbounded", // the source has its own limit
      })
      results.forEach((result, i) => {
        if (Result.isSuccess(result)) answers.push(result.success)
        else failed.push({ symbol: chunk[i]!, error: result.failure })
      })
      if (failed.some(({ error }) => error._tag === "RateLimited")) {
        const rest = symbols.slice(at + chunkSize)
        const { error } = failed.find((one) => one.error._tag === "RateLimited")!
        return { market: undefined, failed: [...failed, ...rest.map((symbol) => ({ symbol, error }))] }
      }
    }
    const [first, ...others] = answers.map(({ receipt }) => receipt.symbol)
    if (first === undefined) return { market: undefined, failed }
    const market = yield* Effect.fromResult(
      liveMarket(answers, {
        assets: [first, ...others],
        calendar: request.calendar,
        ...(request.to === undefined ? {} : { end: request.to }),
      }),
    )
    return { market, failed }
  })

/** An answer that cannot be read is that symbol's failure, not everybody's. */
const fetchOne = ({ source, from }: MarketRequest, symbol: string) =>
  Effect.gen(function* () {
    const answer = yield* PriceSource.use((prices) => prices.fetch({ source, symbol, from }))
    yield* Effect.fromResult(readAnswer(answer))
    return answer
  })
