/** How much of a file is believed. A file beyond any of these ends in a refusal, before the memory for it is taken. */
export interface ReadLimits {
  readonly columns: number
  /** of one line, quoted line breaks included */
  readonly recordBytes: number
  /** numbers that are kept: rows × number columns, of one file */
  readonly cells: number
  /** distinct names in a ticker column */
  readonly tickers: number
  /** unpacked bytes for each packed one, once `unpackedFreely` bytes are out */
  readonly unpackRatio: number
  readonly unpackedFreely: number
  /** cells of one column and one kind that are written down one by one; more of them refuse the file */
  readonly notesPerKind: number
  readonly notes: number
  /** larger CSV files are read twice: first to count, then into arrays of just the right size */
  readonly twoPassesAboveBytes: number
}

export const defaultLimits: ReadLimits = {
  columns: 20_000,
  recordBytes: 4 << 20,
  cells: 300_000_000,
  tickers: 100_000,
  unpackRatio: 100,
  unpackedFreely: 256 << 20,
  notesPerKind: 10_000,
  notes: 100_000,
  twoPassesAboveBytes: 1 << 30,
}
