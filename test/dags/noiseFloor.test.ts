/** The noise floor in whole studies: on what it rests, what a second run and an appended session do. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import trend from "../../experiments/trend.ts"
import { Code } from "../../src/dag/Code.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import * as Window from "../../src/domain/Window.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { makeDemoSnapshot } from "../../src/io/makeDemoSnapshot.ts"
import { earnedReturns } from "../../src/kernel/earnedReturns.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { expectNear, run, set } from "../invariants/given.ts"
import { inFolder, servicesIn } from "../io/services.ts"
import { studyContext } from "../support/studyContext.ts"
import { columnAt, documentAt, panelAt } from "./programStudy.ts"
import { studies } from "./studies.ts"

describe("what the noise floor takes for earned", () => {
  it("is the gross return of every book without interest and fees", () => {
    let compared = 0
    const rates = { cash_rate: 0, financing_spread: 0, short_borrow: 0 }
    const plain = studies.map((given) => set(given, { costs: rates, data: { delisting_return: 0 } }))
    fc.assert(
      fc.property(plain, (given) => {
        const program = run(given)
        const [held, filled] = [
          panelAt(program, "execution/fills@final", "held"),
          panelAt(program, "execution/fills@final", "filled"),
        ]
        const net = panelAt(program, "costs/net-returns")
        const window = documentAt<Window.Window>(program, "metrics/window")
        const { from, to } = Window.countedRows(window, net)
        const book = (name: string) => columnAt(program, "execution/fills@final", "book", name)
        const earned = earnedReturns(
          {
            assets: held.assets.length,
            held: held.values,
            filled: filled.values,
            fills: book("fill_event"),
          },
          {
            beforeFill: panelAt(program, "data/fill-returns", "before_fill").values,
            afterFill: panelAt(program, "data/fill-returns", "after_fill").values,
            closeToClose: panelAt(program, "data/returns", "close_to_close").values,
          },
          from,
          to,
          0,
        )
        const [gross, ruin] = [book("gross"), book("ruin")]
        for (let t = from; t < to; t++) {
          if (ruin[t] === 1) continue // −1 whatever was held
          compared++
          expectNear(earned[t - from]!, gross[t]!, `row ${t}`)
        }
      }),
      { seed: 76, numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(5000)
  })
})

const anyCode = Layer.succeed(
  Code,
  Code.of({
    of: (name) =>
      Effect.succeed({ fingerprint: `code of ${name}`, file: "", line: 0, declarations: [], packages: [] }),
  }),
)

/** The fates of the nodes of a study with a noise floor, by id. */
const runOver = (snapshot: string, draws: number, seed: number) =>
  Effect.gen(function* () {
    const manifest = yield* SnapshotStore.use((snapshots) => snapshots.manifest(snapshot))
    const overrides = { "data.snapshot": snapshot, "metrics.noise_floor": { draws } }
    const { config } = yield* resolveConfig("asked", study, trend.config, overrides)
    const floor = study.files(config, manifest, studyContext)["noise_floor.json"]!
    const plan = yield* Plan.make(yield* prepare({ floor }), { name: "asked", seed, force: new Set() })
    const { nodes } = yield* Run.run(plan, {
      runId: `${snapshot} ${draws} ${seed}`,
      seed,
      concurrency: 2,
      keepGoing: false,
      extend: "always",
      onEvent: () => {},
    })
    return nodes
  }).pipe(Effect.provide(anyCode))

const namesOf = (nodes: ReadonlyArray<Run.NodeOutcome>, fate: string): ReadonlyArray<string> =>
  nodes.filter((node) => node.fate === fate).map(({ id }) => id)

describe("a study with a noise floor", () => {
  it("computes nothing twice, only new draws when there are more, and draws alone at another seed", async () => {
    const ran = await inFolder((folder) =>
      Effect.runPromise(
        Effect.gen(function* () {
          yield* makeDemoSnapshot("before", { to: parseIsoDate("2024-12-30")! })
          yield* makeDemoSnapshot("after", { to: parseIsoDate("2024-12-31")! })
          const first = yield* runOver("before", 19, 0)
          const second = yield* runOver("before", 19, 0)
          const more = yield* runOver("before", 21, 0)
          const reseeded = yield* runOver("before", 19, 1)
          const appended = yield* runOver("after", 19, 0)
          return { first, second, more, reseeded, appended }
        }).pipe(Effect.provide(Layer.merge(servicesIn(folder), Layer.fresh(Store.layerMemory)))),
      ),
    )
    const drawn = (nodes: ReadonlyArray<string>) => nodes.filter((id) => id.startsWith("metrics/noise-draw@"))
    expect(drawn(namesOf(ran.first, "computed")).length).toBe(2 * 19)
    expect(namesOf(ran.second, "cached").length).toBe(ran.second.length)
    expect(namesOf(ran.more, "computed").toSorted()).toEqual([
      "metrics/noise-draw@rotation-20",
      "metrics/noise-draw@rotation-21",
      "metrics/noise-draw@signs-20",
      "metrics/noise-draw@signs-21",
      "metrics/noise-floor",
    ])
    expect(namesOf(ran.reseeded, "computed").length).toBe(2 * 19 + 1)
    // draws have no rows to add: they run anew, and what they rest on is extended
    const inFull = namesOf(ran.appended, "computed")
    expect(drawn(inFull).length).toBe(2 * 19)
    expect(inFull.filter((id) => !id.startsWith("metrics/")).toSorted()).toEqual([])
  }, 120_000)
})
