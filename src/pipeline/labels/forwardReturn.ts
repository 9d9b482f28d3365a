import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Spans from "../../domain/Spans.ts"
import { forwardGrowth } from "../../kernel/labels/forwardGrowth.ts"
import { endDays, fixedEnds } from "../../kernel/labels/labelEnds.ts"
import { MissingLabelInput } from "./errors.ts"
import { horizon } from "./fields.ts"

/**
 * What an asset returns over the next `horizon_sessions`, from the close of a row to the close that many sessions later:
 * decimal, or, `scale: volatility`, in units of what its volatility per session at the row promises over the horizon.
 *
 * `ends` is the last session that each label reads. NaN on the last `horizon_sessions` rows, where either level is not
 * known, and, when scaled, where volatility is not known or 0.
 */
export const ForwardReturn = Node.define({
  name: "labels/forward-return",
  title: "growth of the index over the sessions to come, decimal or in units of volatility",
  config: Schema.Struct({
    horizon_sessions: horizon(1, "sessions from entry to exit"),
    scale: Schema.Literals(["none", "volatility"])
      .annotate({ description: "volatility: divided by volatility per session × √horizon, known at entry" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed("none" as const))),
  }),
  inputs: { index: Panel.type, volatility: Node.optional(Panel.type) },
  outputs: { label: Panel.type, ends: Spans.type },
  reach: ({ horizon_sessions }) => ({
    index: Reach.future(horizon_sessions),
    volatility: Reach.point,
  }),
  scope: "each",
  run: ({ index, volatility }, { horizon_sessions, scale }) => {
    if (scale === "volatility" && volatility === undefined) {
      return Effect.fail(new MissingLabelInput({ field: "scale: volatility", ports: ["volatility"] }))
    }
    const width = index.assets.length
    const growth = forwardGrowth(index.values, width, horizon_sessions)
    const label =
      volatility === undefined || scale === "none" ? growth : scaled(growth, volatility, horizon_sessions)
    const ends = endDays(fixedEnds(label, width, horizon_sessions), index.calendar.sessions)
    return Effect.succeed({ label: Panel.like(index, label), ends: Spans.make(index, ends) })
  },
})

const scaled = (growth: Float64Array, volatility: Panel.Panel, sessions: number): Float64Array =>
  growth.map((value, at) => {
    const unit = volatility.values[at]!
    return unit > 0 ? value / (unit * Math.sqrt(sessions)) : NaN
  })
