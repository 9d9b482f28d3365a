/**
 * The sessions of a file's rows. A cell in the file's format is read at once; one in another waits until its neighbours are
 * known and is read where they leave it one meaning.
 */
import type { CellNote } from "../../pipeline/data/RawTable.ts"
import {
  type DateFormat,
  type DateText,
  dateFormats,
  dateText,
  firstDay,
  lastDay,
  momentOf,
  statedDay,
} from "./cellDate.ts"
import { DateEvidence, type DateVerdict } from "./DateEvidence.ts"
import type { SessionZone } from "./SessionZone.ts"

/** Marks a row whose date waits. */
const waiting = -2147483648

/** At the end of a series one neighbour is all there is: a date within so many days of it fits. */
const nearDays = 7

/** What is remembered of texts: enough for a century of days, in bounded memory. */
const mostKnown = 50_000
const longestKey = 40

interface Known {
  readonly read: DateText | undefined
  readonly day: number
}

interface Waiting {
  readonly row: number
  readonly text: string
}

export class DateColumn {
  readonly evidence = new DateEvidence()
  /** cells that were not read, counted exactly */
  deviating = 0
  private readonly waiting: Array<Waiting> = []
  private readonly verdict: DateVerdict
  private readonly zone: SessionZone
  private readonly most: number
  /** the dates of a market repeat with every asset */
  private readonly known = new Map<string, Known>()

  /** @param verdict how dates are read; the evidence gathered says afterwards whether that was right */
  constructor(verdict: DateVerdict, zone: SessionZone, most: number) {
    this.verdict = verdict
    this.zone = zone
    this.most = most
  }

  /** @param key stands for the text: cells with the same key have the same text */
  readText(row: number, key: string, textOf: () => string): number {
    const known = this.known.get(key) ?? this.learn(key, textOf())
    if (known.read !== undefined) this.evidence.add(known.read)
    if (known.day === waiting) this.wait(row, textOf())
    return known.day
  }

  private learn(key: string, text: string): Known {
    const read = dateText(text.trim())
    const known = { read, day: this.dayOf(read) }
    if (this.known.size < mostKnown && key.length <= longestKey) this.known.set(key, known)
    return known
  }

  readInteger(row: number, value: number): number {
    this.evidence.addInteger(value)
    const day = this.dayOf({ shape: "integer", value })
    if (day === waiting) this.wait(row, String(value))
    return day
  }

  /** @param day epoch days; NaN where there is none */
  readDay(row: number, day: number): number {
    if (day >= firstDay && day < lastDay) return day
    this.wait(row, Number.isNaN(day) ? "" : `day ${day}`)
    return waiting
  }

  /** @param milliseconds NaN where there is none */
  readInstant(row: number, milliseconds: number): number {
    const utcDay = this.readDay(row, Math.floor(milliseconds / 86_400_000))
    if (utcDay === waiting) return waiting
    const isMidnight = milliseconds % 86_400_000 === 0
    this.evidence.addTime(isMidnight)
    return isMidnight && this.verdict.midnightsAreDates ? utcDay : this.zone.dayOf(milliseconds)
  }

  private wait(row: number, text: string): void {
    this.deviating++
    if (this.waiting.length < this.most) this.waiting.push({ row, text })
  }

  private dayOf(read: DateText | undefined): number {
    return read === undefined ? waiting : (this.dayIn(read, this.verdict.format) ?? waiting)
  }

  private dayIn(read: DateText, format: DateFormat): number | undefined {
    const moment = momentOf(read, format)
    if (moment === undefined) return undefined
    if (moment.kind === "date") return moment.day
    return moment.isMidnight && this.verdict.midnightsAreDates
      ? statedDay(read, format)
      : this.zone.dayOf(moment.milliseconds)
  }

  /** Fills the rows that wait, and says so. The other rows are in `date`; rows of another asset are no neighbours. */
  resolve(date: Int32Array, index: Int32Array | undefined, field: string): ReadonlyArray<CellNote> {
    const read = this.waiting.map(({ row, text }) => ({
      row,
      text,
      day: this.dayByNeighbours(date, index, row, text),
    }))
    return read.map(({ row, text, day }): CellNote => {
      date[row] = day ?? 0
      const kind = day === undefined ? "unreadable_date" : "other_date_format"
      return { row, field, text: text.slice(0, 60), kind }
    })
  }

  private dayByNeighbours(
    date: Int32Array,
    index: Int32Array | undefined,
    row: number,
    text: string,
  ): number | undefined {
    const read = dateText(text.trim())
    if (read === undefined) return undefined
    const [before, after] = [neighbour(date, index, row, -1), neighbour(date, index, row, 1)]
    const days = dateFormats.map((format) => this.dayIn(read, format))
    const meanings = new Set(days.filter((day) => day !== undefined && fits(day, before, after)))
    return meanings.size === 1 ? [...meanings][0] : undefined
  }
}

/** How far to look for the neighbour of a cell: a row of every asset of a large market lies between two of one. */
const reach = 20_000

function neighbour(
  date: Int32Array,
  index: Int32Array | undefined,
  row: number,
  step: 1 | -1,
): number | undefined {
  for (let at = row + step, looked = 0; looked < reach && at >= 0 && at < date.length; at += step, looked++) {
    if (index !== undefined && index[at] !== index[row]) continue
    if (date[at] !== waiting) return date[at]
  }
  return undefined
}

function fits(day: number, before: number | undefined, after: number | undefined): boolean {
  if (before !== undefined && after !== undefined) {
    return day >= Math.min(before, after) && day <= Math.max(before, after)
  }
  const only = before ?? after
  return only !== undefined && Math.abs(day - only) <= nearDays
}
