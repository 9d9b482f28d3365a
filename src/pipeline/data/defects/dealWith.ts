import { formatIsoDate } from "../../../kernel/civilDate.ts"
import type { DefectAction } from "../import/Defect.ts"
import type { ImportRows } from "../import/ImportRows.ts"
import type { Context } from "./Context.ts"
import type { Noted } from "./DefectLog.ts"
import type { Finding, Kind, Policy, SeriesKind } from "./Kind.ts"
import { type Policies, policyFor } from "./policies.ts"
import { length, type Series, without } from "./Series.ts"

export interface Dealing {
  readonly rows: ImportRows
  readonly policies: Policies
  /** findings are added to it */
  readonly noted: Array<Noted>
  /** rows (as in `rows`) that somebody chose to keep as they are: no default of another kind takes anything from them */
  readonly kept: Set<number>
}

/** The series after each of the kinds was looked for and dealt with, in their order. */
export function dealWith(
  series: Series,
  kinds: ReadonlyArray<SeriesKind>,
  context: Context,
  { rows, policies, noted, kept }: Dealing,
): Series {
  let left = series
  for (const kind of kinds) {
    if (length(left) === 0) break
    const found = kind.find(left, context)
    if (found.length === 0) continue
    const policy = policyFor(policies, kind)
    const dropped = new Uint8Array(length(left))
    for (const finding of found) {
      const place = placeOf(left, finding, rows) // before a repair moves it
      const sources = left.source.subarray(finding.from, finding.to + 1)
      const isKept =
        policy === "drop" && policies[kind.kind] === undefined && sources.some((at) => kept.has(at))
      const chosen = isKept && kind.allowed.includes("keep-and-flag") ? "keep-and-flag" : policy
      if (policies[kind.kind] === "keep-and-flag") for (const at of sources) kept.add(at)
      noted.push({ ...place, kind: kind.kind, action: act(kind, chosen, finding, left, dropped) })
    }
    if (dropped.includes(1)) left = without(left, dropped)
  }
  return left
}

function placeOf(
  { asset, session, source }: Series,
  { from, to, days, detail, size }: Finding,
  rows: ImportRows,
) {
  const [first, last] = days ?? [session[from]!, session[to]!]
  const at = source[from]!
  return {
    asset,
    date: formatIsoDate(first),
    ...(last === first ? {} : { until: formatIsoDate(last) }),
    detail,
    size,
    count: to - from + 1,
    row: rows.row[at]!,
    file: rows.files[rows.file[at]!]!,
  }
}

/** Does what the policy says and says what it did. What is refused is dropped for the kinds that follow, if it can be. */
function act(
  kind: Kind,
  policy: Policy,
  finding: Finding,
  series: Series,
  dropped: Uint8Array,
): DefectAction {
  if (policy === "repair" && finding.repair === undefined)
    return act(kind, instead(kind), finding, series, dropped)
  if (policy === "repair") finding.repair?.()
  if (policy === "drop" || (policy === "refuse" && kind.allowed.includes("drop")))
    drop(finding, series, dropped)
  return kind.information === true && policy === "keep-and-flag" ? "noted" : actions[policy]
}

/** Where it cannot be told what was meant. */
const instead = (kind: Kind): Policy =>
  kind.default !== "repair"
    ? kind.default
    : kind.allowed.includes("keep-and-flag")
      ? "keep-and-flag"
      : "refuse"

export const actions: Readonly<Record<Policy, DefectAction>> = {
  refuse: "refused",
  drop: "dropped",
  "keep-and-flag": "kept",
  repair: "repaired",
}

/** A row that loses its close is no bar, unless it carries a dividend or split. */
function drop({ cells, from, to }: Finding, series: Series, dropped: Uint8Array): void {
  if (cells === undefined) return void dropped.fill(1, from, to + 1)
  for (const name of cells) series[name].fill(NaN, from, to + 1)
  if (!cells.includes("close")) return
  for (let row = from; row <= to; row++) {
    const ratio = series.splitRatio[row]!
    if (!(series.dividend[row]! > 0 || (ratio > 0 && ratio !== 1))) dropped[row] = 1
  }
}
