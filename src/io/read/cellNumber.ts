/** Numbers of text cells: the plain ones straight from their bytes, the others by what their text can mean. */
import type { CellNoteKind } from "../../pipeline/data/RawTable.ts"

export type DecimalMark = "point" | "comma"

/** `readPlainNumber` gives one of these, NaN each, where there is no plain number. */
export const emptyCell = -1
export const oddCell = -2

/** What `readPlainNumber` found beside the value: a mutable place, so that a cell costs no object. */
export interface NumberFacts {
  /** digits before the decimal point, or `emptyCell`, or `oddCell` */
  digits: number
  hasPoint: boolean
}

const exactPowers = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`))
const largestExact = 2 ** 53

/**
 * The double nearest to a plain decimal number (digits, one decimal point, exponent, sign), as `Number` would read it.
 *
 * @returns NaN where the cell is empty or no such number; `facts` says which
 *
 * Where digits and power of ten are exact in a double, one division is correctly rounded (Clinger 1990); else `Number`
 * reads the text.
 */
export function readPlainNumber(bytes: Buffer, start: number, end: number, facts: NumberFacts): number {
  facts.hasPoint = false
  if (start === end) {
    facts.digits = emptyCell
    return NaN
  }
  let at = start
  const sign = bytes[at]!
  if (sign === 0x2d || sign === 0x2b) at++
  let mantissa = 0
  let whole = 0
  for (; at < end && isDigit(bytes[at]!); at++) {
    mantissa = mantissa * 10 + (bytes[at]! - 0x30)
    whole++
  }
  let fraction = 0
  if (at < end && bytes[at] === 0x2e) {
    facts.hasPoint = true
    for (at++; at < end && isDigit(bytes[at]!); at++) {
      mantissa = mantissa * 10 + (bytes[at]! - 0x30)
      fraction++
    }
  }
  facts.digits = whole
  if (whole + fraction === 0) return odd(facts)
  if (at === end && mantissa < largestExact && fraction <= 22) {
    const magnitude = mantissa / exactPowers[fraction]!
    return sign === 0x2d ? -magnitude : magnitude
  }
  if (at < end && !isExponent(bytes, at, end)) return odd(facts)
  const value = end - start > longestNumber ? NaN : Number(bytes.toString("latin1", start, end))
  return Number.isFinite(value) ? value : odd(facts)
}

/** More characters are no price, and reading them would take as long as somebody likes. */
const longestNumber = 1000

function odd(facts: NumberFacts): number {
  facts.digits = oddCell
  return NaN
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

function isExponent(bytes: Buffer, from: number, end: number): boolean {
  if ((bytes[from]! | 0x20) !== 0x65) return false
  let at = from + 1
  if (bytes[at] === 0x2d || bytes[at] === 0x2b) at++
  if (at === end) return false
  while (at < end && isDigit(bytes[at]!)) at++
  return at === end
}

// ---------------------------------------------------------------------------------------------- cells that are not plain

export interface OddNumber {
  /** NaN: nothing, or not to be read */
  readonly value: number
  /** absent: plain in a file with this decimal mark */
  readonly kind?: CellNoteKind
  /** what the cell says of the file's decimal mark: nothing when it is absent */
  readonly mark?: DecimalMark | "perhaps comma"
}

const plainPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?$/i
const commaPattern = /^[+-]?\d*,\d+(e[+-]?\d{1,4})?$/i
const commaGroups = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/
const pointGroups = /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/
const otherGroups = /^[+-]?\d{1,3}([ '\u00a0\u202f]\d{3})+([.,]\d*)?$/
const nothing = /^(nan|na|n\/a|#n\/a|null|none)$/i

/**
 * A number that is not written plainly with a decimal point.
 *
 * 1,234 is a thousand in a file of decimal points and a little more than one in a file of decimal commas; 12,34 and
 * 1,234,500 can be one thing only. Text that could be a formula is text.
 */
export function oddNumber(text: string, decimal: DecimalMark): OddNumber {
  if (text.length > longestNumber) return { value: NaN, kind: "text_in_number" }
  const trimmed = text.trim()
  if (trimmed === "") return { value: NaN }
  if (nothing.test(trimmed)) return { value: NaN, kind: "nan_literal" }
  const read = decimal === "point" ? inPointFile(trimmed) : inCommaFile(trimmed)
  if (!Number.isFinite(read.value)) return { ...read, value: NaN, kind: "text_in_number" }
  return trimmed === text ? read : { kind: "surrounding_space", ...read }
}

const numberOf = (text: string, decimal: DecimalMark): number => {
  const bare = text.replaceAll(/[ '\u00a0\u202f]/g, "")
  return Number(decimal === "point" ? bare.replaceAll(",", "") : bare.replaceAll(".", "").replace(",", "."))
}

function inPointFile(text: string): OddNumber {
  if (plainPattern.test(text)) return { value: Number(text) }
  if (commaGroups.test(text)) {
    const isDecimal = /^[+-]?0,\d{3}$/.test(text)
    if (isDecimal) return { value: numberOf(text, "comma"), kind: "decimal_comma", mark: "comma" }
    const isSingle = /^[+-]?\d{1,3},\d{3}$/.test(text)
    return {
      value: numberOf(text, "point"),
      kind: "thousands_separator",
      mark: isSingle ? "perhaps comma" : "point",
    }
  }
  if (commaPattern.test(text) || pointGroups.test(text)) {
    return { value: numberOf(text, "comma"), kind: "decimal_comma", mark: "comma" }
  }
  return otherGroups.test(text)
    ? { value: numberOf(text, text.includes(",") ? "comma" : "point"), kind: "thousands_separator" }
    : { value: NaN }
}

function inCommaFile(text: string): OddNumber {
  if (commaPattern.test(text)) return { value: numberOf(text, "comma"), mark: "comma" }
  if (pointGroups.test(text) && !/^[+-]?0\./.test(text)) {
    return { value: numberOf(text, "comma"), kind: "thousands_separator" }
  }
  if (plainPattern.test(text)) {
    return text.includes(".")
      ? { value: Number(text), kind: "decimal_comma", mark: "point" }
      : { value: Number(text) }
  }
  if (commaGroups.test(text)) return { value: numberOf(text, "point"), kind: "decimal_comma", mark: "point" }
  return otherGroups.test(text)
    ? { value: numberOf(text, "comma"), kind: "thousands_separator" }
    : { value: NaN }
}
