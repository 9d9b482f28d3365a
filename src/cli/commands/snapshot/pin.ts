import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { type LiveRecord, liveRecordIn, marketOf } from "../../../experiment/run/liveRecord.ts"
import { SnapshotStore } from "../../../pipeline/data/SnapshotStore.ts"
import { ledgerRun, withLedger } from "../../ledgerRun.ts"
import { printResult } from "../../print.ts"
import { sage } from "../../sharedFlags.ts"
import { Usage } from "../../Usage.ts"
import { layers } from "./shared.ts"
import { manifestText, summaryOf } from "./view.ts"

export const pin = Command.make(
  "pin",
  {
    run: Argument.String("RUN").pipe(
      Argument.withDescription("a run on live prices: latest, its id or its beginning (sage runs ls)"),
    ),
    name: Flag.String("name").pipe(Flag.withDescription("name of the new snapshot")),
  },
  Effect.fn("cli.snapshotPin")(function* ({ run, name }) {
    const { json, cache } = yield* sage
    const { bars, meta, manifest: live } = yield* withLedger(cache, Effect.flatMap(liveRun(run), marketOf))
    const manifest = yield* SnapshotStore.use((store) => store.write(name, bars, meta)).pipe(
      Effect.provide(layers),
    )
    yield* printResult(json, summaryOf(manifest, live.defects), () =>
      [manifestText(manifest), `Use it with --set data.snapshot=${name} --set data.mode=snapshot`].join("\n"),
    )
  }),
).pipe(Command.withDescription("Pin exactly the live prices that a run used as a snapshot"))

/** From the ledger and the cache; nothing is asked of a source again. */
const liveRun = (wanted: string) =>
  Effect.gen(function* () {
    const { runId, facts } = yield* ledgerRun(wanted)
    const live: LiveRecord | null = liveRecordIn(facts)
    if (live !== null) return live
    return yield* new Usage({
      problem: `The run ${runId} used no live prices.`,
      remedy: "Its snapshot is pinned already.",
    })
  })
