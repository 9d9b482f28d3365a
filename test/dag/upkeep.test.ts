/** Counting, checking and clearing the store, on caches that real runs left. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Panel from "../../src/domain/Panel.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import { rerun, sampleOf } from "../../src/dag/rerun.ts"
import type { NewValue } from "../../src/dag/store/Catalogue.ts"
import { inFolder, type StoreParts } from "../../src/dag/store/parts.ts"
import { Store } from "../../src/dag/store/Store.ts"
import { collect } from "../../src/dag/store/upkeep/collect.ts"
import type { KeepRule } from "../../src/dag/store/upkeep/needs.ts"
import { stats } from "../../src/dag/store/upkeep/stats.ts"
import { verify } from "../../src/dag/store/upkeep/verify.ts"
import { bodiesOf, code, expectedSum, faultGraph, lines, logged, perform } from "./faults/graph.ts"
import { makeFolder, start } from "./faults/processes.ts"

let place: ReturnType<typeof makeFolder>
beforeEach(() => {
  place = makeFolder()
})
afterEach(() => place.remove())

const size = 6
const bodies = bodiesOf(size)

/** A right run; gives the bodies that ran. */
async function performRightly(x: number): Promise<ReadonlyArray<string>> {
  const from = lines(place.folder).length
  const { sum } = await perform({ folder: place.folder, size, x, busyMs: 0, concurrency: 2 })
  assert.strictEqual(sum, expectedSum(size, x))
  return logged(place.folder, "ran", from)
}

function using<A>(use: (parts: StoreParts) => A): A {
  const parts = inFolder(place.folder)
  try {
    return use(parts)
  } finally {
    parts.catalogue.close()
  }
}

const everything: KeepRule = { keepRuns: undefined, named: [], maxBytes: undefined }
const gc = (rule: Partial<KeepRule> = {}, isDryRun = false) =>
  using((parts) => collect(parts, { ...everything, ...rule }, isDryRun))

const objects = (): ReadonlyArray<string> =>
  readdirSync(join(place.folder, "objects"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** The i-th of several values that share a header and their first chunk, and have 250 chunks of their own. */
function valueOfManyPlaces(i: number): NewValue {
  const own = Array.from({ length: 250 }, (_, chunk) => `chunk ${chunk} of ${i}`)
  return {
    content: `value ${i}`,
    type: "panel",
    header: "{}",
    chunks: ["the first chunk", ...own].map((hash) => ({ label: "", rows: 1, hash, object: 0, buffers: [] })),
    objects: [{ hash: "one object", bytes: 1, isSmall: false }],
    inline: null,
    keys: null,
    inlineKeys: null,
    small: new Map(),
  }
}

describe("counting", () => {
  it("says what is there", async () => {
    await performRightly(1)
    const found = using(stats)
    const { objects: files, bytes, values, inlineValues, results, runs, quarantined, processes } = found
    assert.deepStrictEqual([results, runs, quarantined, processes], [bodies, 1, 0, 0])
    assert.deepStrictEqual([values, inlineValues], [bodies, bodies - 2])
    assert.strictEqual(files, objects().length)
    assert.isAbove(bytes, 2 * 800 * 8)
  })
})

describe("checking", () => {
  it("finds nothing in a sound cache", async () => {
    await performRightly(1)
    const { damaged, values } = using(verify)
    assert.deepStrictEqual([damaged, values], [[], bodies])
  })

  it("finds every object that is damaged or gone, names its nodes, and the next run repairs it", async () => {
    await performRightly(1)
    const [first, second] = objects().filter((path) => readFileSync(path).length > 3000)
    const bytes = readFileSync(first!)
    bytes[1234]! ^= 1
    writeFileSync(first!, bytes)
    rmSync(second!)
    const { damaged } = using(verify)
    assert.sameMembers(
      damaged.map(({ problem, path }) => `${problem} ${path}`),
      [`damaged ${first}`, `missing ${second}`],
    )
    assert.sameMembers(
      damaged.flatMap(({ nodes }) => nodes),
      ["faults/wide@p2", "faults/wide@p5"],
    )
    assert.deepStrictEqual(using(verify).damaged, [])
    await performRightly(1)
    assert.deepStrictEqual(using(verify).damaged, [])
  })

  it("finds nothing in a sound catalogue that describes more places than stay in memory", () => {
    using(({ catalogue }) => {
      for (let i = 0; i < 100; i++) catalogue.saveValue(valueOfManyPlaces(i))
      assert.deepStrictEqual(catalogue.inventory.damagedRows().contents, [])
      assert.lengthOf(catalogue.inventory.values(), 100)
    })
  })

  it("computes a sample again and names the first cell that is not what the code makes", async () => {
    await performRightly(1)
    const reruns = (share: number) =>
      withPlan((plan) =>
        Effect.forEach(sampleOf(plan, share, 1), (node) =>
          rerun(plan, node, { seed: 0, workers: undefined, onReport: () => {}, onNote: () => {} }),
        ),
      )
    assert.deepStrictEqual([...new Set((await reruns(1)).map(({ verdict }) => verdict))], ["same"])
    assert.lengthOf(await reruns(0.3), Math.ceil(bodies * 0.3))
    await tamper("faults/wide@p2")
    const different = (await reruns(1)).filter(({ verdict }) => verdict !== "same")
    // the sum agrees: it was computed from the panel that is stored now
    assert.deepStrictEqual(
      different.map(({ id, difference }) => [id, difference]),
      [["faults/wide@p2", { port: "output", place: "2019-06-02, B", stored: -1, computed: 99 * 3 + 6 }]],
    )
  })

  const withPlan = <A, E>(use: (plan: Plan.Plan) => Effect.Effect<A, E, Store>): Promise<A> =>
    Effect.runPromise(
      Effect.gen(function* () {
        const graph = yield* prepare({ sum: faultGraph(size, 1) })
        return yield* use(yield* Plan.make(graph, { name: "faults", seed: 0, force: new Set() }))
      }).pipe(Effect.scoped, Effect.provide(Layer.mergeAll(Store.layerFolder(place.folder), code))),
    )

  /** Makes the result of a node another one, as if its code had made it; what was computed from it is kept for it. */
  const tamper = (id: string): Promise<void> =>
    withPlan((plan) =>
      Effect.gen(function* () {
        const store = yield* Store
        const planned = plan.nodes.get(id)!
        const { type } = plan.graph.byId.get(id)!.node.spec.outputs["output"]!
        if (planned.status !== "cached") return
        const panel = (yield* store.get(type, planned.result.outputs["output"]!)) as Panel.Panel
        panel.values[99] = -1
        const output = yield* store.put(type, panel)
        yield* store.saveResult({ ...planned.result, outputs: { output } }, "{}")
      }),
    ).then(async () => void (await perform({ folder: place.folder, size, x: 1, busyMs: 0, concurrency: 1 })))
})

describe("clearing", () => {
  it("leaves all that runs of the ledger need", async () => {
    await performRightly(1)
    const { dropped, kept } = gc()
    assert.deepStrictEqual([dropped.results, dropped.objects, dropped.bytes], [0, 0, 0])
    assert.strictEqual(kept.objects, objects().length)
    assert.deepStrictEqual(await performRightly(1), [])
  })

  it("keeps the newest runs of an experiment in full, and what goes is computed again", async () => {
    for (const x of [1, 2, 3]) await performRightly(x)
    const { dropped, results } = gc({ keepRuns: 2 })
    assert.deepStrictEqual([dropped.runs, dropped.results], [1, bodies])
    assert.include(
      results.map(({ node }) => node),
      "faults/sum",
    )
    assert.deepStrictEqual(await performRightly(3), [])
    assert.deepStrictEqual(await performRightly(2), [])
    assert.lengthOf(await performRightly(1), bodies)
  })

  it("says before what it would do, and does that", async () => {
    for (const x of [1, 2]) await performRightly(x)
    const before = objects()
    const said = gc({ keepRuns: 1 }, true)
    assert.deepStrictEqual(objects(), before)
    assert.deepStrictEqual(await performRightly(1), [])
    await performRightly(2) // newest again
    assert.deepStrictEqual(gc({ keepRuns: 1 }).dropped.objects, said.dropped.objects)
    assert.lengthOf(objects(), before.length - said.dropped.objects)
    assert.strictEqual(using(stats).bytes + using(stats).inlineBytes, said.kept.bytes)
  })

  it("never drops what a named run needs", async () => {
    await performRightly(1)
    const named = using(({ catalogue }) => catalogue.runs()[0]!.runId)
    for (const x of [2, 3]) await performRightly(x)
    gc({ keepRuns: 1, named: [named], maxBytes: 0 })
    assert.deepStrictEqual(await performRightly(1), [])
    assert.lengthOf(await performRightly(2), bodies)
  })

  it("drops the oldest runs down to the budget, and says when the newest alone is above it", async () => {
    for (const x of [1, 2, 3]) await performRightly(x)
    const one = gc({ keepRuns: 1 }, true).kept.bytes
    const two = gc({ keepRuns: 2 }, true).kept.bytes
    assert.deepStrictEqual(
      [gc({ maxBytes: two }, true), gc({ maxBytes: two - 1 }, true)].map(({ kept }) => kept.bytes),
      [two, one],
    )
    const { kept, overBudgetBytes } = gc({ maxBytes: 10 })
    assert.deepStrictEqual([kept.bytes, overBudgetBytes], [one, one - 10])
    assert.deepStrictEqual(await performRightly(3), [])
  })

  it("clears what killed processes left behind", async () => {
    const orders = { folder: place.folder, size, x: 1, busyMs: 0, concurrency: 2 }
    const arm = { point: "object rename", when: "before", nth: 1, deed: "kill" } as const
    await start({ ...orders, arm }).ended
    assert.isTrue(objects().some((path) => path.endsWith(".tmp")))
    const { dropped, processes } = gc()
    assert.deepStrictEqual([dropped.leftovers, processes], [1, 0])
    assert.deepStrictEqual(objects(), [])
    assert.lengthOf(await performRightly(1), bodies)
  })

  it("again and again while processes compute breaks no run and loses nothing that they stored", async () => {
    const orders = { folder: place.folder, size: 45, x: 1, busyMs: 4, concurrency: 2 }
    const children = [start(orders), start(orders)]
    let ended = false
    const all = Promise.all(children.map((child) => child.ended)).finally(() => {
      ended = true
    })
    let atWork = 0
    while (!ended) {
      atWork = Math.max(atWork, gc({ keepRuns: 1, maxBytes: 0 }).processes)
      await new Promise((next) => setTimeout(next, 5))
    }
    for (const { performed } of await all) assert.strictEqual(performed?.sum, expectedSum(45, 1))
    assert.isAbove(atWork, 0)
    const ran = logged(place.folder, "ran")
    assert.lengthOf(ran, new Set(ran).size)
    assert.deepStrictEqual(using(verify).damaged, [])
  })
})
