import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { sage } from "../sharedFlags.ts"
import { runArgument } from "./arguments.ts"

export const explain = Command.make(
  "explain",
  {
    run: runArgument,
    asset: Flag.String("asset").pipe(
      Flag.optional,
      Flag.withDescription("asset whose weight is explained; without it, a line for each"),
    ),
    date: Flag.String("date").pipe(Flag.withDescription("session, as in 2020-03-16")),
    book: Flag.String("book").pipe(
      Flag.optional,
      Flag.withDescription("label of the book, as in b1; the final one by default"),
    ),
  },
  Effect.fn("cli.explain")(function* ({ run, asset, date, book }) {
    const { json, cache } = yield* sage
    const { explainFolder } = yield* Effect.promise(() => import("../explainFolder.ts"))
    const wanted = { run, date, asset: Option.getOrUndefined(asset), book: Option.getOrUndefined(book) }
    yield* explainFolder({ ...wanted, json, cache })
  }),
).pipe(
  Command.withDescription(
    "Every number between the price and the held weight of an asset on a session, computed again from what is printed",
  ),
)
