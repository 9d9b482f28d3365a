import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Completions from "effect/cli/Completions"
import * as Effect from "effect/Effect"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"

const shells = ["bash", "zsh", "fish", "powershell"] as const

/** @param root the whole command line, known only once it is put together */
export const completionsOf = (root: () => Command.Command.Any) =>
  Command.make(
    "completions",
    { shell: Argument.Literals("SHELL", shells).pipe(Argument.withDescription(shells.join(", "))) },
    Effect.fn("cli.completions")(function* ({ shell }) {
      const { json } = yield* sage
      const commands = Completions.fromCommand(root())
      const script = Completions.generate("sage", shell, commands)
      yield* printResult(json, { shell, script, commands }, () => script.trimEnd())
    }),
  ).pipe(Command.withDescription("Print what a shell needs to complete sage's commands and flags"))
