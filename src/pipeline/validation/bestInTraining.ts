import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import { choiceFields, choose, testWindowFields } from "./choiceFields.ts"
import { gapOf } from "./foldsOf.ts"

/**
 * Which of several candidates did best in the training sessions before a test window: a column a candidate, on each session of the
 * window 1 for the one chosen and 0 for the others. NaN outside the window, and throughout where no candidate has results enough.
 *
 * The score is the Sharpe ratio of the candidates' returns (column `net`, NaN where a session does not count) over the training
 * sessions on which all that take part have results. A row of the window reads the returns up to `purge_sessions` +
 * `embargo_sessions` + 1 sessions before it and nothing later, and says so by its reach: where returns hold something of later
 * sessions, as forward returns do, planning refuses a purge that is too short for it.
 */
export const BestInTraining = Node.define({
  name: "validation/best-in-training",
  title: "candidate with the best training results (1, others 0) on the sessions of one test window",
  config: Schema.Struct({ ...testWindowFields, ...choiceFields }),
  inputs: { returns: Node.many(Series.type) },
  output: Series.type,
  reach: (settings) =>
    Reach.historyUntil(1 + gapOf(settings), "a training window may begin with the first session"),
  settle: (settings) => settings.min_train_sessions + gapOf(settings),
  scope: "all",
  run: ({ returns }, { from, until, ...settings }) => {
    const { names, test, found } = choose(returns, { from, until }, settings)
    const calendar = Object.values(returns)[0]?.calendar ?? Calendar.empty
    const columns = names.map((name, i): [string, Float64Array] => {
      const column = new Float64Array(calendar.sessions.length).fill(NaN)
      return [name, found.best < 0 ? column : column.fill(Number(i === found.best), test.from, test.to)]
    })
    return Series.make(calendar, Object.fromEntries(columns))
  },
})
