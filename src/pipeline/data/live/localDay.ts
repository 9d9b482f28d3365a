import { epochDayOf } from "../../../kernel/civilDate.ts"

/**
 * The civil date of an instant at a place, as an epoch day; undefined for a name that is no time zone.
 *
 * By the rules of the zone at that instant: the offset that Yahoo sends along is today's, which is an hour off for the
 * other half of the year and would date midnight bars a day wrong.
 */
export function localDay(zone: string): ((seconds: number) => number) | undefined {
  const format = formatOf(zone)
  if (format === undefined) return undefined
  return (seconds) => {
    const part: Record<string, number> = {}
    for (const { type, value } of format.formatToParts(seconds * 1000)) part[type] = Number(value)
    return epochDayOf(part["year"]!, part["month"]!, part["day"]!)
  }
}

/** The locale is written out, so that the machine's own does not matter. */
function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    })
  } catch {
    return undefined // a RangeError is how Intl says that it knows no such zone
  }
}
