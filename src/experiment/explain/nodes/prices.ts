/** Prices and who is listed: inputs of the run, with the age of what stands in for a price that is not there. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Bench, Read, Source } from "../Bench.ts"
import { draft, explainer, given } from "../Explainer.ts"
import { outputOf } from "../RunGraph.ts"

const price = (name: string) =>
  explainer({
    name,
    config: Schema.Unknown,
    explain: (bench, cell) =>
      Effect.gen(function* () {
        const closes = outputOf(cell.node, "close")
        const { sessions } = yield* lastBar(bench, closes, cell.day, cell.column)
        const age =
          sessions === undefined
            ? "no bar so far"
            : sessions === 0
              ? "age 0 sessions"
              : `no bar for ${sessions} sessions`
        return [draft("price", cell, given(`${cell.port} as the run's data have it`), [], [age])]
      }),
  })

export const snapshotPrices = price("data/prices")

export const livePrices = price("data/live-prices")

/** The last session up to a day on which an asset has a close, and how many rows it lies back; undefined: none so far. */
export const lastBar = (
  bench: Bench,
  closes: Source,
  day: number,
  asset: string,
): Read<{ readonly day: number | undefined; readonly sessions: number | undefined }> =>
  Effect.gen(function* () {
    for (let count = 32; ; count *= 8) {
      const window = yield* bench.window(closes, day, count, asset)
      const place = window.findLastIndex(([, value]) => !Number.isNaN(value))
      const sessions = place < 0 ? undefined : window.length - 1 - place
      if (sessions !== undefined) return { day: yield* bench.dayBefore(closes, day, sessions), sessions }
      if (window.length < count) return { day: undefined, sessions: undefined }
    }
  })
