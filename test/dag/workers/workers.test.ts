/** Heavy nodes in worker threads: the bits of one thread, ended at will, and honest when a thread cannot help. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { Code } from "../../../src/dag/Code.ts"
import { NodeFailed, NodeTimeout } from "../../../src/dag/errors.ts"
import type { Source } from "../../../src/dag/Node.ts"
import * as Plan from "../../../src/dag/Plan.ts"
import { prepare } from "../../../src/dag/Prepared.ts"
import * as Run from "../../../src/dag/Run.ts"
import { Store } from "../../../src/dag/store/Store.ts"
import { Workers } from "../../../src/dag/Workers.ts"
import { Decay, Doubled, Endless, Fails, hidden, Memory, Thread, Waves } from "./heavyNodes.ts"

const anyCode = Layer.succeed(
  Code,
  Code.of({
    of: (name) =>
      Effect.succeed({ fingerprint: name, file: "heavyNodes.ts", line: 1, declarations: [], packages: [] }),
  }),
)

const threads = (isCurrent: boolean) =>
  Workers.layer({
    size: 2,
    entry: new URL("./heavyWorker.ts", import.meta.url),
    execArgv: [],
    isCurrent: () => Effect.succeed(isCurrent),
  }).pipe(Layer.provide(anyCode))

type Targets = Readonly<Record<string, Source<unknown>>>

interface Options {
  /** whether a thread's code is what the run is keyed by; no threads when undefined */
  readonly isCurrent?: boolean
  readonly onEvent?: (event: Run.RunEvent) => void
}

const program = (targets: Targets, onEvent: (event: Run.RunEvent) => void = () => {}) =>
  Effect.gen(function* () {
    const plan = yield* Plan.make(yield* prepare(targets), { name: "heavy", seed: 7, force: new Set() })
    const { nodes, target } = yield* Run.run(plan, {
      runId: "test",
      seed: 7,
      concurrency: 2,
      keepGoing: true,
      extend: "never",
      wholeLimitCells: 500,
      onEvent,
    })
    const values: Record<string, unknown> = {}
    for (const [name, { node }] of Object.entries(plan.graph.targets))
      if (nodes.find(({ id }) => id === node.id)!.fate === "computed") values[name] = yield* target(name)
    return { nodes, values, contents: Object.fromEntries(nodes.map(({ id, outputs }) => [id, outputs])) }
  })

const run = (targets: Targets, { isCurrent, onEvent }: Options = {}) => {
  const engine = Layer.merge(Layer.fresh(Store.layerMemory), anyCode)
  const layer = isCurrent === undefined ? engine : Layer.merge(engine, threads(isCurrent))
  return Effect.runPromise(program(targets, onEvent).pipe(Effect.provide(layer)))
}

const panels = (): Targets => {
  const x = Waves({ rows: 900 }, {})
  const doubled = Doubled({}, { x, more: { a: x, b: x } })
  return { doubled, decayed: Decay({ keep: 0.9 }, { x: doubled }) }
}

const errorOf = ({ nodes }: { readonly nodes: ReadonlyArray<Run.NodeOutcome> }): unknown =>
  nodes.find(({ fate }) => fate === "failed")?.error

describe("a heavy node in a worker thread", () => {
  it("gives the bits of the main thread, whole and in slices with their states", async () => {
    const [inMain, inThreads] = [await run(panels()), await run(panels(), { isCurrent: true })]
    assert.deepStrictEqual(inThreads.contents, inMain.contents)
    assert.isTrue(inThreads.nodes.every(({ fate }) => fate === "computed"))
  })

  it("runs beside the main thread, from its config as it is keyed, and reports", async () => {
    const told = [-0, 1e-300, 5e-324, 0.1]
    const events: Array<Run.RunEvent> = []
    const onEvent = (event: Run.RunEvent): void => void events.push(event)
    const { values } = await run(Thread({ told }, {}), { isCurrent: true, onEvent })
    assert.notDeepEqual(values["thread"], (await run(Thread({ told }, {}))).values["thread"])
    assert.isTrue(told.every((x, i) => Object.is(x, (values["told"] as ReadonlyArray<number>)[i])))
    assert.deepStrictEqual(events.filter(({ type }) => type === "progress").at(-1), {
      type: "progress",
      id: "heavy/thread",
      done: 4,
      total: 4,
    })
  })

  it("reads grids from memory that all threads share", async () => {
    const x = Waves({ rows: 9 }, {})
    assert.deepStrictEqual(
      (await run({ memory: Memory({}, { x }) }, { isCurrent: true })).values["memory"],
      [1],
    )
  })

  it("fails with the facts of its error", async () => {
    const error = errorOf(await run({ it: Fails({ how: "effect" }, {}) }, { isCurrent: true }))
    assert.instanceOf(error, NodeFailed)
    assert.deepInclude(error.cause as object, { _tag: "Unlucky", number: 13, message: "13 is unlucky" })
    const thrown = errorOf(await run({ it: Fails({ how: "throw" }, {}) }, { isCurrent: true }))
    assert.strictEqual((thrown as NodeFailed).message, "heavy/fails failed: not a number")
    assert.include(((thrown as NodeFailed).cause as Error).stack, "heavyNodes.ts")
  })

  it("is stopped at its timeout although it never yields, and its thread is replaced", async () => {
    const stopped = await run(
      { it: Fails({ how: "forever" }, {}), more: Doubled({}, { x: Waves({ rows: 9 }, {}), more: {} }) },
      { isCurrent: true },
    )
    const error = errorOf(stopped)
    assert.instanceOf(error, NodeTimeout)
    assert.deepInclude(error, { node: "heavy/fails", limitMs: 300 })
    assert.deepStrictEqual(Object.keys(stopped.values), ["more"])
  })

  it("that ends its thread fails alone", async () => {
    const ended = await run(
      { it: Fails({ how: "exit" }, {}), more: Doubled({}, { x: Waves({ rows: 9 }, {}), more: {} }) },
      { isCurrent: true },
    )
    assert.strictEqual(
      String((errorOf(ended) as NodeFailed).message),
      "heavy/fails failed: its worker thread ended with code 3",
    )
    assert.deepStrictEqual(Object.keys(ended.values), ["more"])
  })

  it("is interrupted in the middle of a loop", async () => {
    const started = Promise.withResolvers<void>()
    const layer = Layer.mergeAll(Layer.fresh(Store.layerMemory), anyCode, threads(true))
    const onEvent = ({ type }: Run.RunEvent): void => void (type === "progress" && started.resolve())
    const fiber = Effect.runFork(program({ it: Endless({}, {}) }, onEvent).pipe(Effect.provide(layer)))
    await started.promise
    await Effect.runPromise(Fiber.interrupt(fiber)) // would never come back
  })
})

describe("a heavy node that no worker can run", () => {
  const notesOf = async (targets: Targets, options: Options) => {
    const notes: Array<string> = []
    const onEvent = (event: Run.RunEvent): void => void (event.type === "note" && notes.push(event.note))
    return { ...(await run(targets, { ...options, onEvent })), notes }
  }

  it("runs in the main thread, with a note, when its file does not give it out", async () => {
    const { values, notes } = await notesOf({ hidden: hidden() }, { isCurrent: true })
    assert.deepStrictEqual(notes, ["runs in the main thread: heavy/hidden is not exported by its file"])
    assert.deepStrictEqual(values["hidden"], (await run({ hidden: hidden() })).values["hidden"])
  })

  it("runs in the main thread when the thread loaded other code than the run is keyed by", async () => {
    const { contents, notes } = await notesOf(panels(), { isCurrent: false })
    assert.deepStrictEqual(contents, (await run(panels())).contents)
    assert.deepStrictEqual(notes, [
      "runs in the main thread: the code of heavy/doubled changed since the run began",
      "runs in the main thread: the code of heavy/decay changed since the run began",
    ])
  })
})
