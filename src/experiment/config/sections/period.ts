/** Which sessions a study decides on. */
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../../kernel/civilDate.ts"
import { optionalDate, withDefault } from "../fields.ts"

export const Period = Schema.Struct({
  start: optionalDate("nothing is decided before; earlier sessions are warm-up"),
  end: optionalDate("last session that is read"),
  first_build: withDefault(
    Schema.Literals(["scheduled", "start"]),
    "scheduled",
    "first decision on the first scheduled date, or at once on start",
  ),
})
  .annotate({ description: "which sessions" })
  .check(
    Schema.makeFilter(
      ({ start, end, first_build }: { start?: string; end?: string; first_build: string }) => {
        if (start !== undefined && end !== undefined && parseIsoDate(end)! < parseIsoDate(start)!) {
          return { path: ["end"], issue: `end ${end} lies before start ${start}` }
        }
        return (
          first_build === "scheduled" ||
          start !== undefined || { path: ["first_build"], issue: "first_build: start needs period.start" }
        )
      },
    ),
  )
