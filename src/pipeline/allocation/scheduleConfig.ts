import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { weekdays } from "./decisionDay.ts"

const isoDate = Schema.String.check(
  Schema.makeFilter(
    (text) => parseIsoDate(text) !== undefined || "must be a date that exists, written YYYY-MM-DD",
  ),
)

export const fields = {
  frequency: Schema.Literals(["daily", "weekly", "monthly", "quarterly", "yearly", "once"])
    .annotate({ description: "how often a decision is made; once: at start alone" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("monthly" as const))),
  day: Schema.Literals(["first_trading_day", "last_trading_day", ...weekdays])
    .annotate({
      description:
        "session of the period; mon … fri with weekly: the first on or after it, else the week's last",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("last_trading_day" as const))),
  on_intent_change: Schema.Boolean.annotate({
    description: "also decide on sessions where the sign of the equally weighted blend of intents changes",
  }).pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  start: Schema.optionalKey(
    isoDate.annotate({ description: "nothing is decided before this date; absent: from the first session" }),
  ),
  first_build: Schema.Literals(["scheduled", "start"])
    .annotate({
      description:
        "start: also decide on the first session from start on (without start: with an eligible asset)",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("scheduled" as const))),
  calendar: Schema.Literals(["nyse", "always", "union"])
    .annotate({ description: "whose sessions make periods; union: those of the data" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("nyse" as const))),
}

export type ScheduleConfig = Schema.Struct<typeof fields>["Type"]

/** What is wrong with a combination, or true. */
export function allowed({ frequency, day, calendar }: ScheduleConfig) {
  const periodic = frequency !== "daily" && frequency !== "once"
  const weekday = weekdays.some((name) => name === day)
  if (periodic && weekday && frequency !== "weekly") {
    return refuse(`${day} goes with frequency: weekly; use first_trading_day or last_trading_day`)
  }
  if (periodic && calendar === "union" && day !== "first_trading_day" && day !== "mon") {
    return refuse(
      `${day} cannot be known before the period is over when calendar is union; use first_trading_day, or name the exchange (calendar: nyse or always)`,
    )
  }
  return true
}

const refuse = (issue: string) => ({ path: ["day"], issue })

/** Whether the first session has a say: it is not known from dates alone, so it is remembered. */
export const opens = ({ frequency, first_build }: ScheduleConfig): boolean =>
  frequency === "once" || first_build === "start"

/** Rows before t that are looked at. */
export const lookback = ({ frequency, on_intent_change, calendar }: ScheduleConfig): number =>
  on_intent_change || (calendar === "union" && frequency !== "daily" && frequency !== "once") ? 1 : 0
