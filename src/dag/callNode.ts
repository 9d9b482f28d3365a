/**
 * Calls a node's function: in this thread, or in a worker where the node is heavy; within its timeout, and again where
 * it declares that its errors may pass. What may pass are typed errors of runs that are effects; what a plain function
 * throws is a mistake, and a mistake is made again.
 */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { NodeFailed, NodeTimeout, WrongValue } from "./errors.ts"
import type { SliceAnswer, SliceCall } from "./incremental/slice.ts"
import { singlePort, type Spec } from "./Node.ts"
import type { PreparedNode } from "./Prepared.ts"
import type { Workers } from "./Workers.ts"

export interface CallContext {
  readonly seed: number
  /** undefined where there are none: every node then runs in this thread */
  readonly workers: Workers["Service"] | undefined
  readonly onReport: (id: string, done: number, total: number) => void
  /** something that a reader should know of how the node ran */
  readonly onNote: (id: string, note: string) => void
}

/** An attempt that did not succeed. */
interface Failed {
  readonly _tag: "Failed"
  readonly cause: unknown
  readonly mayPass: boolean
}

interface TimedOut {
  readonly _tag: "TimedOut"
  readonly mayPass: boolean
}

type Attempt = Effect.Effect<SliceAnswer, Failed | TimedOut>

export const callNode = (
  node: PreparedNode,
  call: SliceCall,
  context: CallContext,
): Effect.Effect<SliceAnswer, NodeFailed | NodeTimeout> =>
  Effect.suspend(() => {
    const { retry, timeout } = node.node.spec
    let attempts = 0
    const attempt = Effect.suspend(() => {
      attempts++
      return Effect.flatMap(attemptOnce(node, call, context), (answer) => checkAnswer(node.node.spec, answer))
    })
    const tried =
      retry === undefined
        ? attempt
        : Effect.retry(attempt, {
            schedule: Schedule.exponential(retry.baseMs),
            times: retry.times,
            while: ({ mayPass }) => mayPass,
          })
    return Effect.mapError(tried, (failure) => {
      if (failure._tag === "TimedOut") return new NodeTimeout({ node: node.id, limitMs: timeout!, attempts })
      const { cause } = failure
      return new NodeFailed({ node: node.id, cause, ...(retry === undefined ? {} : { attempts }) })
    })
  })

const attemptOnce = (node: PreparedNode, call: SliceCall, context: CallContext): Attempt => {
  const { workers } = context
  if (!node.node.spec.heavy || workers === undefined) return inThread(node, call, context)
  const onReport = (done: number, total: number): void => context.onReport(node.id, done, total)
  return workers.call({ node, call, seed: context.seed, onReport }).pipe(
    Effect.catch((problem) => {
      if (problem._tag === "Failed") return Effect.fail(problem)
      if (problem._tag === "TimedOut") return Effect.fail({ ...problem, mayPass: false })
      context.onNote(node.id, `runs in the main thread: ${problem.reason}`)
      return inThread(node, call, context)
    }),
  )
}

const inThread = (node: PreparedNode, call: SliceCall, context: CallContext): Attempt =>
  Effect.gen(function* () {
    const { spec } = node.node
    const { inputs, ...asked } = call
    const report = (done: number, total: number): void => context.onReport(node.id, done, total)
    const answer = yield* Effect.try({
      try: () => spec.run(inputs, node.config, { ...asked, seed: context.seed, report }),
      catch: (cause): Failed => ({ _tag: "Failed", cause, mayPass: false }),
    })
    return portsOf(spec, Effect.isEffect(answer) ? yield* awaitAnswer(spec, answer) : answer)
  })

/** Whether the values are what their ports declare, as far as their types can tell. */
function checkAnswer({ outputs }: Spec, answer: SliceAnswer): Attempt {
  for (const [port, { type }] of Object.entries(outputs)) {
    const problem = type.problem?.(answer.ports[port])
    if (problem === undefined) continue
    const cause = new WrongValue({ port, declared: type.name, problem })
    return Effect.fail({ _tag: "Failed", cause, mayPass: false })
  }
  return Effect.succeed(answer)
}

/** Services are provided where the engine is started; the requirement is not in the types. */
function awaitAnswer(spec: Spec, answer: unknown): Effect.Effect<unknown, Failed | TimedOut> {
  const settled = Effect.mapError(
    answer as Effect.Effect<unknown, unknown>,
    (cause): Failed => ({ _tag: "Failed", cause, mayPass: true }),
  )
  return spec.timeout === undefined
    ? settled
    : Effect.timeoutOrElse(settled, {
        duration: spec.timeout,
        orElse: () => Effect.fail<TimedOut>({ _tag: "TimedOut", mayPass: true }),
      })
}

/** A node's answer in the form of one value a port. */
export function portsOf(spec: Spec, answer: unknown): SliceAnswer {
  const { out, state } = spec.stateful
    ? (answer as { readonly out: unknown; readonly state: SliceAnswer["state"] })
    : { out: answer, state: undefined }
  return { ports: spec.single ? { [singlePort]: out } : (out as SliceAnswer["ports"]), state }
}
