import { existsSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { nyse, sessionsBetween } from "../../src/domain/ExchangeCalendar.ts"
import { formatIsoDate, parseIsoDate, weekdayOf } from "../../src/kernel/civilDate.ts"

/** Closed weekdays 1990–2027 of an independent calendar; not part of the repository. */
const file = new URL("../../../shared/data/nyse-closed-weekdays.json", import.meta.url)

interface Reference {
  readonly sessions_in_range: number
  readonly closed: ReadonlyArray<string>
}

describe("NYSE calendar against an independent list", () => {
  if (!existsSync(file)) {
    console.warn(`SKIPPED: ${file.pathname} is not there; no day of the NYSE calendar was compared.`)
    it.skip(`needs ${file.pathname}`, () => {})
    return
  }
  const reference = JSON.parse(readFileSync(file, "utf8")) as Reference
  const from = parseIsoDate("1990-01-01")!
  const to = parseIsoDate("2027-12-31")!

  it("is closed on exactly the listed weekdays, and open on all others", () => {
    const closed: Array<string> = []
    for (let day = from; day <= to; day++) {
      if (weekdayOf(day) < 5 && !nyse.isSession(day)) closed.push(formatIsoDate(day))
    }
    const sessions = sessionsBetween(nyse, from, to).length
    console.log(
      `nyse-closed-weekdays.json: ${to - from + 1} days compared, 0 exempted; ` +
        `closed weekdays ${closed.length}, expected ${reference.closed.length}; ` +
        `sessions ${sessions}, expected ${reference.sessions_in_range}`,
    )
    expect(closed).toEqual(reference.closed)
    expect(sessions).toBe(reference.sessions_in_range)
  })
})
