/** What else is asked of a result: the same study under other costs, delays, beginnings, and over parts of its sessions. */
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../../kernel/civilDate.ts"
import { between, intBetween, withDefault } from "../fields.ts"

const isoDate = Schema.String.check(
  Schema.makeFilter(
    (text: string) => parseIsoDate(text) !== undefined || `${text} is no date; write YYYY-MM-DD`,
  ),
)

const allDifferent = Schema.makeFilter((values: ReadonlyArray<string | number>) => {
  const twice = values.find((value, i) => values.indexOf(value) !== i)
  return twice === undefined || `${twice} stands twice`
})

export const Robustness = Schema.Struct({
  enabled: withDefault(
    Schema.Boolean,
    false,
    "also run the study in these variants; the result itself does not change",
  ),
  cost_scales: withDefault(
    Schema.Array(between(0, 100)).check(allDifferent),
    [0.5, 1, 2, 4],
    "factors on the study's own costs",
  ),
  extra_delays: withDefault(
    Schema.Array(intBetween(0, 252)).check(allDifferent),
    [0, 1, 2, 5],
    "sessions that orders wait beyond the study's own delay",
  ),
  starts: Schema.optionalKey(
    Schema.Array(isoDate).check(allDifferent).annotate({
      description:
        "dates to begin at; left out: the first day of years of the snapshot, at most twelve, of those with two years after them",
    }),
  ),
  parts: withDefault(intBetween(2, 24), 4, "stretches of equal length that the sessions are cut into"),
}).annotate({ description: "how the result holds up; off unless enabled" })
