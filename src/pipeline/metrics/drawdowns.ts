import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { compound } from "../../kernel/compound.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { type DrawdownEpisode, drawdownEpisodes } from "../../kernel/drawdownEpisodes.ts"

const isoDate = Schema.NullOr(Schema.String)

const drawdowns = Schema.Struct({
  count: Schema.Int.annotate({ description: "all episodes, also those not listed" }),
  episodes: Schema.Array(
    Schema.Struct({
      depth: Schema.Finite.annotate({ description: "net equity at the trough / at the peak − 1, decimal" }),
      peak: isoDate.annotate({
        description: "last session at the peak; null before the first session of the data",
      }),
      trough: Schema.String,
      recovery: isoDate.annotate({
        description: "first session back at the peak; null while it is not reached",
      }),
      sessions_to_trough: Schema.Int,
      sessions_to_recovery: Schema.NullOr(Schema.Int).annotate({ description: "from the trough" }),
    }),
  ),
})

export type Drawdowns = typeof drawdowns.Type

export const drawdownsType = Document.of("metrics-drawdowns", drawdowns)

/** The deepest falls of net equity: when each began, bottomed and ended. Episodes do not overlap. */
export const MetricsDrawdowns = Node.define({
  name: "metrics/drawdowns",
  title: "the deepest falls of net equity with their dates and lengths",
  config: Schema.Struct({
    most: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1000 }))
      .annotate({ description: "episodes listed, the deepest first" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(10))),
  }),
  inputs: { net: Series.type, window: Window.type },
  output: drawdownsType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window }, { most }): Drawdowns => {
    const { from, to } = Window.countedRows(window, net)
    const { sessions } = net.calendar
    // entry 0 of the equity is the close before the first session
    const dateOf = (entry: number): string | null => {
      const row = from + entry - 1
      return entry < 0 || row < 0 ? null : formatIsoDate(sessions[row]!)
    }
    const shown = ({ depth, peak, trough, recovery }: DrawdownEpisode): Drawdowns["episodes"][number] => ({
      depth,
      peak: dateOf(peak),
      trough: dateOf(trough)!,
      recovery: dateOf(recovery),
      sessions_to_trough: trough - peak,
      sessions_to_recovery: recovery < 0 ? null : recovery - trough,
    })
    const all = drawdownEpisodes(compound(Series.column(net, "net").subarray(from, to)))
    const deepest = all.toSorted((a, b) => a.depth - b.depth || a.trough - b.trough)
    return { count: all.length, episodes: deepest.slice(0, most).map(shown) }
  },
})
