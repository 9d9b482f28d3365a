/** What else is asked of a result: the same study under other costs, delays, beginnings, and over parts of its sessions. */
import * as Effect from "effect/Effect"
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

/** A list without repetitions. (Words go before a check of our own: JSON Schema drops both after.) */
const distinct = <S extends Schema.Codec<string | number>>(item: S, description: string) =>
  Schema.Array(item).annotate({ description }).check(allDifferent)

export const Robustness = Schema.Struct({
  enabled: withDefault(
    Schema.Boolean,
    false,
    "also run the study in these variants; the result itself does not change",
  ),
  cost_scales: distinct(between(0, 100), "factors on the study's own costs").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed([0.5, 1, 2, 4])),
  ),
  extra_delays: distinct(intBetween(0, 252), "sessions that orders wait beyond the study's own delay").pipe(
    Schema.withDecodingDefaultKey(Effect.succeed([0, 1, 2, 5])),
  ),
  starts: Schema.optionalKey(
    distinct(
      isoDate,
      "dates to begin at; left out: the first day of years of the snapshot, at most twelve, of those with two years after them",
    ),
  ),
  parts: withDefault(intBetween(2, 24), 4, "stretches of equal length that the sessions are cut into"),
}).annotate({ description: "how the result holds up; off unless enabled" })
