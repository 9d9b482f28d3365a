/**
 * CSV to a table, by passes over the bytes: a look at the first rows for a guess, then the whole with that guess. A file
 * that as a whole speaks for another reading is read once more; a very large one is counted before anything is kept.
 */
import { stat } from "node:fs/promises"
import { basename } from "node:path"
import type { RawTable } from "../../pipeline/data/RawTable.ts"
import { splitHeader } from "../splitHeader.ts"
import type { ColumnRoles } from "./ColumnRoles.ts"
import { CellNotes } from "./CellNotes.ts"
import { type DecimalMark, emptyCell, oddCell, oddNumber, readPlainNumber } from "./cellNumber.ts"
import { Columns } from "./Columns.ts"
import { CsvCells, doubled, incomplete, readRecord, textAfterQuote, unclosedQuote } from "./csvRecord.ts"
import { DateColumn } from "./DateColumn.ts"
import type { DateVerdict } from "./DateEvidence.ts"
import { checkDeviating, dateVerdict } from "./dateRefusal.ts"
import { fileBytes } from "./fileBytes.ts"
import type { ReadOptions } from "./ReadOptions.ts"
import { refusal, tooLarge } from "./refusal.ts"
import { Tickers } from "./Tickers.ts"

export interface CsvSource {
  readonly path: string
  readonly names: ReadonlyArray<string>
  /** a byte */
  readonly delimiter: number
}

// ---------------------------------------------------------------------------------------------------------- header

/** Longer header lines are no table of prices. */
const longestHeader = 1 << 20

export async function openCsv(path: string, options: ReadOptions): Promise<CsvSource> {
  const { limits } = options
  for await (const { bytes, isLast } of growing(path, options)) {
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
      throw refusal(path, "it is written in UTF-16", { remedy: "Save it as UTF-8." })
    }
    const end = bytes.findIndex((byte) => byte === 0x0a || byte === 0x0d)
    if (end < 0 && !isLast && bytes.length < longestHeader) continue
    if (end > longestHeader || (end < 0 && bytes.length >= longestHeader)) {
      throw refusal(path, "its first line is longer than any header", { remedy: tooLarge })
    }
    const text = decoded(bytes.subarray(0, end < 0 ? bytes.length : end))
    if (text === undefined) throw refusal(path, "its header line is no UTF-8 text")
    const { names, delimiter } = splitHeader(text)
    if (names.every((name) => name === "")) throw refusal(path, "the file has no header line")
    if (names.length > limits.columns) {
      throw refusal(path, `it has ${names.length} columns, more than ${limits.columns}`, { remedy: tooLarge })
    }
    return { path, names, delimiter: delimiter.charCodeAt(0) }
  }
  throw refusal(path, "the file has no header line")
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined // a TypeError is how the platform says so
  }
}

interface Growing {
  readonly bytes: Buffer
  readonly isLast: boolean
}

/** All bytes from the start so far, until the caller has seen enough. */
async function* growing(path: string, { limits }: ReadOptions): AsyncGenerator<Growing, void, undefined> {
  let bytes: Buffer = Buffer.alloc(0)
  for await (const chunk of fileBytes(path, limits)) {
    bytes = bytes.length === 0 ? bufferOf(chunk) : Buffer.concat([bytes, chunk])
    yield { bytes, isLast: false }
  }
  yield { bytes, isLast: true }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

// ---------------------------------------------------------------------------------------------------------- passes

interface Reading {
  readonly dates: DateVerdict
  readonly decimal: DecimalMark
}

interface Pass {
  readonly reading: Reading
  /** where rows are kept; absent: they are only counted */
  readonly columns?: Columns
  readonly rowsAtMost?: number
}

/** What a pass saw. */
interface Seen {
  readonly rows: number
  readonly dates: DateColumn
  readonly notes: CellNotes
  readonly tickers: Tickers
  readonly marks: Marks
}

interface Marks {
  point: number
  comma: number
  perhapsComma: number
}

/** Files rarely speak for a reading only after this many rows; those that do are read once more. */
const firstRows = 1000

export async function readCsv(
  source: CsvSource,
  roles: ColumnRoles,
  options: ReadOptions,
): Promise<RawTable> {
  const { path } = source
  const unknown: Reading = {
    dates: { format: options.dates ?? "iso", midnightsAreDates: true },
    decimal: options.decimal ?? "point",
  }
  const judge = (seen: Seen) => readingOf(source, roles, seen, options)
  const look = (reading: Reading, rowsAtMost?: number) =>
    scan(source, roles, options, { reading, ...(rowsAtMost === undefined ? {} : { rowsAtMost }) })
  const isLarge = (await textBytes(path)) > options.limits.twoPassesAboveBytes
  const first = await look(unknown, isLarge ? undefined : firstRows)
  const guess = first.rows === 0 ? unknown : isLarge ? judge(first) : guessOf(judge, first, unknown)
  const room = isLarge ? first.rows : undefined
  const read = async (reading: Reading) => {
    const columns = new Columns(roles.numbers.length, roles.ticker !== undefined, room)
    return { columns, seen: await scan(source, roles, options, { reading, columns }) }
  }
  let { columns, seen } = await read(guess)
  if (seen.rows > 0) {
    const reading = judge(seen)
    if (!sameReading(reading, guess)) ({ columns, seen } = await read(reading))
  }
  return tableOf(source, roles, options, columns, seen)
}

/** The first rows of a file may leave open what later ones settle. */
function guessOf(judge: (seen: Seen) => Reading, seen: Seen, otherwise: Reading): Reading {
  try {
    return judge(seen)
  } catch {
    return otherwise // the whole file is asked again
  }
}

const sameReading = (left: Reading, right: Reading): boolean =>
  left.decimal === right.decimal &&
  left.dates.format === right.dates.format &&
  left.dates.midnightsAreDates === right.dates.midnightsAreDates

/** Packed prices are about an eighth of their text. */
const textBytes = async (path: string): Promise<number> =>
  (await stat(path)).size * (/\.gz$/i.test(path) ? 8 : 1)

function readingOf(source: CsvSource, roles: ColumnRoles, seen: Seen, options: ReadOptions): Reading {
  return {
    dates: dateVerdict(source.path, source.names[roles.date]!, seen.dates.evidence, options),
    decimal: options.decimal ?? decimalOf(source.path, seen.marks),
  }
}

function decimalOf(path: string, { point, comma, perhapsComma }: Marks): DecimalMark {
  if (comma === 0 && point === 0 && perhapsComma > 0) {
    throw refusal(path, "its numbers do not tell whether 1,234 is above a thousand or below two", {
      remedy: "State it: --decimal point or --decimal comma.",
    })
  }
  return comma > 0 && comma + perhapsComma > point ? "comma" : "point"
}

function tableOf(
  source: CsvSource,
  roles: ColumnRoles,
  options: ReadOptions,
  columns: Columns,
  seen: Seen,
): RawTable {
  const file = basename(source.path)
  const field = source.names[roles.date]!
  checkDeviating(source.path, field, seen.dates, options.limits.notesPerKind)
  const { rows, date, index, numbers } = columns.finish()
  const ticker = roles.ticker === undefined ? undefined : { names: seen.tickers.names, index }
  const dateNotes = seen.dates.resolve(date, ticker?.index, field)
  return { file, rows, date, ticker, numbers, notes: seen.notes.finish(file, dateNotes) }
}

// ------------------------------------------------------------------------------------------------------------ scan

async function scan(source: CsvSource, roles: ColumnRoles, options: ReadOptions, pass: Pass): Promise<Seen> {
  const { limits } = options
  const scanner = new Scanner(source, roles, options, pass)
  let pending: Buffer = Buffer.alloc(0)
  let isFirst = true
  const feed = (chunk: Uint8Array, isLast: boolean): void => {
    let bytes = pending.length === 0 ? bufferOf(chunk) : Buffer.concat([pending, chunk])
    if (isFirst && !isLast && bytes.length < 3) {
      pending = bytes
      return
    }
    if (isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3)
    isFirst = false
    pending = bytes.subarray(scanner.take(bytes, isLast))
    if (pending.length > limits.recordBytes)
      scanner.refuse(`the line is longer than ${limits.recordBytes} bytes`)
  }
  for await (const chunk of fileBytes(source.path, limits)) {
    feed(chunk, false)
    if (scanner.isDone) return scanner.seen()
  }
  feed(new Uint8Array(0), true)
  return scanner.seen()
}

class Scanner {
  private readonly cells: CsvCells
  private readonly facts = { digits: 0, hasPoint: false }
  private readonly marks: Marks = { point: 0, comma: 0, perhapsComma: 0 }
  private readonly tickers: Tickers
  private readonly notes: CellNotes
  private readonly dates: DateColumn
  private readonly mostRows: number
  private isHeader = true
  private rows = 0

  private readonly source: CsvSource
  private readonly roles: ColumnRoles
  private readonly pass: Pass

  constructor(source: CsvSource, roles: ColumnRoles, { zone, limits }: ReadOptions, pass: Pass) {
    this.source = source
    this.roles = roles
    this.pass = pass
    this.cells = new CsvCells(source.names.length)
    this.tickers = new Tickers(source.path, limits)
    this.notes = new CellNotes(
      roles.numbers.map(({ column }) => source.names[column]!),
      limits,
    )
    this.dates = new DateColumn(pass.reading.dates, zone, limits.notesPerKind)
    this.mostRows = Math.floor(limits.cells / (roles.numbers.length + 1))
  }

  get isDone(): boolean {
    return this.pass.rowsAtMost !== undefined && this.rows >= this.pass.rowsAtMost
  }

  seen(): Seen {
    const { rows, dates, notes, tickers, marks } = this
    return { rows, dates, notes, tickers, marks }
  }

  refuse(problem: string): never {
    throw refusal(this.source.path, problem, {
      row: this.isHeader ? 0 : this.rows + 1,
      remedy:
        "Every line needs the cells of the header; a cell with separators or quotes in it stands in quotes.",
    })
  }

  /** Takes every complete line; returns where the rest begins. */
  take(bytes: Buffer, isLast: boolean): number {
    let at = 0
    while (at < bytes.length && !this.isDone) {
      const next = readRecord(this.cells, bytes, at, this.source.delimiter, isLast)
      if (next === incomplete) return at
      if (next === unclosedQuote) this.refuse("a quote is opened and not closed")
      if (next === textAfterQuote) this.refuse("text follows a closing quote")
      at = next
      if (this.isHeader) this.isHeader = false
      else if (!this.cells.isBlankLine) this.row(bytes)
    }
    return at
  }

  private row(bytes: Buffer): void {
    const { cells, roles, pass } = this
    if (cells.count !== this.source.names.length) {
      this.refuse(`the line has ${cells.count} cells, the header ${this.source.names.length}`)
    }
    const row = this.rows
    if (row >= this.mostRows) {
      throw refusal(
        this.source.path,
        `it has more than ${this.mostRows} rows of ${roles.numbers.length} numbers`,
        {
          remedy: tooLarge,
        },
      )
    }
    const { columns } = pass
    const at = columns?.next() ?? 0
    const day = this.dates.readText(row, this.key(bytes, roles.date), () => this.text(bytes, roles.date))
    if (columns !== undefined) columns.date[at] = day
    if (roles.ticker !== undefined) {
      const column = roles.ticker
      const index = this.tickers.indexOf(this.key(bytes, column), () => this.text(bytes, column))
      if (columns !== undefined) columns.index[at] = index
    }
    for (let i = 0; i < roles.numbers.length; i++) {
      const value = this.number(bytes, row, i, roles.numbers[i]!.column)
      if (columns !== undefined) columns.numbers[i]![at] = value
    }
    this.rows = row + 1
  }

  private number(bytes: Buffer, row: number, i: number, column: number): number {
    const { cells, facts, notes, marks } = this
    const value = readPlainNumber(bytes, cells.start[column]!, cells.end[column]!, facts)
    if (facts.digits === emptyCell) notes.empty++
    else if (facts.digits === oddCell || (facts.hasPoint && this.pass.reading.decimal === "comma")) {
      return this.oddNumber(bytes, row, i, column)
    } else {
      notes.numbers[i]!++
      if (facts.digits > 3) notes.large[i]!++
      if (facts.hasPoint) marks.point++
    }
    return value
  }

  private oddNumber(bytes: Buffer, row: number, i: number, column: number): number {
    const { notes, marks } = this
    const text = this.text(bytes, column)
    const { value, kind, mark } = oddNumber(text, this.pass.reading.decimal)
    if (kind !== undefined) notes.add(row, i, kind, text)
    if (!Number.isNaN(value)) {
      notes.numbers[i]!++
      if (Math.abs(value) >= 1000 && kind !== "thousands_separator") notes.large[i]!++
    } else if (kind === undefined) notes.empty++
    if (mark === "point") marks.point++
    else if (mark === "comma") marks.comma++
    else if (mark === "perhaps comma") marks.perhapsComma++
    return value
  }

  /** The bytes of a cell as a string of one character each: equal for equal bytes, cheap to make. */
  private key(bytes: Buffer, column: number): string {
    return bytes.toString("latin1", this.cells.start[column], this.cells.end[column])
  }

  private text(bytes: Buffer, column: number): string {
    const text = bytes.toString("utf8", this.cells.start[column], this.cells.end[column])
    return this.cells.quoting[column] === doubled ? text.replaceAll('""', '"') : text
  }
}
