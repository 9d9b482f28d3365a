/** The baselines of an experiment, each decoded and checked as a study on the experiment's own prices. */
import * as Effect from "effect/Effect"
import type { MarketFacts } from "../../pipeline/data/MarketFacts.ts"
import { ExperimentError, StudyConfigError } from "../errors.ts"
import type { Experiment } from "../Experiment.ts"
import { type Resolved, resolveConfig } from "../resolveConfig.ts"

export type Baselines = Readonly<Record<string, Resolved<unknown>>>

/** @param own the experiment's config as users write it, defaults filled in */
export const resolveBaselines = (
  name: string,
  { graph, baselines }: Experiment,
  own: unknown,
  market: MarketFacts,
): Effect.Effect<Baselines, StudyConfigError | ExperimentError> =>
  Effect.gen(function* () {
    const resolved: Record<string, Resolved<unknown>> = {}
    for (const [preset, { file, config }] of Object.entries(baselines)) {
      if (graph.baseline === undefined) {
        return yield* new ExperimentError({
          file: name,
          problem: `it is against ${preset}, but its graph takes no baselines`,
          remedy: "Leave out `against`, or give the graph a `baseline`; dags/study.ts shows how.",
        })
      }
      const remedy = `${name} is against it: correct that file, or take ${preset} out of \`against\`.`
      const refuse = (issues: StudyConfigError["issues"]) => new StudyConfigError({ file, issues, remedy })
      const baseline = yield* resolveConfig(file, graph, graph.baseline(config, own), {}).pipe(
        Effect.mapError(({ issues }) => refuse(issues)),
      )
      const objections = graph.objections(baseline.config, market)
      if (objections.length > 0) {
        const issues = objections.map(({ path, message }) => ({ path: path.join("."), message }))
        return yield* refuse(issues)
      }
      resolved[preset] = baseline
    }
    return resolved
  })
