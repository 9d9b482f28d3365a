/** What the engine asks of worker threads, and what may come of it. */
import type * as Effect from "effect/Effect"
import type { CodeEntry } from "../Code.ts"
import type { SliceCall } from "../incremental/slice.ts"
import type { PreparedNode } from "../Prepared.ts"

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
