import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import type { Definition } from "../../src/dag/Node.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { Caps } from "../../src/pipeline/allocation/caps.ts"
import { EqualWeight } from "../../src/pipeline/allocation/equalWeight.ts"
import { InverseVol } from "../../src/pipeline/allocation/inverseVol.ts"
import { Volatility } from "../../src/pipeline/allocation/volatility.ts"
import { runNode } from "../laws/panelLaws.ts"
import { closesOf, describeGolden, type PriceInput, readGolden, returnsOf, tallyOf } from "./support.ts"

interface Allocators {
  readonly input: PriceInput
  readonly inverse_vol: ReadonlyArray<{
    readonly params: { readonly lookback: number; readonly max_weight?: number }
    readonly weights: Readonly<Record<string, ReadonlyArray<number | null>>>
  }>
  readonly equal_weight: { readonly first_row: ReadonlyArray<number>; readonly all_rows_equal: boolean }
}

const decode = (node: Definition, config: unknown): unknown =>
  Schema.decodeUnknownSync(node.spec.config)(config)

const run = (node: Definition, config: unknown, inputs: Parameters<typeof runNode>[0]["inputs"]) =>
  runNode({ node, config: decode(node, config), inputs }).panels

/** Weights decided on every row. */
function inverseVolatility(
  returns: Panel.Panel,
  lookback: number,
  maxWeight: number | undefined,
): Panel.Panel {
  const volatility = run(Volatility, { lookback }, { returns, schedule: undefined })["output"]!
  const eligible = Panel.like(
    volatility,
    volatility.values.map((sigma) => (Number.isNaN(sigma) ? 0 : 1)),
  )
  const base = run(InverseVol, {}, { eligible, exposure: eligible, volatility })["output"]!
  if (maxWeight === undefined) return base
  return run(Caps, { max_weight_per_asset: maxWeight, max_scale: 1e6 }, { weights: base })["weights"]!
}

describeGolden(
  "allocators of the original",
  ["data/sp20-prices.csv", "golden/original/allocators.json"],
  () => {
    const { input, inverse_vol, equal_weight } = readGolden<Allocators>("original/allocators")
    const returns = returnsOf(closesOf(input))

    it("inverse volatility and equal weight: every weight, one row earlier (the original lags by a row)", () => {
      const tally = tallyOf("original/allocators")
      for (const { params, weights } of inverse_vol) {
        const ours = inverseVolatility(returns, params.lookback, params.max_weight)
        for (const [ticker, theirs] of Object.entries(weights)) {
          const column = Panel.column(ours, ours.assets.indexOf(ticker))
          theirs.forEach((weight, t) => {
            if (t === params.lookback)
              tally.exempt("window that holds the original's made-up first return, Q12")
            else if (weight === null) tally.same(column[t - 1] ?? 0, 0, `${ticker} row ${t}`)
            else tally.same(column[t - 1]!, weight, `${ticker} row ${t}`, 1e-9)
          })
        }
      }
      const everywhere = Panel.like(returns, new Float64Array(returns.values.length).fill(1))
      const equal = run(EqualWeight, {}, { eligible: everywhere, exposure: everywhere })["output"]!
      expect(equal_weight.all_rows_equal).toBe(true)
      equal.values.forEach((weight, at) => {
        tally.same(weight, equal_weight.first_row[at % returns.assets.length]!, `equal weight ${at}`, 1e-12)
      })
      tally.finish(12)
    })
  },
)
