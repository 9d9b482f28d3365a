import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Spans from "../../domain/Spans.ts"
import { endDays, fixedEnds } from "../../kernel/labels/labelEnds.ts"
import { trendScan } from "../../kernel/labels/trendScan.ts"
import { horizon } from "./fields.ts"

/**
 * Whether the clearest straight trend that starts at a row goes up or down: lines through the logarithm of the index over each
 * horizon from `shortest_sessions` to `longest_sessions`, and of their slopes the one with the largest t-value.
 *
 * `label` is its sign, `t_value` its size (a weight for training), `horizon` its length in sessions. Choosing among horizons
 * reads all of them, so that `ends` is the end of the longest, not of the chosen one. NaN where the next `longest_sessions`
 * are not all known, or where the index does not move.
 *
 * Source: M. López de Prado (2020), Machine Learning for Asset Managers, ch. 5.
 */
export const TrendScanning = Node.define({
  name: "labels/trend-scanning",
  title: "sign and t-value of the clearest trend over the sessions to come",
  config: Schema.Struct({
    shortest_sessions: horizon(2, "length of the shortest trend"),
    longest_sessions: horizon(2, "length of the longest trend"),
  }).check(Schema.makeFilter(inOrder)),
  inputs: { index: Panel.type },
  outputs: { label: Panel.type, t_value: Panel.type, horizon: Panel.type, ends: Spans.type },
  reach: ({ longest_sessions }) => Reach.future(longest_sessions),
  scope: "each",
  run: ({ index }, { shortest_sessions, longest_sessions }) => {
    const width = index.assets.length
    const { tValue, horizon: chosen } = trendScan(index.values, width, shortest_sessions, longest_sessions)
    const label = tValue.map(Math.sign)
    const ends = fixedEnds(label, width, longest_sessions)
    return {
      label: Panel.like(index, label),
      t_value: Panel.like(index, tValue),
      horizon: Panel.like(index, chosen),
      ends: Spans.make(index, endDays(ends, index.calendar.sessions)),
    }
  },
})

function inOrder({
  shortest_sessions,
  longest_sessions,
}: {
  shortest_sessions: number
  longest_sessions: number
}) {
  if (shortest_sessions <= longest_sessions) return true
  return { path: ["shortest_sessions"], issue: `must not exceed longest_sessions (${longest_sessions})` }
}
