/** Instants as dates of an exchange's wall clock. The rules of zones are those of the runtime (IANA). */
const msPerDay = 86_400_000

export interface SessionZone {
  readonly name: string
  /** epoch day of the date on the exchange's wall clock */
  readonly dayOf: (milliseconds: number) => number
}

export const utc: SessionZone = { name: "UTC", dayOf: (milliseconds) => Math.floor(milliseconds / msPerDay) }

/** undefined: there is no such zone. */
export function sessionZone(name: string): SessionZone | undefined {
  if (name === "UTC") return utc
  const clock = clockOf(name)
  if (clock === undefined) return undefined
  // a zone keeps its offset through most days, and asking for it costs a thousand times the sum
  const offsets = new Map<number, number>()
  const offsetThrough = (day: number): number => {
    const known = offsets.get(day)
    if (known !== undefined) return known
    const first = offsetAt(clock, day * msPerDay)
    const offset = first === offsetAt(clock, (day + 1) * msPerDay) ? first : NaN
    offsets.set(day, offset)
    return offset
  }
  const dayOf = (milliseconds: number): number => {
    const through = offsetThrough(Math.floor(milliseconds / msPerDay))
    const offset = Number.isNaN(through) ? offsetAt(clock, milliseconds) : through
    return Math.floor((milliseconds + offset) / msPerDay)
  }
  return { name, dayOf }
}

function clockOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    })
  } catch {
    return undefined // a RangeError is how the platform says so
  }
}

/** Milliseconds to add to an instant of whole seconds for the wall clock's. */
function offsetAt(clock: Intl.DateTimeFormat, milliseconds: number): number {
  const seconds = Math.floor(milliseconds / 1000) * 1000
  const of = Object.fromEntries(clock.formatToParts(seconds).map(({ type, value }) => [type, Number(value)]))
  const { year, month, day, hour, minute, second } = of
  return Date.UTC(year!, month! - 1, day, hour, minute, second) - seconds
}
