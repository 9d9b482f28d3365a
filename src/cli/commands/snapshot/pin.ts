import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { Store } from "../../../dag/store/Store.ts"
import { type LiveRecord, liveRecordIn, marketOf } from "../../../experiment/run/liveRecord.ts"
import { SnapshotStore } from "../../../pipeline/data/SnapshotStore.ts"
import { printResult } from "../../print.ts"
import { storeLayer } from "../../services.ts"
import { sage } from "../../sharedFlags.ts"
import { Usage } from "../../Usage.ts"
import { layers } from "./shared.ts"
import { manifestText, summaryOf } from "./view.ts"

export const pin = Command.make(
  "pin",
  {
    run: Argument.String("RUN").pipe(
      Argument.withDescription("a run on live prices, by the beginning of its id (sage runs ls)"),
    ),
    name: Flag.String("name").pipe(Flag.withDescription("name of the new snapshot")),
  },
  Effect.fn("cli.snapshotPin")(function* ({ run, name }) {
    const { json, cache } = yield* sage
    const {
      bars,
      meta,
      manifest: live,
    } = yield* liveRun(run).pipe(Effect.flatMap(marketOf), Effect.provide(storeLayer(cache)), Effect.scoped)
    const manifest = yield* SnapshotStore.use((store) => store.write(name, bars, meta)).pipe(
      Effect.provide(layers),
    )
    yield* printResult(json, summaryOf(manifest, live.defects), () =>
      [manifestText(manifest), `Use it with --set data.snapshot=${name} --set data.mode=snapshot`].join("\n"),
    )
  }),
).pipe(Command.withDescription("Pin exactly the live prices that a run used as a snapshot"))

/** From the ledger and the cache; nothing is asked of a source again. */
const liveRun = (id: string): Effect.Effect<LiveRecord, Usage | StoreFailure, Store> =>
  Effect.gen(function* () {
    const runs = (yield* (yield* Store).runs).filter(({ runId }) => runId.startsWith(id))
    if (id === "" || runs.length !== 1) {
      const problem = `${runs.length === 0 ? "No run begins" : "Several runs begin"} with "${id}" in this cache.`
      return yield* new Usage({ problem, remedy: "`sage runs ls` lists them; give more of the id." })
    }
    const live = liveRecordIn(runs[0]!.facts)
    if (live === null) {
      const problem = `The run ${runs[0]!.runId} used no live prices.`
      return yield* new Usage({ problem, remedy: "Its snapshot is pinned already." })
    }
    return live
  })

type StoreFailure = Effect.Error<Store["Service"]["runs"]>
