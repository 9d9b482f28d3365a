/** Runs targets on a store, extending or not, and tells what became of every node. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Code } from "../../../src/dag/Code.ts"
import type { Source } from "../../../src/dag/Node.ts"
import * as Plan from "../../../src/dag/Plan.ts"
import { prepare } from "../../../src/dag/Prepared.ts"
import * as Run from "../../../src/dag/Run.ts"
import { Store } from "../../../src/dag/store/Store.ts"

/** @param version of a definition's code */
const codeOf = (version: (definition: string) => number) =>
  Layer.succeed(
    Code,
    Code.of({
      of: (name) =>
        Effect.succeed({
          fingerprint: `code of ${name}, version ${version(name)}`,
          file: "",
          line: 0,
          declarations: [],
          packages: [],
        }),
    }),
  )

export type Targets = Readonly<Record<string, Source<unknown>>>

export interface RunOptions {
  readonly wholeLimitCells?: number
  readonly version?: (definition: string) => number
  readonly onEvent?: (event: Run.RunEvent) => void
  /** interrupts the run, as Ctrl-C would */
  readonly signal?: AbortSignal
}

/** A store that lives as long as the test, in memory. */
export async function openStore(): Promise<{
  readonly run: (targets: Targets, extend: "always" | "never", options?: RunOptions) => Promise<Run.Outcome>
}> {
  const store = await Effect.runPromise(Effect.provide(Store, Layer.fresh(Store.layerMemory)))
  return {
    run: (
      targets,
      extend,
      { wholeLimitCells = 1 << 18, version = () => 1, onEvent = () => {}, signal } = {},
    ) =>
      Effect.runPromise(
        Effect.gen(function* () {
          const plan = yield* Plan.make(yield* prepare(targets), { name: "test", seed: 0, force: new Set() })
          return yield* Run.run(plan, {
            runId: "test",
            seed: 0,
            concurrency: 2,
            keepGoing: true,
            extend,
            wholeLimitCells,
            onEvent,
          })
        }).pipe(Effect.provide(Layer.merge(Layer.succeed(Store, store), codeOf(version)))),
        signal === undefined ? {} : { signal },
      ),
  }
}
