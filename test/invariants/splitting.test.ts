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
import { bookOf, gross, marketTo, ruinous, run, set, withBars } from "./given.ts"

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

/** Sessions at whose close an order that is due waits for its asset's next bar. */
function waitingSessions(given: GivenStudy): ReadonlyArray<number> {
  const orders = documentAt<Orders>(run(given), "execution/orders", "orders")
  const at = (date: string) => given.market.sessions.indexOf(date)
  return orders.flatMap(({ due, fills }) => {
    const last = Math.max(-1, ...fills.filter(({ assets }) => assets.length > 0).map(({ date }) => at(date)))
    return due === null ? [] : Array.from({ length: Math.max(0, last - at(due)) }, (_, k) => at(due) + k)
  })
}

const shareFrom = (min: number) => fc.double({ min, max: 1, noNaN: true })
/** Studies and shares of their sessions that come before the split; ruin, if any, comes half of the way through. */
const splits = fc.oneof(fc.tuple(studies, shareFrom(0.1)), fc.tuple(ruinous, shareFrom(0.6)))

/** The study decided weekly, on a market in which every fourth bar is missing: orders wait. */
function waiting(given: GivenStudy): GivenStudy {
  const market = withBars(given.market, (bar, t, asset) => ((t + asset.charCodeAt(1)) % 4 === 0 ? null : bar))
  return set(
    { ...given, market },
    {
      allocation: { method: "equal_weight", rebalance: { frequency: "weekly", day: "wed" } },
      execution: { delay_sessions: 0 },
      period: { start: undefined, first_build: "scheduled" },
    },
  )
}

/** The session at whose end a study is split: where there is one, a session on which an order waits. */
function splitAt(given: GivenStudy, share: number): number {
  const waits = waitingSessions(given)
  const all = waits.length > 0 ? waits : [...given.market.sessions.keys()]
  return all[Math.floor(share * (all.length - 1))]!
}

describe("a study split at any date", () => {
  it("and continued from what it kept is the study in one go: every value of every node, bit for bit", async () => {
    const seen = tally(
      "extended",
      "holding at the split",
      "order under way",
      "order that waits",
      "ruin before the split",
    )
    const split = async (given: GivenStudy, rows: number) => {
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
      seen.see("order that waits", waitingSessions(given).includes(rows - 1))
      seen.see("order under way", orders.some(({ open }) => open) && rows < given.market.sessions.length)
    }
    const property = fc.asyncProperty(splits, fc.boolean(), async ([given, share], isWaiting) => {
      if (!isWaiting) return split(given, 1 + Math.floor(share * (given.market.sessions.length - 1)))
      const gappy = waiting(given)
      return split(gappy, 1 + splitAt(gappy, share))
    })
    await fc.assert(property, effort(120))
    expect(seen.missing()).toEqual([])
  }, 600_000) // each case runs the engine three times
})
