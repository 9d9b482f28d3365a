import * as ExchangeCalendar from "../../../domain/ExchangeCalendar.ts"
import type { CalendarName } from "../SnapshotManifest.ts"
import type { Context } from "./Context.ts"

type Facts = Pick<Context, "calendar" | "adjustment" | "given" | "today">

/** Sessions of the calendar between first and last; for `union`, the days of the rows. */
export function contextOf(facts: Facts, days: Iterable<Int32Array>): Context {
  const held = new Set<number>()
  for (const sessions of days) for (const day of sessions) held.add(day)
  const isSession = ruleOf(facts.calendar)
  const known = [...held].filter(isSession)
  const [first, last] = known.reduce(
    ([low, high], day) => [Math.min(low, day), Math.max(high, day)],
    [Infinity, -Infinity],
  )
  const isCounted = facts.calendar === "union" ? (day: number) => held.has(day) : isSession
  const span = known.length === 0 ? 0 : last - first + 1
  const until = new Int32Array(span)
  for (let i = 0; i < span; i++) until[i] = (i === 0 ? 0 : until[i - 1]!) + (isCounted(first + i) ? 1 : 0)
  const step = (day: number, by: 1 | -1): number => {
    let at = day + by
    while (at >= first && at <= last && !isCounted(at)) at += by
    return at
  }
  return {
    ...facts,
    first: first,
    last: last,
    isSession,
    supports: facts.calendar === "union" ? () => true : ExchangeCalendar.byName(facts.calendar).supports,
    sessionsUntil: (day) => (day < first ? 0 : until[Math.min(day - first, span - 1)]!),
    next: (day) => step(day, 1),
    previous: (day) => step(day, -1),
  }
}

/** Remembers what it was asked: the same day comes once an asset. */
function ruleOf(calendar: CalendarName): (day: number) => boolean {
  if (calendar === "union") return () => true
  const rules = ExchangeCalendar.byName(calendar)
  const known = new Map<number, boolean>()
  return (day) => {
    const answer = known.get(day) ?? rules.isSession(day)
    known.set(day, answer)
    return answer
  }
}
