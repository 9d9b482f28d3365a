/** One call for programs that compute targets without the command line: prepares, proves, plans and runs them on a cache. */
import { randomUUID } from "node:crypto"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Code } from "./Code.ts"
import { refuseLookahead } from "./Lookahead.ts"
import type { Source } from "./Node.ts"
import * as Plan from "./Plan.ts"
import { prepare } from "./Prepared.ts"
import * as Run from "./Run.ts"
import { Store } from "./store/Store.ts"

export interface RunGraphOptions {
  /** folder of stored results, made when it is not there */
  readonly cache: string
  /** fingerprints of the code behind the nodes: `codeOf(file)` of `sage/fingerprint` */
  readonly code: Layer.Layer<Code, unknown>
  /** of the nodes that declare a `stream`; 0 by default */
  readonly seed?: number
  /** runs of one name are compared with each other to say why a node ran */
  readonly name?: string
  /** nodes that may run at a time; 2 by default */
  readonly concurrency?: number
  readonly onEvent?: (event: Run.RunEvent) => void
}

type ValuesOf<T> = { readonly [K in keyof T]: T[K] extends Source<infer A> ? A : never }

export interface GraphResult<T> {
  readonly values: ValuesOf<T>
  /** what became of each node, and why */
  readonly nodes: ReadonlyArray<Run.NodeOutcome>
}

/**
 * Computes what is missing of some targets and gives their values. What was finished is kept when a node fails: the
 * promise is then rejected with that node's error.
 */
export const runGraph = <const T extends Readonly<Record<string, Source<unknown>>>>(
  targets: T,
  options: RunGraphOptions,
): Promise<GraphResult<T>> =>
  Effect.runPromise(
    compute(targets, options).pipe(
      Effect.scoped,
      Effect.provide(Layer.merge(Store.layerFolder(options.cache), options.code)),
    ),
  ) as Promise<GraphResult<T>>

const compute = (targets: Readonly<Record<string, Source<unknown>>>, options: RunGraphOptions) =>
  Effect.gen(function* () {
    const { name = "graph", seed = 0, concurrency = 2, onEvent = () => {} } = options
    const graph = yield* prepare(targets)
    yield* refuseLookahead(graph)
    const startedAt = yield* Clock.currentTimeMillis
    const runId = randomUUID()
    const plan = yield* Plan.make(graph, { name, seed, force: new Set() })
    const rules = { keepGoing: true, extend: "certified" } as const
    const { nodes, status, target } = yield* Run.run(plan, { runId, seed, concurrency, onEvent, ...rules })
    const rows = nodes.map(({ id, key, fate, reasons }) => ({
      id,
      key,
      fate,
      reasons: JSON.stringify(reasons),
    }))
    yield* (yield* Store).saveRun({ runId, name, startedAt, status, facts: "{}", nodes: rows })
    const failed = nodes.find(({ fate }) => fate === "failed")
    if (failed !== undefined) return yield* Effect.fail(failed.error)
    const values: Record<string, unknown> = {}
    for (const port of Object.keys(targets)) values[port] = yield* target(port)
    return { values, nodes }
  })
