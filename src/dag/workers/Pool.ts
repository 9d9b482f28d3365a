/** Long-lived worker threads. A thread serves one call at a time; one that is interrupted or breaks is replaced. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { Worker } from "node:worker_threads"
import type { Code } from "../Code.ts"
import type { SliceAnswer } from "../incremental/slice.ts"
import type { PreparedNode } from "../Prepared.ts"
import type { ValueType } from "../ValueType.ts"
import type { WorkerCall, WorkerProblem, WorkersOptions } from "./WorkerCall.ts"
import { fromWireError, type Reply, type Request } from "./messages.ts"
import { fromWire, toWorker, type Wire, type WirePorts } from "./wire.ts"

interface Thread {
  readonly worker: Worker
  /** definitions asked for: null when found, else why it cannot be used */
  readonly known: Map<string, string | null>
  /** false once it ended, whoever ended it */
  alive: boolean
}

export const makePool = (
  options: WorkersOptions,
  code: Code["Service"],
): Effect.Effect<(call: WorkerCall) => Effect.Effect<SliceAnswer, WorkerProblem>, never, Scope.Scope> =>
  Effect.gen(function* () {
    const { entry, execArgv } = options
    const idle: Array<Thread> = []
    const all = new Set<Thread>()
    const permits = yield* Semaphore.make(options.size)
    const start = (): Thread => {
      const thread: Thread = {
        worker: new Worker(entry, { execArgv: [...execArgv] }),
        known: new Map(),
        alive: true,
      }
      all.add(thread)
      thread.worker.once("exit", () => {
        thread.alive = false
        all.delete(thread)
      })
      // without a listener an error in an idle thread would end the process
      thread.worker.on("error", () => void (thread.alive = false))
      return thread
    }
    yield* Effect.addFinalizer(() => Effect.forEach([...all], end, { concurrency: "unbounded" }))
    return (call) =>
      permits.withPermits(1)(
        Effect.acquireUseRelease(
          Effect.sync(() => takeAlive(idle) ?? start()),
          (thread) => serveCall(thread, call, options, code),
          (thread) => Effect.sync(() => void (thread.alive && idle.push(thread))),
        ),
      )
  })

function takeAlive(threads: Array<Thread>): Thread | undefined {
  for (let thread = threads.pop(); thread !== undefined; thread = threads.pop())
    if (thread.alive) return thread
  return undefined
}

const end = (thread: Thread): Effect.Effect<void> =>
  Effect.promise(() => {
    thread.alive = false
    return thread.worker.terminate()
  })

const serveCall = (
  thread: Thread,
  { node, call, seed, onReport }: WorkerCall,
  options: WorkersOptions,
  code: Code["Service"],
): Effect.Effect<SliceAnswer, WorkerProblem> =>
  Effect.gen(function* () {
    yield* ensureFound(thread, node.node.spec.name, options, code)
    const { skip, state } = call
    const request: Request = {
      type: "call",
      definition: node.node.spec.name,
      config: node.configText,
      inputs: wiresOf(node, call.inputs),
      skip,
      state,
      seed,
    }
    const { timeout } = node.node.spec
    const asked = ask(thread, request, onReport)
    const reply = yield* timeout === undefined
      ? asked
      : Effect.timeoutOrElse(asked, {
          duration: timeout,
          orElse: () => Effect.fail<WorkerProblem>({ _tag: "TimedOut" }),
        })
    if (reply.type === "failed")
      return yield* Effect.fail<WorkerProblem>({
        _tag: "Failed",
        cause: fromWireError(reply.error),
        mayPass: reply.mayPass,
      })
    return reply.type === "answer" ? answerOf(node, call.inputs, reply) : yield* broken(reply)
  })

/** Loads the definition into the thread, once; what is loaded must be what this run is keyed by. */
const ensureFound = (
  thread: Thread,
  definition: string,
  options: WorkersOptions,
  code: Code["Service"],
): Effect.Effect<void, WorkerProblem> =>
  Effect.gen(function* () {
    if (!thread.known.has(definition)) {
      const entry = yield* code.of(definition).pipe(Effect.option)
      if (entry._tag === "None") return yield* unavailable(`${definition} has no fingerprint`)
      const reply = yield* ask(thread, { type: "find", definition, file: entry.value.file }, () => {})
      const reason =
        reply.type === "missing"
          ? reply.reason
          : (yield* options.isCurrent(definition, entry.value))
            ? null
            : `the code of ${definition} changed since the run began`
      thread.known.set(definition, reason)
    }
    const reason = thread.known.get(definition)!
    if (reason !== null) return yield* unavailable(reason)
  })

const unavailable = (reason: string): Effect.Effect<never, WorkerProblem> =>
  Effect.fail({ _tag: "Unavailable", reason })

const broken = (what: unknown): Effect.Effect<never, WorkerProblem> =>
  Effect.fail({ _tag: "Failed", cause: what, mayPass: false })

/** Posts a request and waits for its last reply. An interruption ends the thread: nothing else stops a running function. */
const ask = (
  thread: Thread,
  request: Request,
  onReport: (done: number, total: number) => void,
): Effect.Effect<Exclude<Reply, { type: "report" }>, WorkerProblem> =>
  Effect.callback((resume) => {
    const { worker } = thread
    const stop = (): void => {
      worker.off("message", onMessage)
      worker.off("error", onEnd)
      worker.off("exit", onExit)
    }
    const onMessage = (reply: Reply): void => {
      if (reply.type === "report") return onReport(reply.done, reply.total)
      stop()
      resume(Effect.succeed(reply))
    }
    const onEnd = (cause: unknown): void => {
      stop()
      thread.alive = false
      resume(broken(cause))
    }
    const onExit = (exitCode: number): void =>
      onEnd(new Error(`its worker thread ended with code ${exitCode}`))
    worker.on("message", onMessage)
    worker.on("error", onEnd)
    worker.on("exit", onExit)
    worker.postMessage(request)
    return Effect.suspend(() => {
      stop()
      return end(thread)
    })
  })

// ---------------------------------------------------------------------------------------------------------- values

function wiresOf(node: PreparedNode, inputs: Readonly<Record<string, unknown>>): WirePorts {
  const wires: Record<string, Wire | Record<string, Wire>> = {}
  for (const [port, { arity }] of Object.entries(node.node.spec.inputs))
    if (arity === "many") wires[port] = {}
  for (const { port, key, from, fromPort } of node.inputs) {
    const { type } = from.node.spec.outputs[fromPort]!
    if (key === undefined) wires[port] = toWorker(type, inputs[port])
    else {
      const record = inputs[port] as Readonly<Record<string, unknown>>
      ;(wires[port] as Record<string, Wire>)[key] = toWorker(type, record[key])
    }
  }
  return wires
}

function answerOf(
  { node, inputs }: PreparedNode,
  values: Readonly<Record<string, unknown>>,
  { ports, state }: Extract<Reply, { type: "answer" }>,
): SliceAnswer {
  const out: Record<string, unknown> = {}
  for (const [port, { type }] of Object.entries(node.spec.outputs))
    out[port] = fromWire(type, withKnownKeys(ports[port]!, keysOf(inputs, values)))
  return { ports: out, state }
}

/** Keys of the first input that has rows: values of one study share them in memory. */
function keysOf(
  inputs: PreparedNode["inputs"],
  values: Readonly<Record<string, unknown>>,
): Int32Array | undefined {
  for (const { port, key, from, fromPort } of inputs) {
    const type: ValueType<unknown> = from.node.spec.outputs[fromPort]!.type
    if (type.axis === undefined) continue
    const value = values[port]
    return type.axis.toGrid(key === undefined ? value : (value as Record<string, unknown>)[key]).keys
  }
  return undefined
}

function withKnownKeys(wire: Wire, keys: Int32Array | undefined): Wire {
  if (wire.kind !== "grid" || keys === undefined) return wire
  const { grid } = wire
  const same = grid.keys.length === keys.length && grid.keys.every((key, row) => key === keys[row])
  return same ? { kind: "grid", grid: { ...grid, keys } } : wire
}
