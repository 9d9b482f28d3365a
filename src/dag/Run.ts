/**
 * Computes what a plan found missing. Nodes start as soon as their inputs are there, a bounded number at a time; every
 * finished node is stored at once, so that an interrupted run loses nothing; a failed node stops only what depends on
 * it (and, unless `keepGoing`, whatever had not started).
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Semaphore from "effect/Semaphore"
import type { CallContext } from "./callNode.ts"
import type { Code } from "./Code.ts"
import { canExtend, type Computed, compute, type Failure, Workshop } from "./Compute.ts"
import type { StoreError } from "./errors.ts"
import type { Changes } from "./incremental/changes.ts"
import type { SliceInput } from "./incremental/slice.ts"
import { type KeyParts, keyOf } from "./Key.ts"
import { LiveValues } from "./LiveValues.ts"
import { explain, type NodePlan, type Plan, partsOf } from "./Plan.ts"
import { portId } from "./portId.ts"
import type { PreparedInput, PreparedNode } from "./Prepared.ts"
import type { Reason } from "./Reason.ts"
import type { ResultRow } from "./store/Catalogue.ts"
import { Store } from "./store/Store.ts"
import type { ValueType } from "./ValueType.ts"
import { Workers } from "./Workers.ts"

export type Fate = "cached" | "computed" | "extended" | "failed" | "skipped"

export interface NodeOutcome {
  readonly id: string
  readonly fate: Fate
  readonly key: string | null
  /** content hash of each port; empty when failed or skipped */
  readonly outputs: Readonly<Record<string, string>>
  readonly reasons: ReadonlyArray<Reason>
  /** rows of output computed, and rows of input handed to the node for them; null without a time axis or when nothing ran */
  readonly rowsRun: number | null
  readonly rowsGiven: number | null
  /** what happened to the inputs of an extended node (or, where it reads the world, to its outputs) */
  readonly changes: Changes | null
  readonly wallMs: number
  readonly cpuMs: number
  readonly error: unknown
}

export type RunEvent =
  | { readonly type: "started"; readonly id: string }
  /** a running node says how far it is, in units of its own */
  | { readonly type: "progress"; readonly id: string; readonly done: number; readonly total: number }
  /** something that a reader should know of how a node ran */
  | { readonly type: "note"; readonly id: string; readonly note: string }
  /** an earlier result could have been extended, had the code passed its laws (docs/audit.md) */
  | { readonly type: "uncertified"; readonly id: string }
  | { readonly type: "finished"; readonly outcome: NodeOutcome }

export interface RunOptions {
  readonly runId: string
  readonly seed: number
  readonly concurrency: number
  readonly keepGoing: boolean
  /** which nodes may extend an earlier result: those whose code has passed its laws, all (for tests of the laws), none */
  readonly extend: "certified" | "always" | "never"
  /** cells above which a stateful node runs in slices that keep their states */
  readonly wholeLimitCells?: number
  readonly onEvent: (event: RunEvent) => void
}

export interface Outcome {
  readonly nodes: ReadonlyArray<NodeOutcome>
  readonly status: "done" | "failed"
  /** the value of a target; computed again if what is stored turns out to be damaged */
  readonly target: (name: string) => Effect.Effect<unknown, Failure, Store>
}

export const run = (plan: Plan, options: RunOptions): Effect.Effect<Outcome, StoreError, Store | Code> =>
  Effect.gen(function* () {
    const session = yield* makeSession(plan, options)
    const pending = plan.graph.nodes.filter((node) => plan.nodes.get(node.id)!.status !== "cached")
    yield* Effect.forEach(pending, (node) => settle(session, node), {
      concurrency: "unbounded",
      discard: true,
    })
    const nodes = yield* Effect.forEach(plan.graph.nodes, (node) =>
      Deferred.await(session.outcomes.get(node.id)!),
    )
    return {
      nodes,
      status: nodes.some(({ fate }) => fate === "failed" || fate === "skipped") ? "failed" : "done",
      target: (name) => {
        const { node, port } = plan.graph.targets[name]!
        return valueAt(session, node, port)
      },
    }
  })

// -------------------------------------------------------------------------------------------------------- session

/** What the fibers of one run share. */
interface Session {
  readonly plan: Plan
  readonly options: RunOptions
  readonly store: Store["Service"]
  readonly outcomes: ReadonlyMap<string, Deferred.Deferred<NodeOutcome>>
  readonly permits: Semaphore.Semaphore
  readonly live: LiveValues
  readonly workshop: Workshop
  /** nodes that another process was computing */
  readonly awaited: Set<string>
  stopped: boolean
}

const makeSession = (plan: Plan, options: RunOptions): Effect.Effect<Session, never, Store> =>
  Effect.gen(function* () {
    const outcomes = new Map<string, Deferred.Deferred<NodeOutcome>>()
    for (const node of plan.graph.nodes) {
      const deferred = yield* Deferred.make<NodeOutcome>()
      const known = plan.nodes.get(node.id)!
      if (known.status === "cached") yield* Deferred.succeed(deferred, cachedOutcome(node.id, known))
      outcomes.set(node.id, deferred)
    }
    const store = yield* Store
    const workshop = new Workshop(store, yield* callContext(options), options.wholeLimitCells)
    return {
      plan,
      options,
      store,
      workshop,
      outcomes,
      permits: yield* Semaphore.make(options.concurrency),
      live: new LiveValues(plan),
      awaited: new Set(),
      stopped: false,
    }
  })

/** How nodes are called: with workers where the engine was started with some. */
const callContext = ({ seed, onEvent }: RunOptions): Effect.Effect<CallContext> =>
  Effect.map(Effect.serviceOption(Workers), (workers) => {
    const noted = new Set<string>()
    return {
      seed,
      workers: Option.getOrUndefined(workers),
      onReport: (id, done, total) => onEvent({ type: "progress", id, done, total }),
      onNote: (id, note) => {
        if (!noted.has(id)) onEvent({ type: "note", id, note }) // a node in slices is called for each
        noted.add(id)
      },
    }
  })

const cachedOutcome = (
  id: string,
  { key, result }: Extract<NodePlan, { status: "cached" }>,
): NodeOutcome => ({
  id,
  fate: "cached",
  key,
  outputs: result.outputs,
  reasons: [],
  rowsRun: null,
  rowsGiven: null,
  changes: null,
  wallMs: 0,
  cpuMs: 0,
  error: null,
})

// ---------------------------------------------------------------------------------------------------- one node

/** Waits for the inputs, settles the node, and tells everybody; never fails but for a defect. */
const settle = (session: Session, node: PreparedNode): Effect.Effect<void, never, Store> =>
  Effect.gen(function* () {
    const inputs = yield* Effect.forEach(node.inputs, ({ from }) =>
      Deferred.await(session.outcomes.get(from.id)!),
    )
    const blocked = inputs.some(({ fate }) => fate === "failed" || fate === "skipped")
    const outcome = blocked ? skipped(node.id) : yield* attemptOrAwait(session, node)
    session.live.release(node)
    if (outcome.fate === "failed" && !session.options.keepGoing) session.stopped = true
    session.options.onEvent({ type: "finished", outcome })
    yield* Deferred.succeed(session.outcomes.get(node.id)!, outcome)
  })

/** A node that another process is computing is awaited without taking up one of the places. */
const attemptOrAwait = (session: Session, node: PreparedNode): Effect.Effect<NodeOutcome, never, Store> =>
  Effect.gen(function* () {
    const settled = yield* session.permits.withPermits(1)(
      Effect.suspend(() => (session.stopped ? Effect.succeed(skipped(node.id)) : attempt(session, node))),
    )
    if (!("elsewhere" in settled)) return settled
    session.awaited.add(node.id)
    return yield* Effect.matchEffect(session.store.leaseFree(settled.elsewhere), {
      onFailure: (error) => Effect.succeed(failed(node.id, error)),
      onSuccess: () => attemptOrAwait(session, node),
    })
  })

/** The key of a result that another process is computing at this moment. */
interface Elsewhere {
  readonly elsewhere: string
}

const skipped = (id: string): NodeOutcome => ({
  id,
  fate: "skipped",
  key: null,
  outputs: {},
  reasons: [],
  rowsRun: null,
  rowsGiven: null,
  changes: null,
  wallMs: 0,
  cpuMs: 0,
  error: null,
})

const failed = (id: string, error: unknown): NodeOutcome => ({ ...skipped(id), fate: "failed", error })

const attempt = (
  session: Session,
  node: PreparedNode,
): Effect.Effect<NodeOutcome | Elsewhere, never, Store> =>
  Effect.gen(function* () {
    yield* Effect.yieldNow // lets an interruption in between two long kernels
    session.options.onEvent({ type: "started", id: node.id })
    const exit = yield* Effect.exit(hitOrCompute(session, node))
    if (Exit.isSuccess(exit)) return exit.value
    if (Cause.hasInterruptsOnly(exit.cause)) return yield* Effect.interrupt
    return failed(node.id, Cause.squash(exit.cause))
  })

/** The inputs are there now, so the key is known: the result may be too (early cut-off, or an equal node ran first). */
const hitOrCompute = (
  session: Session,
  node: PreparedNode,
): Effect.Effect<NodeOutcome | Elsewhere, Failure, Store> =>
  Effect.gen(function* () {
    const { plan, store } = session
    const contents = yield* inputContents(session, node)
    const parts = partsOf(node, plan.identities.get(node.id)!, (id, port) => contents.get(portId(id, port))!)
    const key = keyOf(parts)
    const hit = yield* findResult(session, node, key)
    if (hit !== undefined) return hit
    const late = Effect.gen(function* () {
      // another process may have stored it between the look and the lease
      return (yield* findResult(session, node, key)) ?? (yield* computeAndStore(session, node, parts, key))
    })
    return Option.getOrElse(yield* store.withLease(key, late), (): Elsewhere => ({ elsewhere: key }))
  })

/** What is stored, unless the node must run although something is. */
const findResult = (
  session: Session,
  node: PreparedNode,
  key: string,
): Effect.Effect<NodeOutcome | undefined, StoreError> =>
  Effect.gen(function* () {
    const { plan, store, awaited } = session
    const planned = plan.nodes.get(node.id)!
    const kinds = new Set(planned.status === "run" ? planned.reasons.map(({ kind }) => kind) : [])
    if (kinds.has("forced")) return undefined
    const result = yield* store.result(key)
    if (result === undefined) return undefined
    if (kinds.has("object-missing") || kinds.has("object-damaged")) {
      if (!awaited.has(node.id)) return undefined
      for (const content of Object.values(result.outputs)) if (!(yield* store.has(content))) return undefined
    }
    return cachedOutcome(node.id, { status: "cached", key, result })
  })

const computeAndStore = (
  session: Session,
  node: PreparedNode,
  parts: KeyParts,
  key: string,
): Effect.Effect<NodeOutcome, Failure, Store> =>
  Effect.gen(function* () {
    const { plan, store } = session
    const identity = plan.identities.get(node.id)!
    const planned = plan.nodes.get(node.id)!
    const reasons =
      planned.status === "run" ? planned.reasons : yield* explain(parts, node, identity, plan.name)
    const mustRun = reasons.some(({ kind }) => alwaysRuns.has(kind))
    const startedAt = performance.now()
    const cpuBefore = process.cpuUsage()
    const computed = yield* computeNode(session, node, mustRun ? undefined : yield* baseOf(session, node))
    const cpu = process.cpuUsage(cpuBefore)
    const wallMs = performance.now() - startedAt
    const cpuMs = (cpu.user + cpu.system) / 1000
    const { outputs, states, rowsRun } = computed
    const now = yield* Clock.currentTimeMillis
    const { declarations, packages } = identity.code
    const row = {
      ...parts,
      key,
      nodeId: node.id,
      outputs,
      recipe: plan.recipes.get(node.id)!,
      states,
      rowsRun,
      runId: session.options.runId,
      runName: plan.name,
      computedAt: now,
      wallMs,
      cpuMs,
    }
    yield* store.saveResult(row, JSON.stringify({ declarations, packages }))
    const { fate, rowsGiven, changes } = computed
    const did = { fate, rowsRun, rowsGiven, changes, wallMs, cpuMs }
    return { id: node.id, key, outputs, reasons, error: null, ...did }
  })

/** Reasons that hold although a result is stored: nothing is taken over from it. */
const alwaysRuns: ReadonlySet<Reason["kind"]> = new Set(["forced", "object-missing", "object-damaged"])

const inputContents = (session: Session, node: PreparedNode): Effect.Effect<ReadonlyMap<string, string>> =>
  Effect.map(
    Effect.forEach(node.inputs, (input) =>
      Effect.map(Deferred.await(session.outcomes.get(input.from.id)!), ({ outputs }): [string, string] => [
        portId(input.from.id, input.fromPort),
        outputs[input.fromPort]!,
      ]),
    ),
    (entries) => new Map(entries),
  )

/** Computes a node from the contents of its inputs, extending an earlier result where it may. */
const computeNode = (
  session: Session,
  node: PreparedNode,
  base: ResultRow | undefined,
): Effect.Effect<Computed, Failure, Store> =>
  Effect.gen(function* () {
    const contents = yield* inputContents(session, node)
    const inputs = node.inputs.map(
      (input): SliceInput => ({
        input,
        type: input.from.node.spec.outputs[input.fromPort]!.type,
        content: contents.get(portId(input.from.id, input.fromPort))!,
      }),
    )
    const context = yield* Effect.context<Store>()
    const read = ({ input }: SliceInput) => Effect.provideContext(valueOf(session, input), context)
    const { external } = session.plan.identities.get(node.id)!
    const computed = yield* compute(session.workshop, node, inputs, read, base, external)
    for (const [port, value] of Object.entries(computed.values ?? {})) session.live.keep(node.id, port, value)
    return computed
  })

/** The result to extend: the latest from the same place, when the code behind it has passed its laws. */
const baseOf = (session: Session, node: PreparedNode): Effect.Effect<ResultRow | undefined, StoreError> =>
  Effect.gen(function* () {
    const { plan, store, options } = session
    if (options.extend === "never") return undefined
    const certificate = yield* store.certificate(plan.identities.get(node.id)!.code.fingerprint)
    const base = yield* store.latestByRecipe(plan.recipes.get(node.id)!)
    // reading the world in parts is no matter of reach in time
    const needsNone = node.node.spec.partOf !== undefined
    if (options.extend === "always" || certificate !== undefined || needsNone) return base
    if (base !== undefined && canExtend(node)) options.onEvent({ type: "uncertified", id: node.id })
    return undefined
  })

const valueOf = (session: Session, input: PreparedInput): Effect.Effect<unknown, Failure, Store> =>
  Effect.gen(function* () {
    const found = session.live.find(input)
    if (found !== undefined) return found
    const value = yield* valueAt(session, input.from, input.fromPort)
    session.live.keep(input.from.id, input.fromPort, value)
    return value
  })

/** Reads what is stored; when that is not what was computed, computes it again: it has the same content. */
const valueAt = (
  session: Session,
  node: PreparedNode,
  port: string,
): Effect.Effect<unknown, Failure, Store> =>
  Effect.gen(function* () {
    const { outputs } = yield* Deferred.await(session.outcomes.get(node.id)!)
    const type: ValueType<unknown> = node.node.spec.outputs[port]!.type
    return yield* session.store.get(type, outputs[port]!).pipe(
      Effect.catchTag("ObjectDamaged", (damaged) =>
        // a second reading of the world need not have the same content: the next run plans a new one
        node.node.spec.validForMs === undefined
          ? Effect.map(computeNode(session, node, undefined), ({ values }) => values![port])
          : Effect.fail(damaged),
      ),
    )
  })
