import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Store } from "../../../dag/store/Store.ts"
import { table } from "../../../report/text/table.ts"
import { printResult } from "../../print.ts"
import { runNames } from "../../RunFolder.ts"
import { storeLayer } from "../../services.ts"
import { sage } from "../../sharedFlags.ts"

export const ls = Command.make(
  "ls",
  {},
  Effect.fn("cli.runsLs")(function* () {
    const { json, cache } = yield* sage
    const runs = yield* Effect.scoped(Effect.provide(listRuns, storeLayer(cache)))
    yield* printResult(json, { runs }, () => (runs.length === 0 ? noRuns() : runsTable(runs)))
  }),
).pipe(Command.withDescription("List the runs of the ledger, oldest first"))

/** Of the facts of a run, what a list shows. */
interface Facts {
  readonly overrides?: Readonly<Record<string, unknown>>
  readonly metrics?: Readonly<Record<string, number | null>> | null
}

const listRuns = Effect.gen(function* () {
  const rows = yield* (yield* Store).runs
  return rows.map(({ runId, name, startedAt, status, facts }) => {
    const { overrides = {}, metrics = null } = JSON.parse(facts) as Facts
    return {
      run_id: runId,
      started_at: new Date(startedAt).toISOString(),
      experiment: name,
      status,
      overrides,
      metrics,
    }
  })
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

/** The ledger lies in the cache; folders of runs outlive it. */
function noRuns(): string {
  const kept = runNames().length
  return kept === 0
    ? "no runs yet: `sage dag run experiments/trend.ts` makes one"
    : `the ledger of this cache is empty, but runs/ holds ${kept} folders of earlier runs with their manifests`
}
