import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { nearest } from "../../../dag/nearest.ts"
import { Store } from "../../../dag/store/Store.ts"
import { printResult } from "../../print.ts"
import { storeLayer } from "../../services.ts"
import { sage } from "../../sharedFlags.ts"
import { Usage } from "../../Usage.ts"
import { runArgument } from "../arguments.ts"

export const show = Command.make(
  "show",
  { run: runArgument },
  Effect.fn("cli.runsShow")(function* ({ run }) {
    const { json, cache } = yield* sage
    const found = yield* Effect.scoped(Effect.provide(findRun(run), storeLayer(cache)))
    yield* printResult(json, found, () => JSON.stringify(found, null, 2))
  }),
).pipe(Command.withDescription("Show a run's manifest and the fate of its nodes"))

const findRun = (wanted: string) =>
  Effect.gen(function* () {
    const store = yield* Store
    const all = yield* store.runs
    const matches = all.filter(({ runId }) => runId.startsWith(wanted))
    const [row] = matches
    if (row === undefined || matches.length > 1) {
      const near = nearest(
        wanted,
        all.map(({ runId }) => runId),
      )
      return yield* new Usage({
        problem:
          matches.length > 1
            ? `${matches.length} runs begin with ${wanted}.`
            : `The ledger has no run ${wanted}.`,
        remedy: near === null ? "`sage runs ls` lists them." : `Did you mean ${near}?`,
      })
    }
    const nodes = yield* store.runNodes(row.runId)
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
