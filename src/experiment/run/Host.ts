/** Facts of the machine and the checkout that a run records but no node may read. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"

export interface GitState {
  readonly commit: string | null
  /** whether tracked files differ from the commit; null where there is no checkout */
  readonly dirty: boolean | null
}

export class Host extends Context.Service<
  Host,
  {
    readonly sageVersion: string
    readonly node: string
    readonly v8: string
    readonly platform: string
    /** SHA-256 of package-lock.json; null for an installed package */
    readonly lockfileHash: string | null
    readonly git: Effect.Effect<GitState>
    /** lines of env.txt: what may differ between machines */
    readonly environment: ReadonlyArray<string>
    /** a time-ordered unique id (UUID version 7) */
    readonly newRunId: Effect.Effect<string>
    /** CPU time of this process so far, milliseconds */
    readonly cpuMs: Effect.Effect<number>
  }
>()("sage/experiment/Host") {}
