/** What was found and done so far; refusals are gathered, so that one import shows all of them. */
import type { Defect } from "../import/Defect.ts"
import { DataRefused } from "../errors.ts"
import type { DefectSummary } from "../SnapshotManifest.ts"
import type { Kind } from "./Kind.ts"

export interface Noted extends Defect {
  /** of the file, counted from 1 without the header; 0 = none */
  readonly row: number
  readonly file: string
  /** the column's name, where one cell is concerned */
  readonly field?: string
  readonly size: number | undefined
  /** rows or cells concerned */
  readonly count: number
}

export const defectOf = ({ kind, asset, date, until, field, detail, action }: Noted): Defect => ({
  kind,
  asset,
  date,
  ...(until === undefined ? {} : { until }),
  detail: field === undefined ? detail : `${field}: ${detail}`,
  action,
})

/** How far a size is from none: 100 and 1/100 are as large. */
const magnitude = (size: number): number => Math.abs(size)

/** By kind: places, actions, and the smallest size met. */
export function summaryOfDefects(noted: ReadonlyArray<Noted>): Readonly<Record<string, DefectSummary>> {
  const byKind = new Map<string, { count: number; actions: Set<string>; smallest: number | undefined }>()
  for (const { kind, action, size } of noted) {
    const known = byKind.get(kind) ?? { count: 0, actions: new Set<string>(), smallest: undefined }
    known.count++
    known.actions.add(action)
    if (size !== undefined) known.smallest = Math.min(known.smallest ?? Infinity, magnitude(size))
    byKind.set(kind, known)
  }
  return Object.fromEntries(
    [...byKind].map(([kind, { count, actions, smallest }]) => [
      kind,
      { count, actions: [...actions].sort(), ...(smallest === undefined ? {} : { smallest }) },
    ]),
  )
}

/** Enough to see what is wrong; the total says how much there is. */
const mostShown = 100

/** All refusals at once, those that differ first, with the flags that would let the import pass. */
export function refusalOf(noted: ReadonlyArray<Noted>, kinds: ReadonlyArray<Kind>): DataRefused | undefined {
  const refused = noted.filter(({ action }) => action === "refused")
  if (refused.length === 0) return undefined
  const seen = new Set(refused.map(({ kind }) => kind))
  const files = [...new Set(refused.map(({ file }) => file))]
  return new DataRefused({
    file:
      files.length <= 3 ? files.join(", ") : `${files.slice(0, 3).join(", ")} and ${files.length - 3} more`,
    refusals: differentFirst(refused)
      .slice(0, mostShown)
      .map(({ row, field = "", kind, asset, date, detail }) => ({
        row,
        field,
        asset: field !== "" || asset === "" ? null : asset,
        date: field !== "" || date === "" ? null : date,
        problem: `${detail} (${kind})`,
      })),
    total: refused.length,
    remedy: remedyFor(kinds.filter(({ kind }) => seen.has(kind))),
  })
}

/** The first of each kind, then the first of each asset and detail, then what repeats them (a market on another calendar). */
function differentFirst(refused: ReadonlyArray<Noted>): ReadonlyArray<Noted> {
  const firsts = [...Map.groupBy(refused, ({ kind }) => kind).values()].map(([first]) => first!)
  const others = Map.groupBy(refused, ({ kind, asset, detail }) => [kind, asset, detail].join("\n"))
  return [...new Set([...firsts, ...[...others.values()].map(([first]) => first!), ...refused])]
}

function remedyFor(kinds: ReadonlyArray<Kind>): string {
  const flags = kinds.flatMap(({ kind, allowed }) => {
    const others = allowed.filter((policy) => policy !== "refuse")
    return others.length === 0 ? [] : [`  --policy ${kind}=${others.join("|")}`]
  })
  const calendar = kinds.some(({ kind }) => kind === "other_calendar")
    ? "\nA market that never closes needs --calendar always; --calendar union takes the days of the file."
    : ""
  return `Correct these rows, leave the assets (--tickers) or dates (--from, --to) out, or say what to do with them:\n${flags.join("\n")}${calendar}`
}
