/** `PriceSource` on Yahoo's chart endpoint: bounded, patient, and never more than one answer a question. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Semaphore from "effect/Semaphore"
import { InvalidName } from "../../pipeline/data/errors.ts"
import {
  AnswerRefused,
  RateLimited,
  SourceUnavailable,
  SymbolNotFound,
} from "../../pipeline/data/live/errors.ts"
import {
  type Answer,
  type PriceRequest,
  PriceSource,
  type SourceError,
  sourceName,
} from "../../pipeline/data/live/PriceSource.ts"
import { assetNameProblem } from "../../pipeline/data/names.ts"
import { agentFor, type HttpAnswer, HttpFailure, httpGet, tooLarge } from "./httpGet.ts"
import { type Failed, retry, type RetryRule } from "./retry.ts"
import { type YahooSettings, yahooSettings } from "./settings.ts"
import type { YahooClient } from "./yahooClient.ts"

export interface YahooOptions extends RetryRule {
  /** requests at a time */
  readonly concurrency: number
  /** milliseconds that one request may take */
  readonly timeoutMs: number
  /** thirty years of days are under two million bytes */
  readonly maxBytes: number
}

export const usualOptions: YahooOptions = {
  concurrency: 4,
  timeoutMs: 20_000,
  maxBytes: 32 << 20,
  attempts: 5,
  baseMs: 500,
  maxWaitMs: 60_000,
}

export const layer = (options: YahooOptions = usualOptions): Layer.Layer<PriceSource> =>
  Layer.effect(
    PriceSource,
    Effect.gen(function* () {
      const permits = yield* Semaphore.make(options.concurrency)
      // read when first asked, so that a setting which nobody needs stops nobody
      const settings = yield* Effect.cached(yahooSettings)
      const client = yield* Effect.cached(
        Effect.map(
          Effect.promise(() => import("./yahooClient.ts")),
          ({ makeClient }) => makeClient(),
        ),
      )
      return PriceSource.of({
        fetch: (request) =>
          permits.withPermits(1)(
            Effect.flatMap(Effect.all([client, settings]), ([known, given]) =>
              fetchChart(known, given, options, request),
            ),
          ),
      })
    }),
  )

const source = sourceName({ kind: "yahoo" })

const fetchChart = (
  client: YahooClient,
  settings: YahooSettings,
  options: YahooOptions,
  request: PriceRequest,
): Effect.Effect<Answer, SourceError> =>
  Effect.gen(function* () {
    const { symbol, from } = request
    const problem = assetNameProblem(symbol)
    if (problem !== undefined) return yield* new InvalidName({ what: "asset", name: symbol, problem })
    const ask = Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const bytes = yield* askOnce(client, settings, options, request, new Date(now))
      const retrieved_at = new Date(now).toISOString()
      return { bytes, receipt: { source: request.source, symbol, from, retrieved_at } }
    })
    return yield* retry(options, ask)
  })

const askOnce = (
  client: YahooClient,
  { endpoint, proxy }: YahooSettings,
  { timeoutMs, maxBytes }: YahooOptions,
  request: PriceRequest,
  until: Date,
): Effect.Effect<Uint8Array, Failed<SourceError>> =>
  Effect.tryPromise({
    try: (interrupted) => {
      const signal = AbortSignal.any([interrupted, AbortSignal.timeout(timeoutMs)])
      return client.chart(request, until, async (asked, headers) => {
        const url = new URL(asked.pathname + asked.search, endpoint)
        const agent = agentFor(url, proxy === undefined ? undefined : Redacted.value(proxy))
        const answer = await httpGet(url, { headers, signal, maxBytes, agent }).finally(() =>
          agent?.destroy(),
        )
        const failed = failureOf(answer, request.symbol, until.getTime())
        if (failed !== undefined) throw new NoAnswer(failed)
        return answer
      })
    },
    catch: (cause) => failedBy(cause, request.symbol, timeoutMs),
  })

/** Carries what was decided inside the fetch through a library that only knows exceptions. */
class NoAnswer extends Error {
  readonly failed: Failed<SourceError>

  constructor(failed: Failed<SourceError>) {
    super("no answer")
    this.failed = failed
  }
}

function failureOf(answer: HttpAnswer, symbol: string, nowMs: number): Failed<SourceError> | undefined {
  const { status, contentType } = answer
  if (status === 404) return lasting(new SymbolNotFound({ source, symbol }))
  if (status === 429) {
    const seconds = retryAfterSeconds(answer.retryAfter, nowMs)
    return {
      isTransient: true,
      waitMs: seconds === null ? undefined : seconds * 1000,
      error: (attempts) => new RateLimited({ source, symbol, attempts, retryAfterSeconds: seconds }),
    }
  }
  if (status >= 500) return transient(symbol, `HTTP ${status}`)
  if (status !== 200) return lasting(new AnswerRefused({ source, symbol, problem: `it is HTTP ${status}` }))
  const first = answer.body.find((byte) => byte > 0x20)
  if (/html/i.test(contentType) || first === "<".charCodeAt(0))
    return lasting(new AnswerRefused({ source, symbol, problem: "it is a web page, not data" }))
  return undefined
}

const lasting = (error: SourceError): Failed<SourceError> => ({
  isTransient: false,
  waitMs: undefined,
  error: () => error,
})

const transient = (symbol: string, reason: string): Failed<SourceError> => ({
  isTransient: true,
  waitMs: undefined,
  error: (attempts) => new SourceUnavailable({ source, symbol, attempts, reason }),
})

/** Seconds, or a date in the form of HTTP; null for anything else. */
function retryAfterSeconds(text: string | undefined, nowMs: number): number | null {
  if (text === undefined) return null
  if (/^\d{1,6}$/.test(text.trim())) return Number(text)
  const until = Date.parse(text)
  return Number.isNaN(until) ? null : Math.max(0, Math.ceil((until - nowMs) / 1000))
}

function failedBy(cause: unknown, symbol: string, timeoutMs: number): Failed<SourceError> {
  if (cause instanceof NoAnswer) return cause.failed
  if (!(cause instanceof HttpFailure)) {
    const problem = "yahoo-finance2 could not ask for it"
    return lasting(new AnswerRefused({ source, symbol, problem }))
  }
  if (cause.reason === tooLarge)
    return lasting(new AnswerRefused({ source, symbol, problem: "it is larger than any answer should be" }))
  if (cause.reason === "ABORT_ERR") return transient(symbol, `no answer within ${timeoutMs / 1000} s`)
  return transient(symbol, cause.reason)
}
