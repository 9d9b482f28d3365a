import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../../dag/Node.ts"
import * as Reach from "../../../dag/Reach.ts"
import * as Calendar from "../../../domain/Calendar.ts"
import * as ExchangeCalendar from "../../../domain/ExchangeCalendar.ts"
import * as Panel from "../../../domain/Panel.ts"
import { parseIsoDate } from "../../../kernel/civilDate.ts"
import { pickCells } from "../../../kernel/pickCells.ts"
import { IsoDate } from "../SnapshotManifest.ts"
import { rowsOf } from "./places.ts"

const date = (description: string) => IsoDate.annotate({ description })

/**
 * A panel on the sessions of an exchange from one date to another: a session without a row is NaN, and a row on another day
 * is left out. Nothing is carried: `data/align-asof` does that.
 *
 * The sessions follow from config and rules alone: that there is a row for a day never tells that later data exist. Fails
 * with UnsupportedDay where the exchange's rules do not reach as far as the dates.
 */
export const AlignCalendar = Node.define({
  name: "data/align-calendar",
  title: "a panel on the sessions of an exchange, NaN where it has no row; known when the panel is",
  config: Schema.Struct({
    calendar: Schema.Literals(["nyse", "always"]).annotate({
      description: "whose sessions: NYSE by rule, every day",
    }),
    from: date("first date"),
    to: date("last date"),
  }).check(Schema.makeFilter(({ from, to }) => from <= to || { path: ["to"], issue: "lies before from" })),
  inputs: { panel: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  aligns: true,
  run: ({ panel }, { calendar, from, to }) =>
    Effect.gen(function* () {
      const exchange = ExchangeCalendar.byName(calendar)
      const first = yield* ExchangeCalendar.decode(exchange, parseIsoDate(from)!)
      const last = yield* ExchangeCalendar.decode(exchange, parseIsoDate(to)!)
      const sessions = ExchangeCalendar.sessionsBetween(exchange, first, last)
      const columns = Int32Array.from(panel.assets, (_, i) => i)
      const cells = pickCells(panel.values, columns.length, rowsOf(panel, sessions), columns)
      return Panel.make(Calendar.make(sessions), panel.assets, cells)
    }),
})
