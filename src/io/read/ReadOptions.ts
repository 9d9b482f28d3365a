import { type DateFormat } from "./cellDate.ts"
import type { DecimalMark } from "./cellNumber.ts"
import { defaultLimits, type ReadLimits } from "./limits.ts"
import { type SessionZone, utc } from "./SessionZone.ts"

/** How a file is written, as far as somebody says so, and how much of it is believed. */
export interface ReadOptions {
  /** undefined: told from all cells of the column */
  readonly dates?: DateFormat | undefined
  /** undefined: told from all number cells of the file */
  readonly decimal?: DecimalMark | undefined
  /** where an instant becomes a session */
  readonly zone: SessionZone
  readonly limits: ReadLimits
}

export const plainOptions: ReadOptions = { zone: utc, limits: defaultLimits }
