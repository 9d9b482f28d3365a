/** The baselines of an experiment, each decoded and checked as a study on the experiment's own prices. */
import * as Effect from "effect/Effect"
import type { MarketFacts } from "../../pipeline/data/MarketFacts.ts"
import { ExperimentError, StudyConfigError } from "../errors.ts"
import type { Experiment } from "../Experiment.ts"
import { type Resolved, resolveConfig } from "../resolveConfig.ts"

export interface Baselines {
  readonly resolved: Readonly<Record<string, Resolved<unknown>>>
  /** why the experiment's prices cannot serve the others, by name: the result stands without them, and says so */
  readonly leftOut: Readonly<Record<string, string>>
}

/** @param own the experiment's config as users write it, defaults filled in */
export const resolveBaselines = (
  name: string,
  { graph, baselines }: Experiment,
  own: unknown,
  market: MarketFacts,
): Effect.Effect<Baselines, StudyConfigError | ExperimentError> =>
  Effect.gen(function* () {
    const resolved: Record<string, Resolved<unknown>> = {}
    const leftOut: Record<string, string> = {}
    for (const [preset, { file, config }] of Object.entries(baselines)) {
      if (graph.baseline === undefined) {
        return yield* new ExperimentError({
          file: name,
          problem: `it is against ${preset}, but its graph takes no baselines`,
          remedy: "Leave out `against`, or give the graph a `baseline`; dags/study.ts shows how.",
        })
      }
      const remedy = `${name} is against it: correct that file, or take ${preset} out of \`against\`.`
      const baseline = yield* resolveConfig(file, graph, graph.baseline(config, own), {}).pipe(
        Effect.mapError(({ issues }) => new StudyConfigError({ file, issues, remedy })),
      )
      const [objection] = graph.objections(baseline.config, market)
      if (objection === undefined) resolved[preset] = baseline
      else leftOut[preset] = `${file}: ${objection.path.join(".")}: ${objection.message}`
    }
    return { resolved, leftOut }
  })
