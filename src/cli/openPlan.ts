/** Opens an experiment and plans it, with the layers that this needs: what plan, graph and why begin with. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Code } from "../dag/Code.ts"
import * as Plan from "../dag/Plan.ts"
import type { Store } from "../dag/store/Store.ts"
import { openExperiment, type OpenExperiment } from "../experiment/run/openExperiment.ts"
import { type Loaded, loadExperiment } from "./loadExperiment.ts"
import { parseOverrides } from "./overrides.ts"
import { codeLayer, snapshotLayer, storeLayer } from "./services.ts"

export interface Planned {
  readonly loaded: Loaded
  readonly opened: OpenExperiment
  readonly plan: Plan.Plan
}

export const withPlan = <A, E>(
  {
    file,
    set,
    cache,
  }: { readonly file: string; readonly set: ReadonlyArray<string>; readonly cache: string },
  use: (planned: Planned) => Effect.Effect<A, E, Store | Code>,
) =>
  Effect.gen(function* () {
    const loaded = yield* loadExperiment(file)
    const overrides = yield* parseOverrides(set)
    return yield* Effect.gen(function* () {
      const { name, experiment } = loaded
      const opened = yield* openExperiment({ name, experiment, overrides, targets: [] })
      const plan = yield* Plan.make(opened.graph, { name, seed: opened.seed, force: new Set() })
      return yield* use({ loaded, opened, plan })
    }).pipe(
      Effect.scoped,
      Effect.provide(Layer.mergeAll(storeLayer(cache), codeLayer(cache, loaded.path), snapshotLayer)),
    )
  })
