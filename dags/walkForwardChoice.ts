/**
 * A parameter chosen anew for each fold: before each test window the value whose study did best in training, traded in the window
 * by one book that lives through all of them.
 *
 *   market ─┬─ candidate 63 ─ returns ─┐
 *           ├─ candidate 126 ─ returns ┼─ best in training, one a fold ─ chosen intent ─ the study as always
 *           └─ …                       ┘
 *
 * Candidates are whole studies, up to their net returns; each has nodes of its own, and so has the choice of each fold. The choice
 * stands on the time axis and says how far behind it the returns lie that it reads, so that planning proves that no fold chooses by
 * what it will be judged by. Without a `choice` it is the study with the parameters that it is given.
 */
import { Artifacts, Fan, type Node, onSameMarket, Study, systemChecks, systemFields } from "sage"
import type { MarketFacts } from "sage/data"
import { EligibleCount } from "sage/execution"
import { Chosen } from "sage/intent"
import { CountedReturns, MetricsSummary, MetricWindow } from "sage/metrics"
import { BestInTraining, ChoiceRecord, type TestWindow, testWindows } from "sage/validation"
import * as Schema from "effect/Schema"
import { objections } from "./objections.ts"
import type { Alone } from "./study/alone.ts"
import { strategies } from "./strategies/catalogue.ts"
import { filesOf, study } from "./study.ts"
import { runBooks } from "./study/books.ts"
import {
  type Candidate,
  candidatesOf,
  type Choice,
  choiceObjections,
  choiceSection,
  placeOf,
} from "./study/candidates.ts"
import { type Config, onCalendar } from "./study/config.ts"
import { decide, intentsOf } from "./study/decision.ts"
import { foldSettings } from "./study/folds.ts"
import { type Market, openMarket } from "./study/market.ts"
import { paid, ratiosOf } from "./study/paid.ts"

const schema = Schema.Struct({
  ...systemFields(strategies.schema),
  choice: Schema.optionalKey(choiceSection),
}).check(systemChecks)

export const walkForwardChoice = Study.define({
  config: schema,
  snapshot: ({ data }) => data.snapshot,
  seed: ({ seed }) => seed,
  optimisticFill: ({ execution }) =>
    execution.execution_time === "signal_close" && execution.delay_sessions === 0,
  objections: (config, pinned) => [
    ...objections(config, pinned),
    ...(config.choice === undefined
      ? []
      : [...choiceObjections(config, config.choice), ...foldObjections(config, onCalendar(config, pinned))]),
  ],
  baseline: onSameMarket,
  files: (config, pinned, context) =>
    config.choice === undefined
      ? study.files(config, pinned, context)
      : chooseAnew(config, config.choice, pinned, context),
})

function chooseAnew(
  config: Config,
  choice: Choice,
  pinned: MarketFacts,
  context: Study.StudyContext<Config>,
): Readonly<Record<string, Node.Source<unknown>>> {
  const snapshot = onCalendar(config, pinned)
  const market = openMarket(config, snapshot)
  const windows = windowsOf(config, snapshot)
  const values = choice.values.map(String)
  const candidates = Fan.map(
    candidatesOf(config, choice),
    (candidate) => standIn(candidate, snapshot, market),
    (studies) => studies,
  )
  const returns = each(candidates, ({ counted }) => counted)
  const settings = { ...choiceSettings(config, snapshot), prefer: values }
  const choices = Fan.map(
    Fan.keyed(windows, ({ name }) => name),
    ({ from, until }) => BestInTraining({ from, until, ...settings }, { returns }),
    (folds) => folds,
  )
  const { strategy } = placeOf(choice)
  const chosen = Chosen({}, { intents: each(candidates, ({ intents }) => intents[strategy]!), choices })
  const intents = { ...intentsOf(config, market), [strategy]: chosen }
  const { files, alone } = filesOf(config, pinned, market, decide(config, snapshot, market, intents), context)
  return {
    ...files,
    "choices.json": ChoiceRecord({ folds: windows, ...settings }, { returns }),
    "choices.parquet": Artifacts.SeriesParquet({}, { series: choices }, { as: "choices" }),
    "comparison.json": compare(config, snapshot, { "chosen anew": alone, ...candidates }, [
      "chosen anew",
      ...values,
    ]),
  }
}

const each = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]))

/** The study of one value, with its returns as they count. */
function standIn({ config }: Candidate, snapshot: MarketFacts, market: Market) {
  const intents = intentsOf(config, market)
  const decision = decide(config, snapshot, market, intents)
  const { final, b2, leverage } = runBooks(config, snapshot, market, decision)
  const { net } = paid(config, snapshot, market, final)
  const eligible = EligibleCount({}, { eligible: decision.eligible })
  const counted = CountedReturns({}, { net, eligible, book: b2.book })
  return { intents, counted, net, eligible, book: final.book, b2: b2.book, leverage }
}

/** The study beside each value held throughout, over the sessions that all of them count. */
function compare(
  config: Config,
  snapshot: MarketFacts,
  systems: Readonly<Record<string, Pick<Alone, "net" | "book" | "b2" | "eligible" | "leverage">>>,
  order: ReadonlyArray<string>,
) {
  const window = MetricWindow(
    {},
    { eligible: each(systems, ({ eligible }) => eligible), book: each(systems, ({ b2 }) => b2) },
    { as: "compared" },
  )
  const ratios = ratiosOf(config, snapshot)
  const summaries = Fan.map(
    systems,
    ({ net, book, leverage }) =>
      MetricsSummary(
        ratios,
        { net, book, window, ...(leverage === undefined ? {} : { leverage }) },
        { as: "compared" },
      ),
    (all) => all,
  )
  return Artifacts.Comparison({ systems: [...order] }, { summaries })
}

/** Test windows are known by rule; the data ends where the snapshot or the study does. */
function windowsOf(
  config: Config,
  { calendar, first_session, last_session }: MarketFacts,
): ReadonlyArray<TestWindow> {
  if (first_session === undefined || last_session === undefined) return []
  const { end } = config.period
  return testWindows(foldSettings(config), {
    calendar: calendar === "union" ? "always" : calendar, // only years are taken from a union
    first: first_session,
    last: end !== undefined && end < last_session ? end : last_session,
  })
}

function choiceSettings(config: Config, snapshot: MarketFacts) {
  const { type: _type, test_sessions: _test, ...training } = foldSettings(config)
  const { risk_free, periods_per_year } = ratiosOf(config, snapshot)
  const { min_train_sessions } = config.folds
  return { ...training, min_train_sessions, risk_free, periods_per_year }
}

function foldObjections(config: Config, snapshot: MarketFacts): ReadonlyArray<Study.Objection> {
  if (config.data.mode === "live") {
    const message =
      "a choice by fold needs to know which sessions there are; pin the prices (sage snapshot pin)"
    return [{ path: ["data", "mode"], message }]
  }
  if (snapshot.calendar === "union" && config.folds.type === "walk_forward") {
    const message = `the sessions of snapshot ${snapshot.name} are those of its file, so windows of sessions are not known in advance; use yearly`
    return [{ path: ["folds", "type"], message }]
  }
  if (windowsOf(config, snapshot).length > 0) return []
  const message = `no test window begins before ${snapshot.last_session}; use fewer train_sessions or an earlier start`
  return [{ path: ["folds", "train_sessions"], message }]
}
