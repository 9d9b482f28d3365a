import { epochDayOf } from "./civilDate.ts"

/**
 * Easter Sunday of the Gregorian calendar, as an epoch day.
 *
 * @param year 1583 or later
 * Source: the anonymous algorithm of Nature (20 April 1876) as given by J. Meeus, Astronomical Algorithms, ch. 8.
 */
export function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const ofCentury = year % 100
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const shifted = epact + weekday - 7 * late + 114
  return epochDayOf(year, Math.floor(shifted / 31), (shifted % 31) + 1)
}
