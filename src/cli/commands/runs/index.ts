/** `sage runs`: the ledger and the folders of runs. */
import * as Command from "effect/cli/Command"
import { diff } from "./diff.ts"
import { ls } from "./ls.ts"
import { rm } from "./rm.ts"
import { show } from "./show.ts"
import { verify } from "./verify.ts"

export const runs = Command.make("runs").pipe(
  Command.withDescription("The ledger: what was run, when and with what result; and the folders of runs"),
  Command.withSubcommands([ls, show, diff, verify, rm]),
)
