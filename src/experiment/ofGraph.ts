import type { GraphFile } from "../dag/graphFile.ts"
import * as Experiment from "./Experiment.ts"
import * as Study from "./Study.ts"

/** A graph outside finance as an experiment: it reads no snapshot. */
export const ofGraph = <C, E>(graph: GraphFile<C, E>): Experiment.Experiment<C, E> =>
  Experiment.define({
    question: graph.title,
    graph: Study.define({
      config: graph.config,
      snapshot: () => undefined,
      seed: graph.seed,
      optimisticFill: () => false,
      objections: () => [],
      files: (config) => graph.targets(config),
    }),
    config: graph.values,
  })
