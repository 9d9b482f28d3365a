import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { Store } from "../../../dag/store/Store.ts"
import { ledgerRun, withLedger } from "../../ledgerRun.ts"
import { printResult } from "../../print.ts"
import { sage } from "../../sharedFlags.ts"
import { runArgument } from "../arguments.ts"

export const show = Command.make(
  "show",
  { run: runArgument },
  Effect.fn("cli.runsShow")(function* ({ run }) {
    const { json, cache } = yield* sage
    const found = yield* withLedger(cache, showRun(run))
    yield* printResult(json, found, () => JSON.stringify(found, null, 2))
  }),
).pipe(Command.withDescription("Show a run's manifest and the fate of its nodes"))

const showRun = (wanted: string) =>
  Effect.gen(function* () {
    const row = yield* ledgerRun(wanted)
    const nodes = yield* (yield* Store).runNodes(row.runId)
    return {
      manifest: JSON.parse(row.facts) as unknown,
      nodes: nodes.map(({ id, key, fate, reasons }) => ({
        id,
        key,
        fate,
        reasons: JSON.parse(reasons) as unknown,
      })),
    }
  })
