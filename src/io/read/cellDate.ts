/** What the text of a date can mean, before it is known in which format a file is written. */
import { epochDayOf } from "../../kernel/civilDate.ts"

export const dateFormats = ["iso", "us", "eu", "yyyymmdd", "epoch_s", "epoch_ms"] as const
export type DateFormat = (typeof dateFormats)[number]

/**
 * A date as it is written.
 * - `iso`: year first. `parts`: two numbers, then the year; which is the month depends on the file. `integer`: digits alone.
 */
export type DateText =
  | { readonly shape: "iso"; readonly day: number; readonly time: TimeText | undefined }
  | {
      readonly shape: "parts"
      /** the day if the month comes first, if it comes second; undefined where there is no such date */
      readonly us: number | undefined
      readonly eu: number | undefined
      /** written with dots, as nobody does who writes the month first */
      readonly isDotted: boolean
      readonly time: TimeText | undefined
    }
  | { readonly shape: "integer"; readonly value: number }

export interface TimeText {
  /** since midnight as written */
  readonly milliseconds: number
  /** east of UTC; undefined: none is stated, so the time is that of the exchange's wall clock */
  readonly offsetMinutes: number | undefined
}

/** A session by its date, or an instant that a time zone turns into one. */
export type Moment =
  | { readonly kind: "date"; readonly day: number }
  | { readonly kind: "instant"; readonly milliseconds: number; readonly isMidnight: boolean }

const time =
  "(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)? ?(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?"
const isoPattern = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${time}$`, "i")
const partsPattern = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${time}$`, "i")
const integerPattern = /^-?\d{1,15}(\.0*)?$/

const msPerDay = 86_400_000

export function dateText(text: string): DateText | undefined {
  const iso = isoPattern.exec(text)
  if (iso !== null) {
    const day = dayOf(Number(iso[1]), Number(iso[3]), Number(iso[4]))
    const clock = timeOf(iso)
    return day === undefined || clock === "none" ? undefined : { shape: "iso", day, time: clock }
  }
  const parts = partsPattern.exec(text)
  if (parts !== null) {
    const [first, second, year] = [Number(parts[1]), Number(parts[3]), Number(parts[4])]
    const clock = timeOf(parts)
    const us = dayOf(year, first, second)
    const eu = dayOf(year, second, first)
    if ((us ?? eu) === undefined || clock === "none") return undefined
    return { shape: "parts", us, eu, isDotted: parts[2] === ".", time: clock }
  }
  return integerPattern.test(text) ? { shape: "integer", value: Number(text) } : undefined
}

/** What the text means in this format; undefined where it is written in another. */
export function momentOf(text: DateText, format: DateFormat): Moment | undefined {
  switch (format) {
    case "iso":
      return text.shape === "iso" ? atTime(text.day, text.time) : undefined
    case "us":
    case "eu":
      return text.shape !== "parts" || text[format] === undefined
        ? undefined
        : atTime(text[format], text.time)
    case "yyyymmdd": {
      const day = text.shape === "integer" ? dayOfDigits(text.value) : undefined
      return day === undefined ? undefined : { kind: "date", day }
    }
    case "epoch_s":
      return text.shape === "integer" ? instant(text.value * 1000) : undefined
    case "epoch_ms":
      return text.shape === "integer" ? instant(text.value) : undefined
  }
}

const firstYear = 1800
const lastYear = 2200
/** Sessions lie within: no exchange's prices are older, and what is later is a slip. The end is excluded. */
export const firstDay = epochDayOf(firstYear, 1, 1)
export const lastDay = epochDayOf(lastYear, 1, 1)

const instant = (milliseconds: number): Moment | undefined =>
  milliseconds < firstDay * msPerDay || milliseconds >= lastDay * msPerDay
    ? undefined
    : { kind: "instant", milliseconds, isMidnight: milliseconds % msPerDay === 0 }

function atTime(day: number, clock: TimeText | undefined): Moment {
  if (clock?.offsetMinutes === undefined) return { kind: "date", day }
  const milliseconds = day * msPerDay + clock.milliseconds - clock.offsetMinutes * 60_000
  return { kind: "instant", milliseconds, isMidnight: clock.milliseconds === 0 }
}

/** The date of a midnight, in the offset in which it was written. */
export const statedDay = (text: DateText, format: DateFormat): number => {
  if (text.shape === "integer") return Math.floor(text.value / (format === "epoch_s" ? 86_400 : msPerDay))
  return text.shape === "iso" ? text.day : text[format === "eu" ? "eu" : "us"]!
}

export const dayOfDigits = (digits: number): number | undefined =>
  dayOf(Math.floor(digits / 10_000), Math.floor(digits / 100) % 100, digits % 100)

function dayOf(year: number, month: number, day: number): number | undefined {
  if (year < firstYear || year >= lastYear || month < 1 || month > 12 || day < 1) return undefined
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1]
  const found = epochDayOf(year, month, day)
  return found < epochDayOf(nextYear, nextMonth, 1) ? found : undefined
}

function timeOf(match: RegExpExecArray): TimeText | undefined | "none" {
  if (match[5] === undefined) return undefined
  const [hours, minutes, seconds] = [Number(match[5]), Number(match[6]), Number(match[7] ?? 0)]
  if (hours > 23 || minutes > 59 || seconds > 60) return "none"
  const fraction = match[8] === undefined ? 0 : Number(`0.${match[8]}`)
  const milliseconds = ((hours * 60 + minutes) * 60 + seconds + fraction) * 1000
  return { milliseconds, offsetMinutes: offsetOf(match[9]) }
}

function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text)
  if (match === null) return 0
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0))
}
