/** Nodes whose results hold for a time: read once, then not before it is over; each reading keeps a key of its own. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import * as Blob from "../../src/dag/Blob.ts"
import { Code } from "../../src/dag/Code.ts"
import * as Document from "../../src/dag/Document.ts"
import * as Node from "../../src/dag/Node.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import { sampleOf } from "../../src/dag/rerun.ts"

const hour = 3_600_000

/** What the world says, and how often it was asked. */
const world = { text: "one", size: 10, asked: 0 }

const Look = Node.define({
  name: "test/look",
  title: "what the world says now",
  config: Schema.Struct({ place: Schema.String }),
  inputs: {},
  output: Blob.type,
  reach: () => Reach.point,
  scope: "all",
  validForMs: 24 * hour,
  run: () =>
    Effect.sync(() => {
      world.asked++
      return new TextEncoder().encode(world.text.padEnd(world.size))
    }),
})

const Length = Node.define({
  name: "test/length",
  title: "how long the text is, blanks aside",
  config: Schema.Struct({}),
  inputs: { text: Blob.type },
  output: Document.of("length", Schema.Int),
  reach: () => Reach.whole("a number has no rows"),
  scope: "all",
  run: ({ text }) => new TextDecoder().decode(text).trim().length,
})

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sage-valid-"))
  Object.assign(world, { text: "one", size: 10, asked: 0 })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Step {
  /** hours after the start */
  readonly at: number
  readonly place?: string
  readonly name?: string
  readonly force?: ReadonlyArray<string>
  readonly version?: number
}

/** Plans and runs as a process of its own would at that hour. */
const step = ({ at, place = "here", name = "study", force = [], version = 1 }: Step) => {
  const program = Effect.gen(function* () {
    yield* TestClock.setTime(1_700_000_000_000 + at * hour)
    const text = Look({ place }, {})
    const graph = yield* prepare({ text, length: Length({}, { text }) })
    const plan = yield* Plan.make(graph, { name, seed: 0, force: new Set(force) })
    const { nodes, target } = yield* Run.run(plan, {
      runId: `run at ${at}`,
      seed: 0,
      concurrency: 1,
      keepGoing: false,
      extend: "certified",
      onEvent: () => {},
    })
    const planned = plan.nodes.get("test/look")!
    const fates = Object.fromEntries(nodes.map(({ id, fate }) => [id.slice(5), fate]))
    const [look] = nodes
    const reasons = planned.status === "run" ? planned.reasons : []
    return { plan, fates, reasons, key: look!.key, length: yield* target("length") }
  })
  const entry = (fingerprint: string) => ({
    fingerprint,
    file: "t.ts",
    line: 1,
    declarations: [],
    packages: [],
  })
  const code = Code.layerTable({ "test/look": entry(`look ${version}`), "test/length": entry("length") })
  const layers = Layer.mergeAll(Store.layerFolder(folder), code, TestClock.layer())
  return Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layers)))
}

describe("a node whose results hold for 24 hours", () => {
  it("reads once within them, whatever the run is called", async () => {
    expect((await step({ at: 0 })).fates).toEqual({ look: "computed", length: "computed" })
    world.text = "three"
    const again = await step({ at: 23.9 })
    expect(again).toMatchObject({ fates: { look: "cached", length: "cached" }, length: 3 })
    expect((await step({ at: 23.9, name: "other study" })).fates.look).toBe("cached")
    expect(world.asked).toBe(1)
  })

  it("reads again once they are over, says so, and what follows runs only if it read something else", async () => {
    const first = await step({ at: 0 })
    const second = await step({ at: 24 })
    expect(second.reasons).toEqual([
      { kind: "expired", readAt: new Date(1_700_000_000_000).toISOString(), validForMs: 24 * hour },
    ])
    expect(second.fates).toEqual({ look: "computed", length: "cached" })
    expect(second.key).not.toBe(first.key)
    world.text = "three"
    const third = await step({ at: 48 })
    expect(third).toMatchObject({ fates: { look: "computed", length: "computed" }, length: 5 })
    expect((await step({ at: 50 })).key).toBe(third.key)
  })

  it("reads again when the clock was set back, since nobody knows how old the reading is", async () => {
    await step({ at: 10 })
    expect((await step({ at: 9 })).fates.look).toBe("computed")
  })

  it("reads apart for another config, another code, and when it is told to", async () => {
    await step({ at: 0 })
    expect((await step({ at: 1, place: "there" })).fates.look).toBe("computed")
    expect((await step({ at: 1 })).fates.look).toBe("cached")
    expect((await step({ at: 1, force: ["test/look"] })).reasons).toEqual([{ kind: "forced" }])
    expect((await step({ at: 2, version: 2 })).reasons.map(({ kind }) => kind)).toContain("code-changed")
    expect(world.asked).toBe(4)
  })

  it("does not pass off a second reading as a lost first one", async () => {
    world.size = 20_000 // above what the catalogue holds itself
    await step({ at: 0 })
    rmSync(join(folder, "objects"), { recursive: true })
    world.text = "three"
    const after = await step({ at: 1 })
    expect(after.reasons).toEqual([{ kind: "object-missing", port: "output" }])
    expect(after).toMatchObject({ fates: { look: "computed", length: "computed" }, length: 5 })
    expect(readdirSync(join(folder, "objects")).length).toBeGreaterThan(0)
  })

  it("is never rerun to verify a cache: a second reading says nothing about the first", async () => {
    const { plan } = await step({ at: 0 }).then(() => step({ at: 1 }))
    expect(sampleOf(plan, 1, 0).map(({ id }) => id)).toEqual(["test/length"])
  })
})
