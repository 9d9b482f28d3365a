/** What a choice among candidates is told, and the choice itself: one computation for those who act on it and those who record it. */
import * as Schema from "effect/Schema"
import * as Effect from "effect/Effect"
import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import { parseIsoDate } from "../../kernel/civilDate.ts"
import { bestInTraining, type TrainingScores } from "../../kernel/splits/bestInTraining.ts"
import type { RowRange } from "../../kernel/splits/RowRange.ts"
import { isoDate, minTrainSessions, trainingFields } from "./foldFields.ts"
import { trainingBefore } from "./foldsOf.ts"

export const choiceFields = {
  ...trainingFields,
  min_train_sessions: minTrainSessions,
  prefer: Schema.Array(Schema.String)
    .annotate({ description: "candidates in the order in which they win a tie; others follow by name" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  risk_free: Schema.Finite.check(Schema.isBetween({ minimum: -1, maximum: 10 }))
    .annotate({ description: "return a year that the Sharpe ratio takes off, decimal" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  periods_per_year: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "sessions that make a year" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
}

export type ChoiceSettings = Schema.Struct<typeof choiceFields>["Type"]

export const testWindowFields = {
  from: isoDate("first day of the test window"),
  until: isoDate("first day after it"),
}

export type TestWindow = Schema.Struct<typeof testWindowFields>["Type"]

export interface Choice {
  /** names of the candidates in the order of preference: what scores and indices refer to */
  readonly names: ReadonlyArray<string>
  /** rows of the test window */
  readonly test: RowRange
  /** what may be trained on, whether or not there are results */
  readonly train: RowRange
  readonly found: TrainingScores
}

/** The candidate with the best results in the training window that belongs to a test window. */
export function choose(
  returns: Readonly<Record<string, Series.Series>>,
  { from, until }: TestWindow,
  settings: ChoiceSettings,
): Choice {
  const names = ordered(Object.keys(returns), settings.prefer)
  const calendar = Object.values(returns)[0]?.calendar ?? Calendar.empty
  const rowOf = (date: string): number => Calendar.rowOnOrAfter(calendar, parseIsoDate(date)!)
  const first = rowOf(from)
  const test = { from: first, to: Math.max(first, rowOf(until)) }
  const { from: begin, to } = trainingBefore(first, settings)
  const train = {
    from: Math.min(to, Math.max(begin, settings.start === undefined ? 0 : rowOf(settings.start))),
    to,
  }
  const columns = names.map((name) => Series.column(returns[name]!, "net"))
  const riskFree = settings.risk_free / settings.periods_per_year
  return { names, test, train, found: bestInTraining(columns, train, settings.min_train_sessions, riskFree) }
}

function ordered(names: ReadonlyArray<string>, prefer: ReadonlyArray<string>): ReadonlyArray<string> {
  const place = (name: string): number => (prefer.includes(name) ? prefer.indexOf(name) : prefer.length)
  return names.toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}
