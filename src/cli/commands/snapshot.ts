import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { resolve } from "node:path"
import type { SnapshotManifest } from "../../pipeline/data/SnapshotManifest.ts"
import { SnapshotStore } from "../../pipeline/data/SnapshotStore.ts"
import { table } from "../../report/text/table.ts"
import { printResult } from "../print.ts"
import { projectRoot } from "../projectRoot.ts"
import { parquetLayer, snapshotLayer } from "../services.ts"
import { sage } from "../sharedFlags.ts"
import { RunFailed } from "../Usage.ts"

const layers = Layer.mergeAll(snapshotLayer, parquetLayer)

const snapshotName = Argument.String("NAME").pipe(
  Argument.withDescription("name of a snapshot (sage snapshot ls)"),
)

const given = <A>(name: string, option: Option.Option<A>): Record<string, A> =>
  Option.isSome(option) ? { [name]: option.value } : {}

// ---------------------------------------------------------------------------------------------------------- making

const demo = Command.make(
  "demo",
  {
    name: Flag.String("name").pipe(Flag.withDefault("demo"), Flag.withDescription("name of the snapshot")),
    seed: Flag.Int("seed").pipe(Flag.optional, Flag.withDescription("another market than the shipped one")),
  },
  Effect.fn("cli.snapshotDemo")(function* ({ name, seed }) {
    const { json } = yield* sage
    const { makeDemoSnapshot } = yield* Effect.promise(() => import("../../io/makeDemoSnapshot.ts"))
    const manifest = yield* makeDemoSnapshot(name, given("seed", seed)).pipe(Effect.provide(layers))
    yield* printResult(json, summaryOf(manifest, []), () => manifestText(manifest))
  }),
).pipe(Command.withDescription("Make the synthetic demo market, the same bytes on every machine"))

const importFiles = Command.make(
  "import",
  {
    files: Argument.String("FILE").pipe(
      Argument.variadic({ min: 1 }),
      Argument.withDescription("CSV or Parquet: a wide table of adjusted closes, or long bars"),
    ),
    name: Flag.String("name").pipe(Flag.withDescription("name of the new snapshot")),
    adjustment: Flag.Literals("adjustment", ["raw", "split", "split+dividend"]).pipe(
      Flag.optional,
      Flag.withDescription("what the source did to its prices; needed for long tables, never guessed"),
    ),
    calendar: Flag.Literals("calendar", ["nyse", "always", "union"]).pipe(
      Flag.withDefault("nyse"),
      Flag.withDescription("which days are sessions: NYSE by rule, every day, or those of the file"),
    ),
    tickers: Flag.String("tickers").pipe(
      Flag.optional,
      Flag.withDescription("only these, separated by commas"),
    ),
    from: Flag.String("from").pipe(Flag.optional, Flag.withDescription("first date, YYYY-MM-DD")),
    to: Flag.String("to").pipe(Flag.optional, Flag.withDescription("last date, YYYY-MM-DD")),
    currency: Flag.String("currency").pipe(
      Flag.withDefault("USD"),
      Flag.withDescription("currency of the prices"),
    ),
    source: Flag.String("source").pipe(
      Flag.optional,
      Flag.withDescription("where the data come from, in words; the files' names by default"),
    ),
  },
  Effect.fn("cli.snapshotImport")(function* ({
    files,
    name,
    adjustment,
    calendar,
    tickers,
    from,
    to,
    currency,
    source,
  }) {
    const { json } = yield* sage
    const { importSnapshot } = yield* Effect.promise(() => import("../../io/importSnapshot.ts"))
    const paths = files.map((file) => resolve(projectRoot, file))
    const { manifest, defects } = yield* importSnapshot(paths, name, {
      calendar,
      currency,
      ...given("adjustment", adjustment),
      ...given(
        "tickers",
        Option.map(tickers, (text) => text.split(",").map((ticker) => ticker.trim())),
      ),
      ...given("from", from),
      ...given("to", to),
      ...given("source", source),
    }).pipe(Effect.provide(layers))
    yield* printResult(json, summaryOf(manifest, defects), () =>
      [
        manifestText(manifest),
        ...defects.map(
          ({ kind, asset, date, detail, action }) => `${action} ${kind} ${asset} ${date}: ${detail}`,
        ),
        `Use it with --set data.snapshot=${manifest.name}${manifest.has_opens ? "" : " --set execution.execution_time=next_close"}`,
      ].join("\n"),
    )
  }),
).pipe(Command.withDescription("Pin prices from files as a snapshot"))

// --------------------------------------------------------------------------------------------------------- looking

const ls = Command.make(
  "ls",
  {},
  Effect.fn("cli.snapshotLs")(function* () {
    const { json } = yield* sage
    const manifests = yield* Effect.gen(function* () {
      const store = yield* SnapshotStore
      return yield* Effect.forEach(yield* store.list, store.manifest)
    }).pipe(Effect.provide(layers))
    yield* printResult(json, { snapshots: manifests.map((manifest) => summaryOf(manifest, [])) }, () =>
      table(
        manifests.map(({ name, kind, symbols, first_session, last_session, content_hash }) => [
          name,
          kind,
          `${symbols.length} assets`,
          `${first_session} … ${last_session}`,
          content_hash.slice(0, 12),
        ]),
        ["left", "left", "right", "left", "left"],
      ),
    )
  }),
).pipe(Command.withDescription("List the snapshots"))

const show = Command.make(
  "show",
  { name: snapshotName },
  Effect.fn("cli.snapshotShow")(function* ({ name }) {
    const { json } = yield* sage
    const manifest = yield* SnapshotStore.use((store) => store.manifest(name)).pipe(Effect.provide(layers))
    yield* printResult(json, manifest, () => manifestText(manifest))
  }),
).pipe(Command.withDescription("Show what a snapshot is and who is in it"))

const verify = Command.make(
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

export const snapshot = Command.make("snapshot").pipe(
  Command.withDescription("Pinned market data"),
  Command.withSubcommands([demo, importFiles, ls, show, verify]),
)

interface DefectView {
  readonly kind: string
  readonly asset: string
  readonly date: string
  readonly detail: string
  readonly action: string
}

const summaryOf = (manifest: SnapshotManifest, defects: ReadonlyArray<DefectView>) => ({
  snapshot: manifest.name,
  hash: manifest.content_hash,
  rows: manifest.rows,
  first_session: manifest.first_session,
  last_session: manifest.last_session,
  assets: manifest.symbols.length,
  defects,
})

function manifestText(manifest: SnapshotManifest): string {
  const rows = manifest.symbols.map(({ ticker, first_session, last_session, rows: count, delisted }) => [
    `  ${ticker}`,
    `${first_session} … ${last_session}`,
    `${count} rows`,
    delisted === undefined ? "" : `delisted ${delisted}`,
  ])
  return [
    `${manifest.name}: ${manifest.rows} bars of ${manifest.symbols.length} assets, ${manifest.first_session} … ${manifest.last_session}`,
    `${manifest.kind}, from ${manifest.source}; prices ${manifest.adjustment}, dividends ${manifest.dividend_source}, ${manifest.has_opens ? "with opens" : "closes only"}, calendar ${manifest.calendar}, ${manifest.currency}`,
    `content ${manifest.content_hash}`,
    table(rows, ["left", "left", "right", "left"]),
  ].join("\n")
}
