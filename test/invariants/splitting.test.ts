/**
 * A study that is split at any date and goes on from what it kept is the study in one go, bit for bit.
 *
 * What it keeps is what the engine stores: held weights, waiting orders, last targets, the book's returns, levels and
 * listings of every node. The halves run through the real engine and its store.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { Code } from "../../src/dag/Code.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import type { Orders } from "../../src/pipeline/execution/fills/OrderRecord.ts"
import { memorySnapshots } from "../dags/memorySnapshots.ts"
import { documentAt } from "../dags/programStudy.ts"
import type { RandomMarket } from "../dags/randomMarket.ts"
import { type GivenStudy, studies } from "../dags/studies.ts"
import { studyContext } from "../support/studyContext.ts"
import { effort, tally } from "./effort.ts"
import { bookOf, gross, marketTo, ruinous, run } from "./given.ts"

const anyCode = Layer.succeed(
  Code,
  Code.of({
    of: (name) =>
      Effect.succeed({ fingerprint: `code of ${name}`, file: "", line: 0, declarations: [], packages: [] }),
  }),
)

const openStore = () => Effect.provide(Store, Layer.fresh(Store.layerMemory))

/** Files are made of the values that this is about, and need a Parquet encoder. */
const isValue = ({ node }: { readonly node: { readonly spec: { readonly name: string } } }) =>
  !node.spec.name.startsWith("artifacts/") && node.spec.name !== "metrics/bootstrap"

const runOver = (snapshot: string, written: unknown, store: Store["Service"], extend: "always" | "never") =>
  Effect.gen(function* () {
    const manifest = yield* SnapshotStore.use((snapshots) => snapshots.manifest(snapshot))
    const { config } = yield* resolveConfig("split", study, written, { "data.snapshot": snapshot })
    const files = Object.entries(study.files(config, manifest, studyContext))
    const graph = yield* prepare(Object.fromEntries(files.filter(([, source]) => isValue(source))))
    const plan = yield* Plan.make(graph, { name: "split", seed: 0, force: new Set() })
    const { nodes } = yield* Run.run(plan, {
      runId: snapshot,
      seed: 0,
      concurrency: 2,
      keepGoing: true,
      extend,
      onEvent: () => {},
    })
    return nodes
  }).pipe(Effect.provide(Layer.merge(Layer.succeed(Store, store), anyCode)))

const hasBar = ({ bars }: RandomMarket): boolean =>
  Object.values(bars).some((all) => all.some((bar) => bar !== null))

const shareFrom = (min: number) => fc.double({ min, max: 1, noNaN: true })
/** Studies and shares of their sessions that come before the split; ruin, if any, comes half of the way through. */
const splits = fc.oneof(fc.tuple(studies, shareFrom(0.1)), fc.tuple(ruinous, shareFrom(0.6)))

describe("a study split at any date", () => {
  it("and continued from what it kept is the study in one go: every value of every node, bit for bit", async () => {
    const seen = tally("extended", "holding at the split", "order under way", "ruin before the split")
    const split = async (given: GivenStudy, at: number) => {
      const rows = 1 + Math.floor(at * (given.market.sessions.length - 1))
      const head = marketTo(given.market, rows)
      if (!hasBar(head)) return
      const { written } = given
      const { first, extended, clean } = await Effect.runPromise(
        Effect.gen(function* () {
          const kept = yield* openStore()
          return {
            first: yield* runOver("head", written, kept, "always"),
            extended: yield* runOver("whole", written, kept, "always"),
            clean: yield* runOver("whole", written, yield* openStore(), "never"),
          }
        }).pipe(Effect.provide(memorySnapshots({ head, whole: given.market }))),
      )
      for (const nodes of [first, extended, clean])
        expect(
          nodes.filter(({ error }) => error !== null).map(({ id, error }) => `${id}: ${String(error)}`),
        ).toEqual([])
      const outputs = (nodes: typeof clean) => nodes.map(({ id, outputs: ports }) => [id, ports])
      expect(outputs(extended)).toEqual(outputs(clean))
      const program = run({ market: head, written })
      const { panel, column } = bookOf(program, "final")
      seen.see(
        "extended",
        extended.some(({ id, fate }) => fate === "extended" && id.startsWith("execution/fills")),
      )
      seen.see("holding at the split", gross(panel("held").at(-1)!) > 0)
      seen.see("ruin before the split", column("ruin").includes(1))
      const orders = documentAt<Orders>(program, "execution/orders", "orders")
      seen.see("order under way", orders.some(({ open }) => open) && rows < given.market.sessions.length)
    }
    const property = fc.asyncProperty(splits, ([given, at]) => split(given, at))
    await fc.assert(property, effort(120))
    expect(seen.missing()).toEqual([])
  })
})
