/**
 * `yahoo-finance2` as a maker of requests: it knows the endpoint, its parameters and its cookies. What it makes of an
 * answer is not used: the bytes are taken as they pass, and an answer that is none never reaches it, because it prints the
 * address of a failed request past every logger.
 */
import YahooFinance from "yahoo-finance2"
import type { PriceRequest } from "../../pipeline/data/live/PriceSource.ts"

/** Gives the body of a good answer, or fails; how is the caller's. */
export type Get = (
  url: URL,
  headers: Readonly<Record<string, string>>,
) => Promise<{ readonly body: Uint8Array; readonly cookies: ReadonlyArray<string> }>

export interface YahooClient {
  /** the body of the answer for one symbol's daily bars with dividends and splits, from a day up to an instant */
  readonly chart: (request: PriceRequest, until: Date, get: Get) => Promise<Uint8Array>
}

export function makeClient(): YahooClient {
  // one for all requests, since it holds the cookies of a session
  const client = new YahooFinance({
    versionCheck: false,
    suppressNotices: ["yahooSurvey", "ripHistorical"],
    logger: { info: silent, warn: silent, error: silent, debug: silent, dir: silent },
    validation: { logErrors: false },
    queue: { concurrency: 64 }, // the limit is kept outside
  })
  return {
    chart: async ({ symbol, from }, until, get) => {
      let taken: { readonly body: Uint8Array } | { readonly failure: unknown } | undefined
      const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
        try {
          const url = new URL(input instanceof Request ? input.url : input)
          const { body, cookies } = await get(url, Object.fromEntries(new Headers(init?.headers)))
          taken = { body }
          return new Response(new Uint8Array(body), {
            headers: cookies.map((cookie): [string, string] => ["set-cookie", cookie]),
          })
        } catch (failure) {
          taken = { failure }
          throw failure
        }
      }
      try {
        await client.chart(
          encodeURIComponent(symbol),
          { period1: from, period2: until, interval: "1d", events: "div|split", includePrePost: false },
          { fetch, validateResult: false },
        )
      } catch (failure) {
        taken ??= { failure }
      }
      if (taken === undefined) throw new Error("yahoo-finance2 asked for nothing")
      if ("failure" in taken) throw taken.failure
      return taken.body
    },
  }
}

const silent = (): void => {}
