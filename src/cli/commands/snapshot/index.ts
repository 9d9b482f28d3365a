import * as Command from "effect/cli/Command"
import { demo } from "./demo.ts"
import { diff } from "./diff.ts"
import { fetch } from "./fetch.ts"
import { importFiles } from "./import.ts"
import { ls } from "./ls.ts"
import { pin } from "./pin.ts"
import { rm } from "./rm.ts"
import { show } from "./show.ts"
import { verify } from "./verify.ts"

export const snapshot = Command.make("snapshot").pipe(
  Command.withDescription("Pinned market data"),
  Command.withSubcommands([demo, importFiles, fetch, pin, ls, show, verify, diff, rm]),
)
