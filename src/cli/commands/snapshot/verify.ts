import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { SnapshotStore } from "../../../pipeline/data/SnapshotStore.ts"
import { printResult } from "../../print.ts"
import { sage } from "../../sharedFlags.ts"
import { RunFailed } from "../../Usage.ts"
import { layers, snapshotName } from "./shared.ts"

export const verify = Command.make(
  "verify",
  {
    name: snapshotName,
    deep: Flag.Boolean("deep").pipe(
      Flag.withDefault(false),
      Flag.withDescription("decode the values and hash them too"),
    ),
  },
  Effect.fn("cli.snapshotVerify")(function* ({ name, deep }) {
    const { json } = yield* sage
    const report = yield* SnapshotStore.use((store) => store.verify(name, deep)).pipe(Effect.provide(layers))
    const messages = report.damaged.map(({ message }) => message)
    if (json || messages.length === 0) {
      yield* printResult(
        json,
        { ...report, damaged: messages },
        () => `${name}: ${report.files} files, ${report.bytes} bytes, all as they were made`,
      )
    }
    if (messages.length > 0) return yield* new RunFailed({ exitCode: 3, detail: messages.join("\n") })
  }),
).pipe(Command.withDescription("Check the files of a snapshot against its manifest"))
