/** The rows of a query as text: a table for people, CSV, or objects for JSON. */
import { table } from "./table.ts"

export interface QueryRows {
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>
  readonly rows: ReadonlyArray<ReadonlyArray<unknown>>
}

/** Rows that a terminal is shown. */
const shownRows = 200

const isNumber = (type: string): boolean =>
  /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL)/.test(type)

export function resultTable({ columns, rows }: QueryRows): string {
  const align = columns.map(({ type }) => (isNumber(type) ? "right" : "left"))
  const head = columns.map(({ name }) => oneLine(name))
  const body = rows.slice(0, shownRows).map((row) => row.map((value) => oneLine(textOf(value))))
  const rest = rows.length - body.length
  return [
    table([head, ...body], align),
    ...(rest > 0 ? [`… and ${rest} more rows (--format csv has all)`] : []),
  ].join("\n")
}

/** Text of a run cannot steer a terminal. */
// oxlint-disable-next-line no-control-regex
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ")

const textOf = (value: unknown): string =>
  typeof value === "string" ? value : value === null ? "" : JSON.stringify(value)

/** Lines end in \n, the head is first; an empty cell is null. */
export const csvText = ({ columns, rows }: QueryRows): string =>
  [columns.map(({ name }) => name), ...rows]
    .map((row) => `${row.map((value) => quoted(textOf(value))).join(",")}\n`)
    .join("")

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const jsonRows = ({ columns, rows }: QueryRows): ReadonlyArray<Readonly<Record<string, unknown>>> =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null])))
