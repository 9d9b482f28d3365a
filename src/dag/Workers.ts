/**
 * Where heavy nodes run: threads of their own, so that two of them overlap, the terminal stays alive and an interruption
 * ends them in the middle. The engine asks by definition; what starts a thread knows where definitions are found.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { Code } from "./Code.ts"
import type { SliceAnswer } from "./incremental/slice.ts"
import type { WorkerCall, WorkerProblem, WorkersOptions } from "./workers/WorkerCall.ts"

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
