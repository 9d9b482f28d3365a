/** `sage runs`: the ledger and the folders of runs. */
import * as Command from "effect/cli/Command"
import { ls } from "./ls.ts"
import { show } from "./show.ts"
import { verify } from "./verify.ts"

export const runs = Command.make("runs").pipe(
  Command.withDescription("The ledger: what was run, when and with what result; and the folders of runs"),
  Command.withSubcommands([ls, show, verify]),
)
