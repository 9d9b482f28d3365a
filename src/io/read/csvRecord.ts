/**
 * RFC 4180 over bytes: where the cells of one line are. A cell may stand in quotes; a quote within them is doubled; line
 * ends are LF, CRLF or CR. Nothing is decoded here, so a cell costs no string.
 */
const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

export type Quoting = 0 | 1 | 2
/** in quotes that contain doubled quotes */
export const doubled = 2

export class CsvCells {
  readonly start: Int32Array
  readonly end: Int32Array
  /** 0 as it stands, 1 in quotes, 2 in quotes with quotes doubled in it */
  readonly quoting: Uint8Array
  /** may exceed the room: further cells are counted, not kept */
  count = 0

  constructor(room: number) {
    this.start = new Int32Array(room)
    this.end = new Int32Array(room)
    this.quoting = new Uint8Array(room)
  }

  get isBlankLine(): boolean {
    return this.count === 1 && this.start[0] === this.end[0] && this.quoting[0] === 0
  }
}

/** The record goes on beyond the bytes that are there. */
export const incomplete = -1
export const unclosedQuote = -2
export const textAfterQuote = -3

/**
 * @param bytes nothing is read beyond their end
 * @param isLast no more bytes follow
 * @returns where the next record begins, or why there is none
 */
export function readRecord(
  cells: CsvCells,
  bytes: Uint8Array,
  from: number,
  delimiter: number,
  isLast: boolean,
): number {
  const to = bytes.length
  const room = cells.start.length
  let at = from
  let count = 0
  for (;;) {
    let start = at
    let end = at
    let quoting: Quoting = 0
    if (bytes[at] === quote) {
      start = ++at
      quoting = 1
      for (;;) {
        at = bytes.indexOf(quote, at)
        if (at < 0) return isLast ? unclosedQuote : incomplete
        if (bytes[at + 1] !== quote) break
        quoting = doubled
        at += 2
      }
      end = at++
      if (at === to && !isLast) return incomplete // the next byte may be a second quote
    } else {
      while (at < to) {
        const byte = bytes[at]!
        if (byte === delimiter || byte === lineFeed || byte === carriageReturn) break
        at++
      }
      end = at
    }
    if (count < room) {
      cells.start[count] = start
      cells.end[count] = end
      cells.quoting[count] = quoting
    }
    cells.count = ++count
    if (at >= to) return isLast ? to : incomplete
    const byte = bytes[at]!
    if (byte === delimiter) at++
    else if (byte === lineFeed) return at + 1
    else if (byte === carriageReturn) {
      if (at + 1 === to && !isLast) return incomplete
      return bytes[at + 1] === lineFeed ? at + 2 : at + 1
    } else return textAfterQuote
  }
}
