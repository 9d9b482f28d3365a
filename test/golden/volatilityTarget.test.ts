import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import * as Panel from "../../src/domain/Panel.ts"
import * as Series from "../../src/domain/Series.ts"
import { VolatilityTarget } from "../../src/pipeline/allocation/volatilityTarget.ts"
import { runNode } from "../laws/panelLaws.ts"
import { closesOf, describeGolden, type PriceInput, readGolden, tallyOf } from "./support.ts"

interface VolTargeting {
  readonly input: PriceInput
  readonly portfolio_returns: ReadonlyArray<number | null>
  readonly rolling_vol_annualised_60: ReadonlyArray<number | null>
  readonly cases: ReadonlyArray<{
    readonly params: {
      readonly target_vol?: number
      readonly lookback?: number
      readonly min_leverage?: number
      readonly max_leverage?: number
    }
    readonly leverage: ReadonlyArray<number | null>
  }>
}

const needed = ["data/sp20-prices.csv", "golden/original/vol-targeting.json"]

describeGolden("volatility target of the original", needed, () => {
  it("gives its volatility and its leverage, one row earlier (the original lags by a row)", () => {
    const file = readGolden<VolTargeting>("original/vol-targeting")
    const tally = tallyOf("original/vol-targeting")
    const { calendar } = closesOf(file.input)
    const gross = Float64Array.from(file.portfolio_returns, (value) => value ?? NaN)
    const first = gross.findIndex((value) => !Number.isNaN(value))
    // returns count from the session after the first fill
    const filled = gross.map((_, t) => (t === first - 1 ? 1 : 0))
    const book = Series.make(calendar, { gross, filled })
    const weights = Panel.filled(calendar, ["A"], 1)
    for (const { params, leverage } of file.cases) {
      const { lookback, ...bounds } = { target_vol: 0.1, lookback: 60, ...params }
      const config = Schema.decodeUnknownSync(VolatilityTarget.spec.config)({
        ...bounds,
        vol_lookback: lookback,
      })
      const { panels } = runNode({ node: VolatilityTarget, config, inputs: { weights, book } })
      const ours = Series.column(panels["leverage"]!, "leverage")
      leverage.forEach((theirs, t) => {
        tally.same(t === 0 ? 1 : ours[t - 1]!, theirs, `leverage ${lookback} row ${t}`, 1e-9)
      })
      if (lookback !== 60) continue
      const volatility = Series.column(panels["leverage"]!, "volatility")
      file.rolling_vol_annualised_60.forEach((theirs, t) => {
        tally.same(volatility[t]!, theirs, `volatility row ${t}`, 1e-9)
      })
    }
    expect(file.cases).toHaveLength(3)
    tally.finish(0)
  })
})
