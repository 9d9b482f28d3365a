/**
 * Where heavy nodes run: threads of their own, so that two of them overlap, the terminal stays alive and an interruption
 * ends them in the middle. The engine asks by definition; what starts a thread knows where definitions are found.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { Code, type CodeEntry } from "./Code.ts"
import type { SliceAnswer, SliceCall } from "./incremental/slice.ts"
import type { PreparedNode } from "./Prepared.ts"

export interface WorkerCall {
  readonly node: PreparedNode
  readonly call: SliceCall
  readonly seed: number
  readonly onReport: (done: number, total: number) => void
}

export type WorkerProblem =
  /** the thread has no such definition, or not that of this run: nothing was computed */
  | { readonly _tag: "Unavailable"; readonly reason: string }
  | { readonly _tag: "TimedOut" }
  /** `mayPass`: a typed error of a run that is an effect */
  | { readonly _tag: "Failed"; readonly cause: unknown; readonly mayPass: boolean }

export interface WorkersOptions {
  /** threads at most; each is started when it is first needed and lives until the scope ends */
  readonly size: number
  /** a module that `serve`s definitions, and how Node is told to load it */
  readonly entry: URL
  readonly execArgv: ReadonlyArray<string>
  /** whether the code of a definition, which a thread has just loaded, is still what this run is keyed by */
  readonly isCurrent: (definition: string, code: CodeEntry) => Effect.Effect<boolean>
}

export class Workers extends Context.Service<
  Workers,
  { readonly call: (call: WorkerCall) => Effect.Effect<SliceAnswer, WorkerProblem> }
>()("sage/dag/Workers") {
  /** Nothing is loaded or started before the first heavy node. */
  static readonly layer = (options: WorkersOptions): Layer.Layer<Workers, never, Code> =>
    Layer.effect(
      Workers,
      Effect.gen(function* () {
        const code = yield* Code
        const scope = yield* Effect.scope
        const pool = yield* Effect.cached(
          Effect.flatMap(
            Effect.promise(() => import("./workers/Pool.ts")),
            ({ makePool }) => Effect.provideService(makePool(options, code), Scope.Scope, scope),
          ),
        )
        return Workers.of({ call: (call) => Effect.flatMap(pool, (run) => run(call)) })
      }),
    )
}
