/**
 * One run of the trend study in a process of its own: reads a snapshot, plans, runs, stores. What is made for the files of a
 * run folder alone is left out: tables, and the records of orders, of caps and of prices that stood still.
 *
 *   trendStudyRun SNAPSHOTS NAME CACHE FINGERPRINTS
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { study } from "../../dags/study.ts"
import { Code } from "../../src/dag/Code.ts"
import type { Source } from "../../src/dag/Node.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { readTable } from "../../src/fingerprint/storedTable.ts"
import * as SnapshotFolder from "../../src/io/snapshotStore.ts"
import { SnapshotStore, SnapshotsRoot } from "../../src/pipeline/data/SnapshotStore.ts"
import { finish } from "./child.ts"
import { studyContext } from "../../test/support/studyContext.ts"

const [snapshots, name, cache, fingerprints] = process.argv.slice(2) as [string, string, string, string]

const given = {
  strategies: { trend: { type: "trend" } },
  data: { snapshot: name },
  risk: { target_vol: 0.1, max_weight_per_asset: 0.05 },
  costs: { spread_bps: 2, slippage_bps: 2, impact_coefficient: 0.1 },
}

const layers = Layer.mergeAll(
  Store.layerFolder(cache),
  Code.layerTable(readTable(fingerprints)!.nodes),
  SnapshotFolder.layer.pipe(Layer.provide(Layer.succeed(SnapshotsRoot, snapshots))),
)

const outcome = await Effect.gen(function* () {
  const manifest = yield* (yield* SnapshotStore).manifest(name)
  const { config } = yield* resolveConfig("bench", study, given, {})
  const graph = yield* prepare(numbersOf(study.files(config, manifest, studyContext)))
  const plan = yield* Plan.make(graph, { name: "bench", seed: 0, force: new Set() })
  return yield* Run.run(plan, {
    runId: name,
    seed: 0,
    concurrency: 2,
    keepGoing: false,
    extend: "always",
    onEvent: () => {},
  })
}).pipe(Effect.scoped, Effect.provide(layers), Effect.runPromise)

const failed = outcome.nodes.find(({ fate }) => fate === "failed")
if (failed !== undefined) throw failed.error
finish(
  outcome.nodes.map(({ id, fate, outputs, rowsRun, rowsGiven, cpuMs }) => ({
    id,
    fate,
    outputs,
    rowsRun,
    rowsGiven,
    cpuMs,
  })),
)

/** What the files are made of rather than the files. */
function numbersOf(
  files: Readonly<Record<string, Source<unknown>>>,
): Readonly<Record<string, Source<unknown>>> {
  const targets: Record<string, Source<unknown>> = {}
  const take = (name: string, source: Source<unknown>): void => {
    if (!isForFiles(source.node.spec.name)) targets[name] = source
    else
      for (const { port, key, source: from } of source.node.inputs) take(`${name} ${port} ${key ?? ""}`, from)
  }
  for (const [file, source] of Object.entries(files)) take(file, source)
  return targets
}

function isForFiles(definition: string): boolean {
  return (
    definition.startsWith("artifacts/") ||
    [
      "execution/orders",
      "allocation/cap-bindings",
      "allocation/empty-legs",
      "allocation/still-prices",
    ].includes(definition)
  )
}
