import * as Command from "effect/cli/Command"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { originsOf } from "../../experiment/config/origins.ts"
import { resolveConfig } from "../../experiment/resolveConfig.ts"
import { loadExperiment, loadStudy } from "../loadExperiment.ts"
import { parseOverrides } from "../overrides.ts"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"
import { studySchema } from "../studySchema.ts"
import { experimentFile, settings } from "./arguments.ts"

const schema = Command.make(
  "schema",
  {},
  Effect.fn("cli.configSchema")(function* () {
    const study = yield* loadStudy
    yield* Console.log(JSON.stringify(studySchema(study), null, 2))
  }),
).pipe(Command.withDescription("Print the JSON Schema of a study's config, for editors"))

const show = Command.make(
  "show",
  { file: experimentFile, set: settings },
  Effect.fn("cli.configShow")(function* ({ file, set }) {
    const { json } = yield* sage
    const { name, experiment } = yield* loadExperiment(file)
    const overrides = yield* parseOverrides(set)
    const { written } = yield* resolveConfig(name, experiment.graph, experiment.config, overrides)
    const origins = originsOf(
      written,
      experiment.config,
      overrides,
      /\.ya?ml$/i.test(name) ? "preset" : "file",
    )
    const { annotatedYaml } = yield* Effect.promise(() => import("../../experiment/artifacts/yamlText.ts"))
    yield* printResult(json, { config: written, origins }, () =>
      annotatedYaml(written, (path) => origins[path]).trimEnd(),
    )
  }),
).pipe(
  Command.withDescription(
    "Show the config of an experiment, every default filled in, and where each value comes from",
  ),
)

export const config = Command.make("config").pipe(
  Command.withDescription("What a study can be told, and what an experiment says"),
  Command.withSubcommands([schema, show]),
)
