/** What a plan promises, held against what the run then does, over random graphs and edits. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import { Code } from "../../src/dag/Code.ts"
import { type Forecast, forecast } from "../../src/dag/Forecast.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import { edit, type EditKind, randomRaw } from "./incremental/edits.ts"
import { randomGraph, show } from "./incremental/graphs.ts"
import { Source } from "./incremental/nodes.ts"
import { makeRandom } from "./incremental/random.ts"
import type { Targets } from "./incremental/session.ts"

const fingerprint = (name: string): string => `code of ${name}`
const codeLayer = Layer.succeed(
  Code,
  Code.of({
    of: (name) =>
      Effect.succeed({ fingerprint: fingerprint(name), file: "", line: 0, declarations: [], packages: [] }),
  }),
)

/** A store in memory in which all code but that of `doubtful` has passed its laws. */
async function openSession(doubtful: ReadonlySet<string> = new Set()) {
  const store = await Effect.runPromise(Effect.provide(Store, Layer.fresh(Store.layerMemory)))
  const layer = Layer.merge(Layer.succeed(Store, store), codeLayer)
  let count = 0
  const plan = (targets: Targets) =>
    Effect.gen(function* () {
      const made = yield* Plan.make(yield* prepare(targets), { name: "test", seed: 0, force: new Set() })
      for (const { node } of made.graph.nodes) {
        const { name } = node.spec
        if (!doubtful.has(name)) yield* store.saveCertificate(fingerprint(name), name, "{}", 0)
      }
      return made
    })
  const run = (targets: Targets) =>
    Effect.gen(function* () {
      const runId = `run ${count++}`
      const outcome = yield* Run.run(yield* plan(targets), {
        runId,
        seed: 0,
        concurrency: 1,
        keepGoing: true,
        extend: "certified",
        onEvent: () => {},
      })
      const nodes = outcome.nodes.map(({ id, key, fate }) => ({ id, key, fate, reasons: "[]" }))
      yield* store.saveRun({
        runId,
        name: "test",
        startedAt: count,
        status: outcome.status,
        facts: "{}",
        nodes,
      })
      return outcome
    })
  return {
    run: (targets: Targets) => Effect.runPromise(Effect.provide(run(targets), layer)),
    forecast: (targets: Targets): Promise<ReadonlyMap<string, Forecast>> =>
      Effect.runPromise(Effect.provide(Effect.flatMap(plan(targets), forecast), layer)),
  }
}

describe("a plan", () => {
  it("promises no more rows than run, and no fate that does not come", async () => {
    const random = makeRandom(7)
    const met = { extend: 0, rows: 0, tight: 0 }
    for (let g = 0; g < 8; g++) {
      const graph = randomGraph(random)
      let raw = randomRaw(random)
      show(raw)
      const session = await openSession()
      await session.run(graph())
      for (let e = 0; e < 8; e++) {
        const next = edit(raw, random)
        raw = next.raw
        show(raw)
        await session.run({ source: Source({}, {}) }) // now it is known what the source gives
        const told = await session.forecast(graph())
        const { nodes } = await session.run(graph())
        const keys = new Map(nodes.map(({ key, fate }) => [fate === "cached" ? null : key, fate]))
        for (const node of nodes) {
          if (node.fate === "cached" && keys.has(node.key)) continue // its twin of another label ran first
          const promise = told.get(node.id)!
          const where = `${node.id}: ${promise.status} ${JSON.stringify(promise.rows)}, then ${node.fate} ${node.rowsRun} (${next.kind}, graph ${g}, edit ${e})`
          if (promise.status === "cached") expect(node.fate, where).toBe("cached")
          if (promise.status === "run") expect(node.fate, where).not.toBe("cached")
          if (promise.status !== "extend") continue
          expect(node.fate, where).not.toBe("computed")
          expect(node.rowsRun ?? 0, where).toBeLessThanOrEqual(promise.rows!.atMost)
          if (promise.isSure) expect(node.fate, where).toBe("extended")
          met.extend++
          met.tight += node.rowsRun === promise.rows!.atMost ? 1 : 0
        }
      }
    }
    expect(met.extend).toBeGreaterThan(150)
    expect(met.tight).toBeGreaterThan(0.3 * met.extend) // reach is no empty promise
  }, 60_000)

  const appended = async (doubtful?: ReadonlySet<string>) => {
    const random = makeRandom(3)
    const graph = randomGraph(random)
    let raw = randomRaw(random)
    show(raw)
    const session = await openSession(doubtful)
    await session.run(graph())
    let kind: EditKind | undefined
    while (kind !== "append") {
      const next = edit(raw, random)
      if (next.kind === "append") raw = next.raw
      kind = next.kind
    }
    show(raw)
    return { session, graph }
  }

  it("promises nothing below a source that has not been read", async () => {
    const { session, graph } = await appended()
    const told = await session.forecast(graph())
    const below = [...told].filter(([id]) => id !== "grid/source")
    expect(new Set(below.map(([, { status }]) => status))).toEqual(new Set(["unknown"]))
  })

  it("promises no extension of code that has not passed its laws", async () => {
    const { session, graph } = await appended(new Set(["grid/smooth"]))
    await session.run({ source: Source({}, {}) })
    for (const [id, { status }] of await session.forecast(graph()))
      if (id.startsWith("grid/smooth")) expect(status, id).not.toBe("extend")
  })

  it("predicts time in proportion to rows, from the run most like it, and nothing without a run", async () => {
    const { session, graph } = await appended()
    const first = await (await openSession()).forecast(graph())
    expect(new Set([...first.values()].map(({ predictedMs }) => predictedMs))).toEqual(new Set([null]))
    await session.run({ source: Source({}, {}) })
    for (const [id, { status, predictedMs, rows }] of await session.forecast(graph())) {
      if (status === "extend") expect(predictedMs, `${id} ${rows!.atMost}`).toBeGreaterThan(0)
      if (status === "cached") expect(predictedMs, id).toBe(0)
    }
  })
})
