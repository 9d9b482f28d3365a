/**
 * The sessions of a panel: dates on which something was, or could have been, traded.
 * Rows of a panel are identified by these dates; row numbers mean nothing across panels.
 */
import { formatIsoDate } from "../kernel/civilDate.ts"

export interface Calendar {
  /** epoch days, strictly increasing */
  readonly sessions: Int32Array
}

export const empty: Calendar = { sessions: new Int32Array(0) }

/** Takes the sessions as they are; the caller gives them strictly increasing (sources check that, kernels keep it). */
export function make(sessions: Int32Array): Calendar {
  return { sessions }
}

export function equals(left: Calendar, right: Calendar): boolean {
  if (left.sessions === right.sessions) return true
  if (left.sessions.length !== right.sessions.length) return false
  return left.sessions.every((session, row) => session === right.sessions[row])
}

/** Row of the first session on or after `epochDay`; the number of sessions when there is none. */
export function rowOnOrAfter(calendar: Calendar, epochDay: number): number {
  const { sessions } = calendar
  let low = 0
  let high = sessions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sessions[middle]! < epochDay) low = middle + 1
    else high = middle
  }
  return low
}

/** Row of exactly this session, or -1. */
export function rowOf(calendar: Calendar, epochDay: number): number {
  const row = rowOnOrAfter(calendar, epochDay)
  return calendar.sessions[row] === epochDay ? row : -1
}

export function isoAt(calendar: Calendar, row: number): string {
  return formatIsoDate(calendar.sessions[row]!)
}

/** Sessions [from, to) without copying. */
export function slice(calendar: Calendar, from: number, to: number): Calendar {
  return { sessions: calendar.sessions.subarray(from, to) }
}
