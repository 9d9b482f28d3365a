/** How nodes run beside each other: bounded, tried again, stopped in time, and never at the cost of a finished one. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Code } from "../../src/dag/Code.ts"
import * as Document from "../../src/dag/Document.ts"
import { NodeFailed, NodeTimeout } from "../../src/dag/errors.ts"
import * as Node from "../../src/dag/Node.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"

const Figure = Document.of("running-number", Schema.Finite)
const whole = () => Reach.whole("a document has no rows")

/** What the bodies do and did; a test sets it. */
const stage = {
  calls: new Map<number, number>(),
  inFlight: 0,
  mostInFlight: 0,
  body: (_n: number, _call: number): Effect.Effect<number, unknown> => Effect.never,
}

class Lost extends Schema.TaggedError<Lost>()("Lost", { n: Schema.Int }) {}

const enact = (n: number): Effect.Effect<number, unknown> =>
  Effect.suspend(() => {
    const call = (stage.calls.get(n) ?? 0) + 1
    stage.calls.set(n, call)
    stage.inFlight++
    stage.mostInFlight = Math.max(stage.mostInFlight, stage.inFlight)
    return Effect.ensuring(
      stage.body(n, call),
      Effect.sync(() => void stage.inFlight--),
    )
  })

const common = {
  title: "what the stage makes of a number",
  config: Schema.Struct({ n: Schema.Int }),
  inputs: { after: Node.optional(Figure) },
  output: Figure,
  reach: whole,
  scope: "all",
  run: (_inputs: unknown, { n }: { readonly n: number }) => enact(n),
} as const

const Act = Node.define({ ...common, name: "running/act" })
const Patient = Node.define({ ...common, name: "running/patient", retry: { times: 2, baseMs: 5 } })
const Limited = Node.define({ ...common, name: "running/limited", timeout: 20 })
const Stubborn = Node.define({
  ...common,
  name: "running/stubborn",
  timeout: 20,
  retry: { times: 2, baseMs: 1 },
})
const Throws = Node.define({
  ...common,
  name: "running/throws",
  retry: { times: 5, baseMs: 1 },
  run: (_inputs, { n }): number => {
    stage.calls.set(n, (stage.calls.get(n) ?? 0) + 1)
    throw new Error("a mistake")
  },
})

const anyCode = Layer.succeed(
  Code,
  Code.of({
    of: (name) => Effect.succeed({ fingerprint: name, file: "", line: 0, declarations: [], packages: [] }),
  }),
)

interface Options {
  readonly store?: Store["Service"]
  readonly concurrency?: number
  readonly keepGoing?: boolean
  readonly onEvent?: (event: Run.RunEvent) => void
}

const program = (targets: Readonly<Record<string, Node.Source<unknown>>>, options: Options) =>
  Effect.gen(function* () {
    const plan = yield* Plan.make(yield* prepare(targets), { name: "running", seed: 0, force: new Set() })
    return yield* Run.run(plan, {
      runId: "test",
      seed: 0,
      concurrency: options.concurrency ?? 2,
      keepGoing: options.keepGoing ?? true,
      extend: "never",
      onEvent: options.onEvent ?? (() => {}),
    })
  }).pipe(
    Effect.provide(
      Layer.merge(
        options.store === undefined ? Layer.fresh(Store.layerMemory) : Layer.succeed(Store, options.store),
        anyCode,
      ),
    ),
  )

const perform = (body: typeof stage.body): void => {
  Object.assign(stage, { calls: new Map(), inFlight: 0, mostInFlight: 0, body })
}

const run = async (targets: Readonly<Record<string, Node.Source<unknown>>>, options: Options = {}) => {
  const { nodes } = await Effect.runPromise(program(targets, options))
  return {
    fates: Object.fromEntries(nodes.map(({ id, fate }) => [id, fate])),
    error: nodes.find(({ fate }) => fate === "failed")?.error,
  }
}

const many = (count: number): Readonly<Record<string, Node.Source<number>>> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [String(n), Act({ n }, {}, { as: String(n) })]))

const openStore = (): Promise<Store["Service"]> =>
  Effect.runPromise(Effect.provide(Store, Layer.fresh(Store.layerMemory)))

describe("nodes in flight", () => {
  it.each([1, 3, 50])("are %i at most, and as many where there is work", async (concurrency) => {
    perform((n) => Effect.as(Effect.sleep(2), n))
    const { fates } = await run(many(20), { concurrency })
    assert.deepStrictEqual(new Set(Object.values(fates)), new Set(["computed"]))
    assert.strictEqual(stage.mostInFlight, Math.min(20, concurrency))
  })

  it("do not hold a place while they wait for an input", async () => {
    perform((n) => Effect.as(Effect.sleep(1), n))
    let last = Act({ n: 0 }, {}, { as: "0" })
    for (let n = 1; n < 20; n++) last = Act({ n }, { after: last }, { as: String(n) })
    const { fates } = await run({ last }, { concurrency: 1 })
    assert.strictEqual(Object.values(fates).filter((fate) => fate === "computed").length, 20)
  })
})

describe("nodes of equal keys", () => {
  it("run once, also when both could begin at the same moment", async () => {
    perform((n) => Effect.as(Effect.sleep(5), n))
    const twins = { a: Act({ n: 1 }, {}, { as: "a" }), b: Act({ n: 1 }, {}, { as: "b" }) }
    const { fates } = await run(twins)
    assert.deepStrictEqual(Object.values(fates).toSorted(), ["cached", "computed"])
    assert.strictEqual(stage.calls.get(1), 1)
  })
})

describe("a failing node", () => {
  it("hides no result of another when told to keep going", async () => {
    perform((n) => (n % 3 === 0 ? Effect.fail(new Lost({ n })) : Effect.succeed(n)))
    const { fates } = await run(many(9))
    for (let n = 0; n < 9; n++)
      assert.strictEqual(fates[`running/act@${n}`], n % 3 === 0 ? "failed" : "computed")
  })

  it("else stops what has not begun, not what has", async () => {
    perform((n) => (n === 0 ? Effect.delay(Effect.fail(new Lost({ n })), 2) : Effect.as(Effect.sleep(20), n)))
    const { fates } = await run(many(5), { keepGoing: false })
    assert.strictEqual(fates["running/act@0"], "failed")
    assert.strictEqual(fates["running/act@1"], "computed") // was in flight
    assert.deepStrictEqual(
      [2, 3, 4].map((n) => fates[`running/act@${n}`]),
      ["skipped", "skipped", "skipped"],
    )
  })
})

describe("a node that declares retries", () => {
  it("is tried again when its effect fails, after 1, 2, 4 … times the base", async () => {
    const at: Array<number> = []
    perform((n, call) => {
      at.push(performance.now())
      return call <= 2 ? Effect.fail(new Lost({ n })) : Effect.succeed(n)
    })
    assert.deepStrictEqual((await run({ it: Patient({ n: 1 }, {}) })).fates, {
      "running/patient": "computed",
    })
    assert.isAtLeast(at[1]! - at[0]!, 4)
    assert.isAtLeast(at[2]! - at[1]!, 9)
  })

  it("fails with the last error and the number of attempts", async () => {
    perform((n) => Effect.fail(new Lost({ n })))
    const { error } = await run({ it: Patient({ n: 1 }, {}) })
    assert.instanceOf(error, NodeFailed)
    assert.strictEqual(error.attempts, 3)
    assert.include(error.message, "after 3 attempts")
    assert.instanceOf(error.cause, Lost)
  })

  it("is not tried again after a mistake: what it throws, or a defect", async () => {
    perform(() => Effect.die(new Error("a mistake")))
    await run({ it: Patient({ n: 1 }, {}) })
    assert.strictEqual(stage.calls.get(1), 1)
    const { error } = await run({ it: Throws({ n: 2 }, {}) })
    assert.strictEqual(stage.calls.get(2), 1)
    assert.strictEqual((error as NodeFailed).attempts, 1)
  })
})

describe("a node that declares a timeout", () => {
  it("is stopped there, by name and limit, and others go on", async () => {
    perform((n) => (n === 7 ? Effect.never : Effect.succeed(n)))
    const { fates, error } = await run({ slow: Limited({ n: 7 }, {}), ...many(3) })
    assert.instanceOf(error, NodeTimeout)
    assert.deepInclude(error, { node: "running/limited", limitMs: 20, attempts: 1 })
    assert.strictEqual(fates["running/act@1"], "computed")
    assert.strictEqual(stage.inFlight, 0)
  })

  it("gives every attempt that time where it declares retries too", async () => {
    perform((n, call) => (call < 3 ? Effect.never : Effect.succeed(n)))
    assert.deepStrictEqual((await run({ it: Stubborn({ n: 1 }, {}) })).fates, {
      "running/stubborn": "computed",
    })
    perform(() => Effect.never)
    const { error } = await run({ it: Stubborn({ n: 1 }, {}) })
    assert.deepInclude(error as object, { node: "running/stubborn", limitMs: 20, attempts: 3 })
  })
})

describe("an interruption", () => {
  it("keeps every finished node, at whatever moment it comes", async () => {
    for (let finished = 1; finished <= 8; finished++) {
      perform((n) => Effect.as(Effect.yieldNow, n))
      const store = await openStore()
      const reached = Promise.withResolvers<void>()
      let left = finished
      const onEvent = ({ type }: Run.RunEvent): void => {
        if (type === "finished" && --left === 0) reached.resolve()
      }
      const hang = Act({ n: 99 }, {}, { as: "hangs" })
      const body = stage.body
      stage.body = (n, call) => (n === 99 ? Effect.never : body(n, call))
      const fiber = Effect.runFork(program({ ...many(8), hang }, { store, onEvent }))
      await reached.promise
      await Effect.runPromise(Fiber.interrupt(fiber))
      const done = new Set(stage.calls.keys())
      perform((n) => Effect.succeed(n))
      const { fates } = await run({ ...many(8), hang }, { store })
      const cached = Object.values(fates).filter((fate) => fate === "cached").length
      assert.isAtLeast(cached, finished)
      assert.isAtMost(cached, done.size)
    }
  })
})
