import { describe, expect, it } from "vitest"
import { type Noted, refusalOf } from "../../../../src/pipeline/data/defects/DefectLog.ts"

const refused = (kind: string, asset: string, date: string, detail: string): Noted => ({
  kind,
  asset,
  date,
  detail,
  action: "refused",
  row: 0,
  file: "prices.csv",
  size: undefined,
  count: 1,
})

describe("a refusal of many rows", () => {
  it("shows what differs before what repeats: each kind, then each asset and detail, then the rest", () => {
    const bitcoin = ["2015-01-01", "2015-01-03", "2015-01-04"].map((date) =>
      refused("other_calendar", "BTC", date, "3 of 9 rows are no sessions"),
    )
    const ether = refused("other_calendar", "ETH", "2021-01-02", "2 of 8 rows are no sessions")
    const text = refused("text_in_number", "BTC", "2015-01-02", 'close: "x"')
    const refusal = refusalOf([...bitcoin, ether, text], [])!
    expect(refusal.refusals.map(({ asset, date }) => `${asset} ${date}`)).toEqual([
      "BTC 2015-01-01",
      "BTC 2015-01-02",
      "ETH 2021-01-02",
      "BTC 2015-01-03",
      "BTC 2015-01-04",
    ])
    expect(refusal.total).toBe(5)
  })

  it("is none where nothing is refused", () => {
    expect(refusalOf([{ ...refused("zero_volume", "A", "2020-01-02", ""), action: "kept" }], [])).toBe(
      undefined,
    )
  })
})
