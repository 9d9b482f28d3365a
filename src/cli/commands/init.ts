import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"

export const init = Command.make(
  "init",
  {
    folder: Argument.String("DIR").pipe(Argument.withDescription("a new folder, from the working directory")),
  },
  Effect.fn("cli.init")(function* ({ folder }) {
    const { json } = yield* sage
    const { initProject } = yield* Effect.promise(() => import("../initProject.ts"))
    const made = yield* initProject(folder)
    yield* printResult(json, made, () =>
      [
        `${folder} has ${made.files.join(", ")}`,
        "",
        `  cd ${folder}`,
        "  npm install",
        "  npx sage dag run experiments/trend.ts",
        "",
        "experiments/ are questions, dags/ how they are computed: copy either and change it.",
      ].join("\n"),
    )
  }),
).pipe(
  Command.withDescription(
    "Make a project of your own: experiments, the graph behind them, presets and demo data",
  ),
)
