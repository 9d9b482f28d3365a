/** The difference of two snapshots in words. */
import type {
  Rescaled,
  Revised,
  RowSpan,
  SnapshotDiff,
  SymbolDiff,
} from "../../pipeline/data/diff/SnapshotDiff.ts"

/** What of a difference concerns a run. */
export interface Touched {
  readonly run_id: string
  /** which of the two it read */
  readonly snapshot: string
  readonly assets: ReadonlyArray<string>
  /** last date that it was told to read; null = all */
  readonly until: string | null
  /** columns of prices that its nodes took */
  readonly columns: ReadonlyArray<string>
  readonly touched: boolean
  readonly symbols: ReadonlyArray<SymbolDiff>
  /** assets that it read and one of the two lacks */
  readonly missing_symbols: ReadonlyArray<string>
  /** paths of facts that concern it */
  readonly facts: ReadonlyArray<string>
}

export type ComparedSnapshots = SnapshotDiff & { readonly run: Touched | null }

const shownSymbols = 40

export function diffText(diff: ComparedSnapshots): string {
  const { a, b, appended, years } = diff
  if (diff.equal)
    return `${a.snapshot} and ${b.snapshot} have the same content (${a.content_hash.slice(0, 12)}).`
  return [
    `${a.snapshot} (${a.content_hash.slice(0, 12)}) → ${b.snapshot} (${b.content_hash.slice(0, 12)})`,
    appended === null
      ? "no session appended"
      : `${count(appended.sessions, "session")} appended, ${appended.first} … ${appended.last}`,
    `${count(diff.revised_cells, "cell")} revised, ${count(diff.rescaled_cells, "cell")} rescaled, ${count(diff.inserted_rows, "row")} inserted, ${count(diff.removed_rows, "row")} removed`,
    ...names("new", diff.new_symbols),
    ...names("gone", diff.gone_symbols),
    ...diff.facts.map(
      ({ path, old, new: now }) => `${path}: ${JSON.stringify(old)} → ${JSON.stringify(now)}`,
    ),
    ...symbolLines(diff.symbols.filter((symbol) => !isAppendedOnly(symbol))),
    `compared ${years.read.length === 0 ? "no year" : years.read.join(", ")}; ${count(years.equal.length, "year")} equal by hash`,
    ...(diff.run === null ? [] : touchedLines(diff.run)),
  ].join("\n")
}

const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? "" : "s"}`

function names(what: string, symbols: SnapshotDiff["new_symbols"]): ReadonlyArray<string> {
  if (symbols.length === 0) return []
  const list = symbols.slice(0, shownSymbols).map(({ ticker }) => ticker)
  return [`${what}: ${list.join(", ")}${symbols.length > list.length ? " …" : ""}`]
}

const isAppendedOnly = ({ inserted, removed, rescaled, revised }: SymbolDiff): boolean =>
  inserted === null && removed === null && rescaled.length + revised.length === 0

function symbolLines(symbols: ReadonlyArray<SymbolDiff>): ReadonlyArray<string> {
  const lines = symbols
    .slice(0, shownSymbols)
    .flatMap((symbol) => [
      `  ${symbol.ticker}`,
      ...symbol.rescaled.map((rescaled) => `    ${rescaledText(rescaled)}`),
      ...symbol.revised.map((revised) => `    ${revisedText(revised)}`),
      ...rowsText("inserted", symbol.inserted),
      ...rowsText("removed", symbol.removed),
    ])
  const more = symbols.length - shownSymbols
  return more > 0 ? [...lines, `  … ${more} more assets (--json lists all)`] : lines
}

const rescaledText = ({ columns, factor, from, before, cells }: Rescaled): string =>
  `${from === null ? "back-adjusted" : "rescaled"} × ${Number(factor.toPrecision(8))} ${from === null ? "" : `from ${from} `}before ${before}: ${columns.join(", ")} (${count(cells, "cell")})`

function revisedText({
  column,
  cells,
  first,
  last,
  largest_relative,
  largest_on,
  ...known
}: Revised): string {
  const largest =
    largest_relative === null ? "" : `, at most ${(100 * largest_relative).toPrecision(3)} % on ${largest_on}`
  const appeared = known.became_known > 0 ? `, ${known.became_known} not known before` : ""
  const vanished = known.became_unknown > 0 ? `, ${known.became_unknown} no longer known` : ""
  return `${column}: ${count(cells, "cell")} revised, ${first} … ${last}${largest}${appeared}${vanished}`
}

const rowsText = (what: string, span: RowSpan | null): ReadonlyArray<string> =>
  span === null ? [] : [`    ${count(span.rows, "row")} ${what}, ${span.first} … ${span.last}`]

function touchedLines(run: Touched): ReadonlyArray<string> {
  const read = `run ${run.run_id} read ${count(run.assets.length, "asset")} of ${run.snapshot}${run.until === null ? "" : ` up to ${run.until}`}, of it ${run.columns.join(", ")}`
  if (!run.touched) return [`${read}: nothing of that changed`]
  const appended = run.symbols.filter(({ appended: rows }) => rows !== null).length
  return [
    `${read}; of that changed:`,
    ...run.facts.map((path) => `  ${path}`),
    ...run.missing_symbols.map((ticker) => `  ${ticker}: only in one of the two`),
    ...symbolLines(run.symbols.filter((symbol) => !isAppendedOnly(symbol))),
    ...(appended > 0 ? [`  ${count(appended, "asset")} with appended sessions`] : []),
  ]
}
