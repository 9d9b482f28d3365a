/** One session more: every node that is extended sees its lookback and one row, and nothing differs from a clean run. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { beforeAll, describe, expect, it } from "vitest"
import reversion from "../../experiments/mean-reversion.ts"
import { study } from "../../dags/study.ts"
import choosing from "../../experiments/walk-forward-choice.ts"
import trend from "../../experiments/trend.ts"
import { Code } from "../../src/dag/Code.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { type PreparedGraph, prepare } from "../../src/dag/Prepared.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import type { Study } from "../../src/experiment/Study.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { makeDemoSnapshot } from "../../src/io/makeDemoSnapshot.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { inFolder, servicesIn } from "../io/services.ts"
import { studyContext } from "../support/studyContext.ts"

const anyCode = Layer.succeed(
  Code,
  Code.of({
    of: (name) =>
      Effect.succeed({ fingerprint: `code of ${name}`, file: "", line: 0, declarations: [], packages: [] }),
  }),
)

const openStore = () => Effect.provide(Store, Layer.fresh(Store.layerMemory))

interface Ran {
  readonly graph: PreparedGraph
  readonly nodes: ReadonlyArray<Run.NodeOutcome>
}

interface Asked {
  readonly graph?: Study<unknown, unknown>
  readonly config: unknown
  readonly set: Readonly<Record<string, unknown>>
}

const graphOf = ({ graph }: Asked): Study<unknown, unknown> => graph ?? (study as Study<unknown, unknown>)

/** A study over a snapshot, on a store. */
const runOver = (asked: Asked, snapshot: string, store: Store["Service"], extend: "always" | "never") =>
  Effect.gen(function* () {
    const manifest = yield* SnapshotStore.use((snapshots) => snapshots.manifest(snapshot))
    const overrides = { ...asked.set, "data.snapshot": snapshot }
    const { config } = yield* resolveConfig("asked", graphOf(asked), asked.config, overrides)
    const graph = yield* prepare(graphOf(asked).files(config, manifest, studyContext))
    const plan = yield* Plan.make(graph, { name: "asked", seed: 0, force: new Set() })
    const outcome = yield* Run.run(plan, {
      runId: snapshot,
      seed: 0,
      concurrency: 2,
      keepGoing: true,
      extend,
      onEvent: () => {},
    })
    return { graph, nodes: outcome.nodes } satisfies Ran
  }).pipe(Effect.provide(Layer.merge(Layer.succeed(Store, store), anyCode)))

/** The later of two snapshots on a store that has seen the earlier one, and on an empty one. */
const appended = (asked: Asked): Promise<{ readonly after: Ran; readonly clean: Ran }> =>
  inFolder((folder) =>
    Effect.runPromise(
      Effect.gen(function* () {
        yield* makeDemoSnapshot("before", { to: parseIsoDate("2024-12-30")! })
        yield* makeDemoSnapshot("after", { to: parseIsoDate("2024-12-31")! })
        const kept = yield* openStore()
        yield* runOver(asked, "before", kept, "always")
        const after = yield* runOver(asked, "after", kept, "always")
        const clean = yield* runOver(asked, "after", yield* openStore(), "never")
        return { after, clean }
      }).pipe(Effect.provide(servicesIn(folder))),
    ),
  )

const atOpen = { "execution.signal_time": "open", "execution.execution_time": "next_close" }

const studies: ReadonlyArray<[string, Asked]> = [
  ["the demo study", { config: trend.config, set: {} }],
  [
    "a lookback chosen anew for each fold",
    { graph: choosing.graph as Study<unknown, unknown>, config: choosing.config, set: {} },
  ],
  ["two strategies by risk parity, decided at the open", { config: reversion.config, set: atOpen }],
]

const lookbackOf = ({ graph }: Ran, id: string): number =>
  Math.max(
    0,
    ...graph.byId
      .get(id)!
      .inputs.filter(({ from, fromPort }) => from.node.spec.outputs[fromPort]!.type.axis !== undefined)
      .map(({ reach }) => reach.back),
  )

describe.each(studies)("one appended session, on %s", (_, asked) => {
  let after: Ran
  let clean: Ran
  beforeAll(async () => {
    ;({ after, clean } = await appended(asked))
  }, 120_000)

  const extended = (): ReadonlyArray<Run.NodeOutcome> => after.nodes.filter(({ fate }) => fate === "extended")

  it("gives what a clean run gives, bit for bit", () => {
    expect(after.nodes.filter(({ error }) => error !== null)).toEqual([])
    expect(after.nodes.map(({ id, outputs }) => [id, outputs])).toEqual(
      clean.nodes.map(({ id, outputs }) => [id, outputs]),
    )
  })

  it("hands at most lookback + 1 rows to each node that is extended", () => {
    const nodes = extended().filter(({ id }) => id !== "data/prices")
    expect(nodes.length).toBeGreaterThan(25)
    for (const { id, rowsRun, rowsGiven, changes } of nodes) {
      expect(rowsRun, id).toBe(1)
      expect(rowsGiven, id).toBeLessThanOrEqual(lookbackOf(after, id) + 1)
      expect(changes, id).toMatchObject({
        appended: 1,
        backFilled: 0,
        inserted: 0,
        deleted: 0,
        columnsAdded: 0,
      })
    }
  })

  it("reads of the snapshot the year that changed", () => {
    const prices = after.nodes.find(({ id }) => id === "data/prices")!
    expect(prices).toMatchObject({ fate: "extended", rowsRun: 252 })
    expect(prices.changes).toMatchObject({ appended: 1, revised: 0 })
  })

  it("computes in full only what has no rows, or reads all of them", () => {
    const inFull = after.nodes
      .filter(({ fate }) => fate === "computed")
      .map(({ id }) => after.graph.byId.get(id)!)
    for (const { id, node, inputs } of inFull) {
      const hasRows = Object.values(node.spec.outputs).every(({ type }) => type.axis !== undefined)
      const readsAll = inputs.some(({ reach }) => reach.kind === "history" || reach.kind === "whole")
      expect(!hasRows || readsAll, id).toBe(true)
    }
  })
})
