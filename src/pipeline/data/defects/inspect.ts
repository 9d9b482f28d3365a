/**
 * Looks for every kind of defect in the rows of an import and does what the policies say: rows are dropped, cells emptied
 * or repaired, the rest is told. What is refused is refused by the caller, all of it at once.
 */
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { ColumnName } from "../Bars.ts"
import type { Defect, DefectAction } from "../import/Defect.ts"
import { type ImportRows, pickRows } from "../import/ImportRows.ts"
import type { CellNote } from "../RawTable.ts"
import { type AssetRows, assetRows, type Surroundings } from "./AssetRows.ts"
import { cellKinds } from "./cellNotes.ts"
import type { DefectKind, Finding, Policy, RowKind } from "./DefectKind.ts"
import { rowKinds } from "./defectCatalogue.ts"
import { type Policies, policyOf } from "./policyOf.ts"
import { type ImportFacts, surroundingsOf } from "./surroundings.ts"

export interface Inspection {
  /** the rows that are left, repaired */
  readonly rows: ImportRows
  readonly defects: ReadonlyArray<Defect>
  /** what the policies refuse, in order of rows */
  readonly refused: ReadonlyArray<RefusedRow>
  /** splits that were found and recorded, by `splitKey` */
  readonly foundSplits: ReadonlyMap<string, number>
}

export interface RefusedRow {
  readonly kind: DefectKind
  readonly asset: string
  readonly date: string
  readonly problem: string
  /** number of the file, and the row in it from 1 */
  readonly file: number
  readonly row: number
}

/** A cell that the reader noted, at its row of the import. */
export interface NotedCell extends Pick<CellNote, "field" | "text" | "kind"> {
  readonly at: number
  /** the column of the import that it is; undefined for a date */
  readonly column: ColumnName | undefined
}

export const splitKey = (asset: string, session: number): string => `${asset} ${session}`

/** @param rows are changed where cells are repaired or emptied */
export function inspect(
  rows: ImportRows,
  notes: ReadonlyArray<NotedCell>,
  facts: ImportFacts,
  policies: Policies,
): Inspection {
  const bench: Bench = {
    rows,
    policies,
    alive: new Uint8Array(rows.session.length).fill(1),
    price: facts.given.has("close") ? "close" : "adj_close",
    defects: [],
    refused: [],
    foundSplits: new Map(),
    told: new Map(),
  }
  for (const note of notes) takeNote(bench, note)
  const around = surroundingsOf(facts)
  const lists = listsOf(bench)
  const inside = rowKinds.slice(0, -1)
  const alone = { ...around, first: -Infinity, last: Infinity }
  const left = lists.map((at, asset) => look(bench, asset, at, inside, alone))
  const together = { ...around, ...spanOf(rows, left) }
  left.forEach((at, asset) => look(bench, asset, at, rowKinds.slice(-1), together))
  const kept = indicesOf(bench.alive)
  return {
    rows: kept.length === rows.session.length ? rows : pickRows(rows, kept),
    defects: bench.defects,
    refused: bench.refused.toSorted((a, b) => a.file - b.file || a.row - b.row),
    foundSplits: bench.foundSplits,
  }
}

interface Bench {
  readonly rows: ImportRows
  readonly policies: Policies
  /** 0 = dropped, shape (rows) */
  readonly alive: Uint8Array
  readonly price: AssetRows["price"]
  readonly defects: Array<Defect>
  readonly refused: Array<RefusedRow>
  readonly foundSplits: Map<string, number>
  /** findings told one by one so far, by asset and kind */
  readonly told: Map<string, number>
}

// ------------------------------------------------------------------------------------------------------ rows of assets

/** Rows of each asset that are alive, by session, then as they came. */
function listsOf({ rows, alive }: Bench): ReadonlyArray<Int32Array> {
  const counts = new Int32Array(rows.tickers.length)
  for (let at = 0; at < alive.length; at++) if (alive[at] === 1) counts[rows.ticker[at]!]!++
  const lists = Array.from(counts, (count) => new Int32Array(count))
  const filled = new Int32Array(rows.tickers.length)
  for (let at = 0; at < alive.length; at++) {
    if (alive[at] === 0) continue
    const asset = rows.ticker[at]!
    lists[asset]![filled[asset]!++] = at
  }
  return lists.map((list) => (isSorted(rows, list) ? list : sorted(rows, list)))
}

const isSorted = ({ session }: ImportRows, list: Int32Array): boolean =>
  list.every((at, i) => i === 0 || session[at]! >= session[list[i - 1]!]!)

const sorted = ({ session }: ImportRows, list: Int32Array): Int32Array =>
  list.toSorted((a, b) => session[a]! - session[b]! || a - b)

function spanOf({ session }: ImportRows, lists: ReadonlyArray<Int32Array>) {
  let [first, last] = [Infinity, -Infinity]
  for (const list of lists) {
    if (list.length === 0) continue
    first = Math.min(first, session[list[0]!]!)
    last = Math.max(last, session[list[list.length - 1]!]!)
  }
  return { first, last }
}

function indicesOf(alive: Uint8Array): Int32Array {
  const out = new Int32Array(alive.reduce((sum, one) => sum + one, 0))
  let filled = 0
  for (let at = 0; at < alive.length; at++) if (alive[at] === 1) out[filled++] = at
  return out
}

/** Runs the steps over one asset; a step sees what the ones before it have left. @returns its rows that are left */
function look(
  bench: Bench,
  asset: number,
  list: Int32Array,
  steps: ReadonlyArray<ReadonlyArray<RowKind>>,
  around: Surroundings,
): Int32Array {
  const name = bench.rows.tickers[asset]!
  let left = list
  let view = assetRows(bench.rows, name, left, bench.price)
  for (const kinds of steps) {
    let isChanged = false
    for (const kind of kinds) {
      if (left.length === 0) return left
      for (const finding of kind.find(view, around))
        isChanged = settle(bench, view, kind, finding) || isChanged
    }
    if (!isChanged) continue
    left = left.filter((at) => bench.alive[at] === 1)
    if (!isSorted(bench.rows, left)) left = sorted(bench.rows, left)
    view = assetRows(bench.rows, name, left, bench.price)
  }
  return left
}

// ------------------------------------------------------------------------------------------------------------ settling

/** Does what the policy says of one finding. @returns whether a row or a cell is not what it was */
function settle(bench: Bench, view: AssetRows, kind: DefectKind, finding: Finding): boolean {
  const asked = policyOf(kind, bench.policies)
  const hasRemedy = finding.repair !== undefined || finding.shiftDays !== undefined
  const policy = asked === "repair" && !hasRemedy ? (kind.otherwise ?? "refuse") : asked
  const first = view.at[finding.from]!
  const date = finding.date ?? formatIsoDate(view.session[finding.from]!)
  tell(bench, kind, policy, first, date, finding.detail)
  if (policy === "drop") drop(bench, view, finding)
  if (policy === "repair") repair(bench, view, finding)
  if (policy === "refuse")
    bench.refused.push({ kind, ...placeOf(bench, first), date, problem: finding.detail })
  return policy === "drop" || policy === "repair"
}

function drop({ rows, alive }: Bench, { at }: AssetRows, { from, to, fields }: Finding): void {
  for (let i = from; i < to; i++) {
    if (fields === undefined) alive[at[i]!] = 0
    else for (const field of fields) rows.columns[field][at[i]!] = NaN
  }
}

function repair({ rows, foundSplits }: Bench, view: AssetRows, finding: Finding): void {
  for (const { at, field, value } of finding.repair ?? []) {
    rows.columns[field][view.at[at]!] = value
    if (field === "split_ratio") foundSplits.set(splitKey(view.asset, view.session[at]!), value)
  }
  const { shiftDays } = finding
  if (shiftDays === undefined) return
  for (let i = finding.from; i < finding.to; i++) rows.session[view.at[i]!]! += shiftDays
}

const actions = {
  refuse: "refused",
  drop: "dropped",
  "keep-and-flag": "kept",
  repair: "repaired",
} as const satisfies Record<Policy, DefectAction>

/** Told one by one; a report of thousands is read by nobody. */
const mostOfAKind = 50

function tell(
  bench: Bench,
  { kind }: DefectKind,
  policy: Policy,
  at: number,
  date: string,
  detail: string,
): void {
  if (detail === "") return // told with the first row of the finding
  const { asset } = placeOf(bench, at)
  const key = `${kind} ${asset}`
  const count = (bench.told.get(key) ?? 0) + 1
  bench.told.set(key, count)
  if (count <= mostOfAKind) {
    bench.defects.push({ kind, asset, date, detail, action: actions[policy] })
    return
  }
  const place = bench.defects.findLastIndex((defect) => defect.kind === kind && defect.asset === asset)
  const last = bench.defects[place]!
  const more = { ...last, detail: `and ${count - mostOfAKind} more, the last on ${date}` }
  if (count === mostOfAKind + 1) bench.defects.splice(place + 1, 0, { ...more, date })
  else bench.defects[place] = more
}

const placeOf = ({ rows }: Bench, at: number) => ({
  asset: rows.tickers[rows.ticker[at]!]!,
  file: rows.file[at]!,
  row: rows.row[at]!,
})

// --------------------------------------------------------------------------------------------------------------- cells

/** The table holds what a noted cell means; here it is taken, emptied or refused. A row without a date is never used. */
function takeNote(bench: Bench, { at, field, text, kind: name, column }: NotedCell): void {
  const kind = cellKinds[name]
  const policy = policyOf(kind, bench.policies)
  const hasDate = name !== "unreadable_date"
  const date = hasDate ? formatIsoDate(bench.rows.session[at]!) : ""
  const detail = `${field} is ${JSON.stringify(text)}`
  tell(bench, kind, policy, at, date, detail)
  if (policy === "refuse") bench.refused.push({ kind, ...placeOf(bench, at), date, problem: detail })
  if (!hasDate || (policy === "drop" && column === undefined)) bench.alive[at] = 0
  else if (policy === "drop" && column !== undefined) bench.rows.columns[column][at] = NaN
}
