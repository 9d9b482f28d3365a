import * as Schema from "effect/Schema"
import * as Node from "../../../dag/Node.ts"
import * as Reach from "../../../dag/Reach.ts"
import * as Panel from "../../../domain/Panel.ts"
import { carryOnto } from "../../../kernel/carryOnto.ts"
import { columnsOf } from "./places.ts"

/**
 * The last known value of each asset of `panel` at each session of `onto`, at most `max_age_sessions` sessions of `onto` old;
 * NaN beyond, and for assets that `panel` has not. Only the index of `onto` is read, and it is the index of the result.
 *
 * For data that come seldom or on days of their own (weekly figures, another exchange, 24/7 prices). A value dated on a day
 * without a session is of age 0 on the next session. Nothing later than a session is read for it. Assets that `onto` has
 * not are left out.
 */
export const AlignAsof = Node.define({
  name: "data/align-asof",
  title: "a panel's last known values at the sessions of another, of limited age; known when the panel is",
  config: Schema.Struct({
    max_age_sessions: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 2520 })).annotate({
      description: "sessions of `onto` over which a value is carried; 0: that session's own alone",
    }),
  }),
  inputs: { panel: Panel.type, onto: Panel.type },
  output: Panel.type,
  reach: ({ max_age_sessions }) => ({ panel: Reach.past(max_age_sessions), onto: Reach.point }),
  scope: "each",
  aligns: true,
  run: ({ panel, onto }, { max_age_sessions }) =>
    Panel.like(
      onto,
      carryOnto(
        panel.values,
        panel.assets.length,
        panel.calendar.sessions,
        columnsOf(panel, onto.assets),
        onto.calendar.sessions,
        max_age_sessions,
      ),
    ),
})
