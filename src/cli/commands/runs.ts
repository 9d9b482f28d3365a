import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { nearest } from "../../dag/nearest.ts"
import { Store } from "../../dag/store/Store.ts"
import { table } from "../../report/text/table.ts"
import { printResult } from "../print.ts"
import { runNames } from "../RunFolder.ts"
import { storeLayer } from "../services.ts"
import { sage } from "../sharedFlags.ts"
import { Usage } from "../Usage.ts"

const ls = Command.make(
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

const show = Command.make(
  "show",
  { run: Argument.String("RUN").pipe(Argument.withDescription("id of a run, or the beginning of one")) },
  Effect.fn("cli.runsShow")(function* ({ run }) {
    const { json, cache } = yield* sage
    const found = yield* Effect.scoped(Effect.provide(findRun(run), storeLayer(cache)))
    yield* printResult(json, found, () => JSON.stringify(found, null, 2))
  }),
).pipe(Command.withDescription("Show a run's manifest and the fate of its nodes"))

const findRun = (wanted: string) =>
  Effect.gen(function* () {
    const store = yield* Store
    const all = yield* store.runs
    const matches = all.filter(({ runId }) => runId.startsWith(wanted))
    const [row] = matches
    if (row === undefined || matches.length > 1) {
      const near = nearest(
        wanted,
        all.map(({ runId }) => runId),
      )
      return yield* new Usage({
        problem:
          matches.length > 1
            ? `${matches.length} runs begin with ${wanted}.`
            : `The ledger has no run ${wanted}.`,
        remedy: near === null ? "`sage runs ls` lists them." : `Did you mean ${near}?`,
      })
    }
    const nodes = yield* store.runNodes(row.runId)
    return {
      manifest: JSON.parse(row.facts) as unknown,
      nodes: nodes.map(({ id, key, fate, reasons }) => ({
        id,
        key,
        fate,
        reasons: JSON.parse(reasons) as unknown,
      })),
    }
  })

export const runs = Command.make("runs").pipe(
  Command.withDescription("The ledger: what was run, when and with what result"),
  Command.withSubcommands([ls, show]),
)
