import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Store } from "../../../dag/store/Store.ts"
import { table } from "../../../report/text/table.ts"
import { withLedger } from "../../ledgerRun.ts"
import { printResult } from "../../print.ts"
import { runNames } from "../../RunFolder.ts"
import { sage } from "../../sharedFlags.ts"

export const ls = Command.make(
  "ls",
  {
    last: Flag.Int("last").pipe(
      Flag.withSchema(Schema.Int.check(Schema.isGreaterThan(0))),
      Flag.optional,
      Flag.withDescription("only so many, the latest"),
    ),
  },
  Effect.fn("cli.runsLs")(function* ({ last }) {
    const { json, cache } = yield* sage
    const all = yield* withLedger(cache, listRuns)
    const runs = Option.isSome(last) ? all.slice(-last.value) : all
    yield* printResult(json, { runs }, () => (runs.length === 0 ? noRuns : runsTable(runs)))
  }),
).pipe(Command.withDescription("List the runs of the ledger, oldest first"))

/** Of the facts of a run, what a list shows. */
interface Facts {
  readonly overrides?: Readonly<Record<string, unknown>>
  readonly metrics?: Readonly<Record<string, number | null>> | null
  readonly result_of?: string | null
}

const listRuns = Effect.gen(function* () {
  const rows = yield* (yield* Store).runs
  const folders = new Set(runNames())
  const runs = rows.map(({ runId, name, startedAt, status, facts }) => {
    const { overrides = {}, metrics = null, result_of = null } = JSON.parse(facts) as Facts
    return {
      run_id: runId,
      started_at: new Date(startedAt).toISOString(),
      experiment: name,
      status,
      /** whether its folder is in runs/ */
      folder: folders.has(runId),
      result_of,
      overrides,
      metrics,
    }
  })
  // ids begin with the time; what was restored stands last in the ledger itself
  return runs.sort((a, b) => (a.run_id < b.run_id ? -1 : 1))
})

function runsTable(runs: ReadonlyArray<Effect.Success<typeof listRuns>[number]>): string {
  const rows = runs.map(({ run_id, started_at, experiment, status, overrides, metrics }) => [
    run_id,
    `${started_at.slice(0, 16).replace("T", " ")} UTC`,
    status,
    figure(metrics?.["total_return"], (value) => `${(100 * value).toFixed(1)} %`),
    figure(metrics?.["sharpe"], (value) => value.toFixed(2)),
    [
      experiment,
      ...Object.entries(overrides).map(([path, value]) => `${path}=${JSON.stringify(value)}`),
    ].join(" "),
  ])
  const head = ["run", "started", "status", "return", "Sharpe", "experiment"]
  return table([head, ...rows], ["left", "left", "left", "right", "right", "left"])
}

/** Blank where a run has no such figure. */
const figure = (value: number | null | undefined, show: (value: number) => string): string =>
  typeof value === "number" ? show(value) : ""

const noRuns = "no runs yet: `sage dag run experiments/trend.ts` makes one"
