/** What prices a study reads. */
import * as Schema from "effect/Schema"
import { between, intBetween, optional, optionalDate, withDefault } from "../fields.ts"

export const Data = Schema.Struct({
  mode: withDefault(
    Schema.Literals(["snapshot", "live"]),
    "snapshot",
    "pinned data, or prices fetched now, which no one can reproduce",
  ),
  snapshot: withDefault(Schema.NonEmptyString, "demo", "name of a folder under snapshots/"),
  universe: Schema.optionalKey(
    Schema.NonEmptyArray(Schema.NonEmptyString)
      .annotate({ description: "assets to study; left out: the snapshot's default universe" })
      .check(
        Schema.makeFilter((assets: ReadonlyArray<string>) => {
          const twice = assets.find((asset, i) => assets.indexOf(asset) !== i)
          return twice === undefined || `${twice} stands twice in the universe`
        }),
      ),
  ),
  calendar: Schema.optionalKey(
    Schema.Literals(["nyse", "always"]).annotate({
      description:
        "whose sessions; left out: the calendar of the snapshot, of live prices nyse. Bars on other days are refused",
    }),
  ),
  membership: withDefault(
    Schema.Literals(["snapshot", "ignore"]),
    "snapshot",
    "an asset may be held while the snapshot's membership says so, where it has one; ignore: while it is listed",
  ),
  source: withDefault(
    Schema.Literals(["yahoo", "csv_dir"]),
    "yahoo",
    "live mode: Yahoo Finance, or a folder of one file a symbol",
  ),
  folder: optional(Schema.NonEmptyString, "csv_dir: the folder of SYMBOL.csv files"),
  adjustment: optional(
    Schema.Literals(["raw", "split", "split+dividend"]),
    "csv_dir: what was done to the prices in the files, never guessed",
  ),
  currency: optional(Schema.NonEmptyString, "csv_dir: currency of the prices; left out: USD"),
  from: optionalDate("live mode: first day that is asked for; left out: 2000-01-01"),
  max_stale: withDefault(intBetween(0, 252), 5, "sessions that indicators carry a close over a missing bar"),
  delist_after: withDefault(
    intBetween(1, 252),
    21,
    "sessions without a bar after which an asset counts as delisted",
  ),
  delisting_return: withDefault(
    between(-1, 10),
    0,
    "return on the last close when a delisted holding turns to cash, decimal",
  ),
})
  .annotate({ description: "what prices" })
  .check(
    Schema.makeFilter(
      ({
        mode,
        source,
        folder,
        adjustment,
      }: Pick<DataFields, "mode" | "source" | "folder" | "adjustment">) => {
        if (mode !== "live" || source !== "csv_dir") return true
        if (folder === undefined) return { path: ["folder"], issue: "source csv_dir needs a folder" }
        return (
          adjustment !== undefined || {
            path: ["adjustment"],
            issue: "source csv_dir needs to know what was done to its prices: raw, split or split+dividend",
          }
        )
      },
    ),
  )

interface DataFields {
  readonly mode: string
  readonly source: string
  readonly folder?: string
  readonly adjustment?: string
}
