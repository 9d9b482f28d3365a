import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { crossoverBooks, type Pair } from "../../kernel/crossoverBooks.ts"

const windows = (description: string) =>
  Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2520 }))).annotate({ description })

const bps = (description: string) =>
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 10_000 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0)))

/**
 * Net returns of a study of moving-average crossovers at every pair of windows, a column a pair: `20/100`.
 *
 * Each column is what the whole study gives that decides on every session at the close, holds equal parts of the assets whose long
 * average is known (long above it, short below, cash at a tie), fills at the next close and pays half the spread and the slippage
 * on changed target weights. Interest, fees, caps, leverage and impact are not in it.
 *
 * NaN before a column's first fill, after a loss of everything, and for all columns from the first session on which an asset that
 * had a bar has none: open orders and frozen holdings need the study itself.
 */
export const CrossoverGrid = Node.define({
  name: "execution/crossover-grid",
  title: "net returns of moving-average crossovers at every pair of windows, known at the close",
  config: Schema.Struct({
    short_sessions: windows("sessions of the short means"),
    long_sessions: windows("sessions of the long means; pairs have the short one below the long one"),
    long_only: Schema.Boolean.annotate({
      description: "below the long mean: cash in place of a short position",
    }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
    spread_bps: bps("bid-ask spread; half of it is paid on each unit traded"),
    slippage_bps: bps("slippage on each unit traded"),
  }),
  inputs: { index: Panel.type, close_to_close: Panel.type, listing: Panel.type },
  output: Series.type,
  reach: () => Reach.history("a book goes on from its first fill to its ruin or the first missing bar"),
  scope: "all",
  decides: true,
  run: ({ index, close_to_close, listing }, config) => {
    const pairs = pairsOf(config)
    const { calendar, assets } = index
    const values = crossoverBooks(
      {
        assets: assets.length,
        sessions: calendar.sessions,
        index: index.values,
        closeToClose: close_to_close.values,
        listing: listing.values,
      },
      pairs,
      { costRate: (config.spread_bps / 2 + config.slippage_bps) / 10_000, longOnly: config.long_only },
    )
    return Panel.make(
      calendar,
      pairs.map(({ short, long }) => `${short}/${long}`),
      values,
    )
  },
})

interface Windows {
  readonly short_sessions: ReadonlyArray<number>
  readonly long_sessions: ReadonlyArray<number>
}

/** By the short window, then by the long one, each pair once. */
const pairsOf = ({ short_sessions, long_sessions }: Windows): ReadonlyArray<Pair> =>
  ascending(short_sessions).flatMap((short) =>
    ascending(long_sessions).flatMap((long) => (short < long ? [{ short, long }] : [])),
  )

const ascending = (windows: ReadonlyArray<number>): ReadonlyArray<number> =>
  [...new Set(windows)].sort((a, b) => a - b)
