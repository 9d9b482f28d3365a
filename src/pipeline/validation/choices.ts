import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import { type Absence, scoreOf } from "../../kernel/splits/bestInTraining.ts"
import { type Choice, choiceFields, type ChoiceSettings, choose, testWindowFields } from "./choiceFields.ts"

const isoDate = Schema.NullOr(Schema.String)
const figure = Schema.NullOr(Schema.Finite)

const choices = Schema.Struct({
  candidates: Schema.Array(Schema.String).annotate({ description: "in the order in which they win a tie" }),
  folds: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      train_from: isoDate.annotate({
        description: "first session that was compared; null where nothing was chosen",
      }),
      train_to: isoDate,
      train_sessions: Schema.Int,
      test_from: isoDate.annotate({ description: "null where the window has no session yet" }),
      test_to: isoDate,
      test_sessions: Schema.Int,
      chosen: Schema.NullOr(Schema.String),
      tied: Schema.Array(Schema.String).annotate({
        description: "all with the highest score, where there are several; the first was chosen",
      }),
      candidates: Schema.Array(
        Schema.Struct({
          name: Schema.String,
          train_sharpe: figure.annotate({ description: "a year, net; null where it took no part" }),
          test_sharpe: figure.annotate({ description: "of its own book over the test window: hindsight" }),
          reason: Schema.NullOr(Schema.String).annotate({ description: "why it took no part" }),
        }),
      ),
      reason: Schema.NullOr(Schema.String).annotate({ description: "why nothing was chosen" }),
    }),
  ),
})

export type Choices = typeof choices.Type

const choicesType = Document.of("validation-choices", choices)

/** What was chosen for each fold, on what grounds, and what each candidate would have earned: the record of best-in-training. */
export const ChoiceRecord = Node.define({
  name: "validation/choices",
  title: "candidate chosen for each fold, with the scores behind it",
  config: Schema.Struct({
    folds: Schema.Array(Schema.Struct({ name: Schema.String, ...testWindowFields })),
    ...choiceFields,
  }),
  inputs: { returns: Node.many(Series.type) },
  output: choicesType,
  reach: () => Reach.whole("a record has no time axis"),
  scope: "all",
  run: ({ returns }, { folds, ...settings }): Choices => {
    const made = folds.map((fold) => ({ name: fold.name, choice: choose(returns, fold, settings) }))
    return {
      candidates: made[0]?.choice.names ?? Object.keys(returns).toSorted(),
      folds: made.map(({ name, choice }) => ({ name, ...recordOf(choice, returns, settings) })),
    }
  },
})

function recordOf(
  { names, test, found }: Choice,
  returns: Readonly<Record<string, Series.Series>>,
  settings: ChoiceSettings,
): Omit<Choices["folds"][number], "name"> {
  const calendar = Object.values(returns)[0]?.calendar ?? Calendar.empty
  const iso = (row: number, isThere: boolean): string | null =>
    isThere ? Calendar.isoAt(calendar, row) : null
  const { rows, scores, absences, best, tied } = found
  const perYear = Math.sqrt(settings.periods_per_year)
  const riskFree = settings.risk_free / settings.periods_per_year
  const inTest = (name: string): number => {
    const column = Series.column(returns[name]!, "net").subarray(test.from, test.to)
    return scoreOf(
      column.filter((value) => !Number.isNaN(value)),
      riskFree,
    )
  }
  return {
    train_from: iso(rows.from, best >= 0),
    train_to: iso(rows.to - 1, best >= 0),
    train_sessions: rows.to - rows.from,
    test_from: iso(test.from, test.from < test.to),
    test_to: iso(test.to - 1, test.from < test.to),
    test_sessions: test.to - test.from,
    chosen: names[best] ?? null,
    tied: tied.length > 1 ? tied.map((i) => names[i]!) : [],
    candidates: names.map((name, i) => ({
      name,
      train_sharpe: figureOf(scores[i]! * perYear),
      test_sharpe: figureOf(inTest(name) * perYear),
      reason: absences[i] === undefined ? null : reasonOf(absences[i], settings),
    })),
    reason: best < 0 ? "no candidate has results to choose by" : null,
  }
}

const figureOf = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null)

const reasonOf = (absence: Absence, { min_train_sessions }: ChoiceSettings): string =>
  ({
    short: `has results on fewer than ${min_train_sessions} sessions of training`,
    ended: "its results end before training does",
    flat: "its returns do not vary in training",
  })[absence]
