import { describe, expect, it } from "vitest"
import { formatIsoDate, weekdayOf } from "../../src/kernel/civilDate.ts"
import { easterSunday } from "../../src/kernel/easterSunday.ts"

describe("easterSunday", () => {
  it.each([
    "1818-03-22",
    "1943-04-25",
    "1961-04-02",
    "2000-04-23",
    "2008-03-23",
    "2024-03-31",
    "2038-04-25",
    "2100-03-28",
  ])("knows %s", (iso) => expect(formatIsoDate(easterSunday(Number(iso.slice(0, 4))))).toBe(iso))

  it("is a Sunday from 22 March to 25 April", () => {
    for (let year = 1583; year < 4000; year++) {
      const easter = easterSunday(year)
      const date = formatIsoDate(easter).slice(5)
      expect(weekdayOf(easter) === 6 && date >= "03-22" && date <= "04-25").toBe(true)
    }
  })
})
