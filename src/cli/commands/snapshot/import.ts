import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { resolve } from "node:path"
import { decodePolicies } from "../../../pipeline/data/defects/policies.ts"
import { ImportOptionError } from "../../../pipeline/data/errors.ts"
import { type ColumnMapping, roles } from "../../../pipeline/data/tableLayout.ts"
import { printResult } from "../../print.ts"
import { projectRoot } from "../../projectRoot.ts"
import { sage } from "../../sharedFlags.ts"
import { given, layers } from "./shared.ts"
import { defectsText, manifestText, summaryOf } from "./view.ts"

/** `--column ROLE=NAME` pairs, with roles that there are. */
function mappingOf(given: Readonly<Record<string, string>>): Effect.Effect<ColumnMapping, ImportOptionError> {
  const unknown = Object.keys(given).find((role) => !roles.some((each) => each === role))
  if (unknown === undefined) return Effect.succeed(given)
  return Effect.fail(
    new ImportOptionError({
      option: `--column ${unknown}=${given[unknown]}`,
      problem: `a column cannot mean ${unknown}`,
      remedy: `Give one of ${roles.join(", ")}.`,
    }),
  )
}

export const importFiles = Command.make(
  "import",
  {
    files: Argument.String("FILE").pipe(
      Argument.variadic({ min: 1 }),
      Argument.withDescription(
        "CSV (gz too), Parquet, or a folder of them: wide adjusted closes, or long bars",
      ),
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
    column: Flag.KeyValuePair("column").pipe(
      Flag.withDefault({}),
      Flag.withDescription("what a column means, close=PX_LAST; repeat it for others"),
    ),
    dates: Flag.Literals("dates", ["auto", "iso", "us", "eu", "yyyymmdd", "epoch_s", "epoch_ms"]).pipe(
      Flag.withDefault("auto"),
      Flag.withDescription("how dates are written; told from all of them by default"),
    ),
    decimal: Flag.Literals("decimal", ["auto", "point", "comma"]).pipe(
      Flag.withDefault("auto"),
      Flag.withDescription("decimal mark of the numbers; told from all of them by default"),
    ),
    timeZone: Flag.String("time-zone").pipe(
      Flag.optional,
      Flag.withDescription("zone of the exchange, for stamps with a time; that of the calendar by default"),
    ),
    policy: Flag.KeyValuePair("policy").pipe(
      Flag.withDefault({}),
      Flag.withDescription(
        "what to do with a kind of defect, bad_tick=drop (refuse, drop, keep-and-flag, repair); repeat it for others",
      ),
    ),
    currency: Flag.String("currency").pipe(
      Flag.withDefault("USD"),
      Flag.withDescription("currency of the prices"),
    ),
    assets: Flag.String("assets").pipe(
      Flag.optional,
      Flag.withDescription("YAML file: name, class, sector and costs of assets; becomes assets.yaml"),
    ),
    membership: Flag.String("membership").pipe(
      Flag.optional,
      Flag.withDescription("CSV asset,from,to: when assets belong to the universe, such as an index"),
    ),
    tickerMap: Flag.String("ticker-map").pipe(
      Flag.optional,
      Flag.withDescription("CSV old,new,date: from the date on the asset of old trades as new"),
    ),
    periodsPerYear: Flag.Int("periods-per-year").pipe(
      Flag.optional,
      Flag.withDescription("sessions a year, for --calendar union; counted from the file by default"),
    ),
    newVersion: Flag.Boolean("new-version").pipe(
      Flag.withDefault(false),
      Flag.withDescription("where the name stands for other content, write it as NAME@2, NAME@3 …"),
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
    column,
    dates,
    decimal,
    timeZone,
    policy,
    currency,
    assets,
    membership,
    tickerMap,
    periodsPerYear,
    newVersion,
    source,
  }) {
    const { json } = yield* sage
    const { importSnapshot } = yield* Effect.promise(() => import("../../../io/importSnapshot.ts"))
    const paths = files.map(inProject)
    const columns = yield* mappingOf(column)
    const policies = yield* Effect.fromResult(decodePolicies(policy))
    const { manifest, defects, information, ignored } = yield* importSnapshot(paths, name, {
      calendar,
      currency,
      newVersion,
      columns,
      policies,
      ...(dates === "auto" ? {} : { dates }),
      ...(decimal === "auto" ? {} : { decimal }),
      ...given("timeZone", timeZone),
      ...given("assets", Option.map(assets, inProject)),
      ...given("membershipFile", Option.map(membership, inProject)),
      ...given("tickerMapFile", Option.map(tickerMap, inProject)),
      ...given("periodsPerYear", periodsPerYear),
      ...given("adjustment", adjustment),
      ...given(
        "tickers",
        Option.map(tickers, (text) => text.split(",").map((ticker) => ticker.trim())),
      ),
      ...given("from", from),
      ...given("to", to),
      ...given("source", source),
    }).pipe(Effect.provide(layers))
    yield* printResult(json, { ...summaryOf(manifest, defects), information, ignored }, () =>
      [
        manifestText(manifest, mostAssets),
        ...defectsText("Defects", defects),
        ...defectsText("For information", information),
        ...ignored.map(({ file, columns: names }) => `not used of ${file}: ${names.join(", ")}`),
        "",
        `Use it with --set data.snapshot=${manifest.name}${manifest.has_opens ? "" : " --set execution.execution_time=next_close"}`,
      ].join("\n"),
    )
  }),
).pipe(Command.withDescription("Pin prices from files as a snapshot"))

/** What an import has to say of defects should not be buried under the names of hundreds of assets. */
const mostAssets = 40

const inProject = (file: string): string => resolve(projectRoot, file)
