/** Tables whose columns can be sorted, with numbers aligned at the right and cells that may hold a bar. */
import { type Content, html, type Html, own } from "./Html.ts"

export interface Column {
  readonly title: Content
  readonly kind: "text" | "date" | "number" | "wide"
}

export interface Cell {
  readonly content: Content
  /** what the column is sorted by; by default the content as text */
  readonly sort?: number | string
}

export interface TableSpec {
  readonly caption: string
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<ReadonlyArray<Cell | string>>
  /** default true: headings become buttons that sort */
  readonly isSortable?: boolean
  /** a last row that sorting leaves at the foot */
  readonly foot?: ReadonlyArray<Cell | string>
}

export const textColumn = (title: Content): Column => ({ title, kind: "text" })
/** Dates and other words that never break. */
export const dateColumn = (title: Content): Column => ({ title, kind: "date" })
export const numberColumn = (title: Content): Column => ({ title, kind: "number" })

/** A number with the order that it has, whatever its text; undefined ones sort last. */
export const numberCell = (value: number | null | undefined, text: Content): Cell => ({
  content: text,
  ...(value === null || value === undefined || !Number.isFinite(value) ? { sort: "" } : { sort: value }),
})

const classes: Readonly<Record<Column["kind"], string>> = {
  text: "",
  date: ' class="date"',
  number: ' class="num"',
  wide: ' class="wide"',
}

/** Rows that a page shows of a table that grows with the number of assets. */
export const mostListed = 40

/** What stands below a table whose rows were cut off: how many more there are, and where. */
export const restNote = (count: number, noun: string, file: string): Content =>
  count > mostListed && html`<p class="note">${count - mostListed} more ${noun}: <code>${file}</code>.</p>`

export function drawTable({ caption, columns, rows, isSortable = true, foot }: TableSpec): Html {
  const classOf = (i: number): Content => own(classes[columns[i]!.kind])
  const cell = (given: Cell | string, i: number): Html => {
    const { content, sort } = typeof given === "string" ? { content: given, sort: undefined } : given
    const key = sort === undefined ? undefined : html` data-sort="${sort}"`
    return i === 0
      ? html`<th scope="row"${classOf(i)}${key}>${content}</th>`
      : html`<td${classOf(i)}${key}>${content}</td>`
  }
  const line = (row: ReadonlyArray<Cell | string>): Html => html`<tr>${row.map(cell)}</tr>\n`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${isSortable && rows.length > 1 && own(" data-sortable")}>
<caption class="unseen">${caption}</caption>
<thead><tr>${columns.map(({ title }, i) => html`<th scope="col"${classOf(i)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map(line)}</tbody>${foot !== undefined && html`<tfoot>${line(foot)}</tfoot>`}</table></div>`
}

/**
 * A bar within a cell, from one value to another of an axis that all rows of the table share.
 *
 * @param axis least and greatest value
 */
export function bar(from: number, to: number, axis: readonly [number, number], mark: string): Html {
  const span = axis[1] - axis[0] || 1
  const at = (value: number): number => Math.round((1000 * (value - axis[0])) / span) / 10
  const [left, right] = from < to ? [at(from), at(to)] : [at(to), at(from)]
  const zero =
    axis[0] < 0 && axis[1] > 0
      ? html`<line class="zero" x1="${at(0)}%" x2="${at(0)}%" y1="0" y2="14"/>`
      : undefined
  return html`<svg class="bar" width="100%" height="14" aria-hidden="true"><rect class="${mark}" x="${left}%" width="${Math.max(0.4, right - left).toFixed(1)}%" y="2" height="10"/>${zero}</svg>`
}

/** A stretch of an axis with a mark at one point of it: an interval around an estimate. */
export function span(
  low: number,
  high: number,
  axis: readonly [number, number],
  mark: string,
  point: number | undefined,
): Html {
  const width = axis[1] - axis[0] || 1
  const at = (value: number): number => Math.round((1000 * (value - axis[0])) / width) / 10
  return html`<svg class="bar" width="100%" height="14" aria-hidden="true"><line class="zero" x1="${at(0)}%" x2="${at(0)}%" y1="0" y2="14"/><rect class="soft ${mark}" x="${at(low)}%" width="${Math.max(0.4, at(high) - at(low)).toFixed(1)}%" y="4" height="6"/>${point !== undefined && html`<circle class="${mark}" cx="${at(point)}%" cy="7" r="4"/>`}</svg>`
}
