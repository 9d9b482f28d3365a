import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { parseIsoDate } from "../../../kernel/civilDate.ts"
import { InvalidName } from "../../../pipeline/data/errors.ts"
import { fetchMarket, type FailedSymbol } from "../../../pipeline/data/live/fetchMarket.ts"
import type { SourceChoice } from "../../../pipeline/data/live/PriceSource.ts"
import { snapshotNameProblem } from "../../../pipeline/data/names.ts"
import { SnapshotStore } from "../../../pipeline/data/SnapshotStore.ts"
import { endingOfError } from "../../failure.ts"
import { printResult } from "../../print.ts"
import { priceLayer } from "../../services.ts"
import { sage } from "../../sharedFlags.ts"
import { RunFailed, Usage } from "../../Usage.ts"
import { given, layers } from "./shared.ts"
import { manifestText, summaryOf } from "./view.ts"

export const fetch = Command.make(
  "fetch",
  {
    symbols: Argument.String("SYMBOL").pipe(
      Argument.variadic({ min: 1 }),
      Argument.withDescription("as the source spells them: SPY TLT BTC-USD"),
    ),
    name: Flag.String("name").pipe(Flag.withDescription("name of the new snapshot")),
    source: Flag.Literals("source", ["yahoo", "csv_dir"]).pipe(
      Flag.withDefault("yahoo"),
      Flag.withDescription("Yahoo Finance, or a folder of one file a symbol (--folder, --adjustment)"),
    ),
    folder: Flag.String("folder").pipe(Flag.optional, Flag.withDescription("csv_dir: the folder")),
    adjustment: Flag.Literals("adjustment", ["raw", "split", "split+dividend"]).pipe(
      Flag.optional,
      Flag.withDescription("csv_dir: what was done to the prices in the files, never guessed"),
    ),
    currency: Flag.String("currency").pipe(
      Flag.withDefault("USD"),
      Flag.withDescription("csv_dir: currency of the prices; Yahoo says its own"),
    ),
    calendar: Flag.Literals("calendar", ["nyse", "always", "union"]).pipe(
      Flag.withDefault("nyse"),
      Flag.withDescription("which days are sessions: NYSE by rule, every day, or those that came"),
    ),
    from: Flag.String("from").pipe(
      Flag.withDefault("2000-01-01"),
      Flag.withDescription("first day, YYYY-MM-DD"),
    ),
    to: Flag.String("to").pipe(Flag.optional, Flag.withDescription("last day, YYYY-MM-DD")),
    newVersion: Flag.Boolean("new-version").pipe(
      Flag.withDefault(false),
      Flag.withDescription("where the name stands for other content, write it as NAME@2, NAME@3 …"),
    ),
    partial: Flag.Boolean("partial").pipe(
      Flag.withDefault(false),
      Flag.withDescription("pin the symbols that came although others did not"),
    ),
  },
  Effect.fn("cli.snapshotFetch")(function* ({
    symbols,
    name,
    calendar,
    from,
    to,
    partial,
    newVersion,
    ...rest
  }) {
    const { json } = yield* sage
    const problem = snapshotNameProblem(name)
    if (problem !== undefined) return yield* new InvalidName({ what: "snapshot", name, problem })
    const source = yield* sourceOf(rest)
    yield* checkRequest(symbols, from, to)
    const request = { source, symbols, from, ...given("to", to), calendar }
    const { market, failed } = yield* fetchMarket(request).pipe(Effect.provide(priceLayer), Effect.scoped)
    if (market === undefined || (failed.length > 0 && !partial))
      return yield* notAll(failed, symbols.length, partial)
    const { bars, meta, manifest: live } = market
    const manifest = yield* Effect.gen(function* () {
      const store = yield* SnapshotStore
      return yield* newVersion ? store.writeVersion(name, bars, meta) : store.write(name, bars, meta)
    }).pipe(Effect.provide(layers))
    const missing = failed.map(({ symbol, error }) => ({ symbol, error: error._tag, message: error.message }))
    yield* printResult(json, { ...summaryOf(manifest, live.defects), failed: missing }, () =>
      [
        manifestText(manifest),
        ...live.defects.map(
          ({ kind, asset, date, detail, action }) => `${action} ${kind} ${asset} ${date}: ${detail}`,
        ),
        ...missing.map(({ symbol, message }) => `without ${symbol}: ${message}`),
        `Use it with --set data.snapshot=${manifest.name}`,
      ].join("\n"),
    )
  }),
).pipe(Command.withDescription("Pin what a source of live prices says now as a snapshot"))

interface SourceFlags {
  readonly source: "yahoo" | "csv_dir"
  readonly folder: Option.Option<string>
  readonly adjustment: Option.Option<"raw" | "split" | "split+dividend">
  readonly currency: string
}

const sourceOf = ({
  source,
  folder,
  adjustment,
  currency,
}: SourceFlags): Effect.Effect<SourceChoice, Usage> => {
  if (source === "yahoo") return Effect.succeed({ kind: "yahoo" })
  if (Option.isNone(folder) || Option.isNone(adjustment)) {
    const problem = "--source csv_dir needs to know where the files are and what was done to their prices."
    return Effect.fail(
      new Usage({ problem, remedy: "Add --folder FOLDER --adjustment raw|split|split+dividend." }),
    )
  }
  return Effect.succeed({ kind: "csv_dir", folder: folder.value, adjustment: adjustment.value, currency })
}

function checkRequest(
  symbols: ReadonlyArray<string>,
  from: string,
  to: Option.Option<string>,
): Effect.Effect<void, Usage> {
  const refuse = (problem: string, remedy: string) => Effect.fail(new Usage({ problem, remedy }))
  const twice = symbols.find((symbol, i) => symbols.indexOf(symbol) < i)
  if (twice !== undefined) return refuse(`${twice} is asked for twice.`, "Name each symbol once.")
  const [first, last] = [parseIsoDate(from), Option.isSome(to) ? parseIsoDate(to.value) : Infinity]
  if (first === undefined || last === undefined)
    return refuse("--from or --to is no date.", "Write it as 2020-12-31.")
  return first <= last ? Effect.void : refuse("--from is after --to.", "Give an earlier start.")
}

/** All or nothing, unless asked otherwise; each symbol with its own reason, and the first decides how the command ends. */
function notAll(failed: ReadonlyArray<FailedSymbol>, asked: number, partial: boolean): RunFailed {
  const hint = partial || failed.length === asked ? "" : " `--partial` pins those that came."
  return new RunFailed({
    exitCode: endingOfError(failed[0]!.error).exitCode,
    detail: [
      ...failed.map(({ symbol, error }) => `${symbol}: ${error.message}`),
      `${failed.length} of ${asked} symbols did not come, so nothing was written.${hint}`,
    ].join("\n"),
  })
}
