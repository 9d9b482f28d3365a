import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { type CapacityInputs, capitalAtShareOfSharpe, sharpeAtCapital } from "../../kernel/capacity.ts"
import { rates } from "./config.ts"

const figure = (description: string) => Schema.NullOr(Schema.Finite).annotate({ description })

const capacity = Schema.Struct({
  capital: Schema.Finite.annotate({ description: "what the study assumes, USD" }),
  sharpe_without_impact: figure("Sharpe ratio of a year after spread and slippage alone"),
  capital_until_sharpe_halves: figure("USD; null with a reason"),
  curve: Schema.Array(
    Schema.Struct({ capital: Schema.Finite, sharpe: figure("a year, after all costs at that capital") }),
  ),
  reason: Schema.NullOr(Schema.String).annotate({ description: "why there is no such capital" }),
  sentence: Schema.String,
})

export type Capacity = typeof capacity.Type

export const capacityType = Document.of("metrics-capacity", capacity)

/** Beyond all money there is: a Sharpe ratio that stands here is not limited by impact. */
const largestCapital = 1e15

/** A thousand to ten billion, three to a decade. */
const capitals = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
  .flatMap((power) => [power, 2 * power, 5 * power])
  .concat(1e10)

/**
 * How the Sharpe ratio falls as the account grows, since square-root impact grows with √capital, and the capital at which
 * half of it is gone. The book is the study's own: the same weights, traded at another size.
 */
export const MetricsCapacity = Node.define({
  name: "metrics/capacity",
  title: "Sharpe ratio by capital, and the capital at which it has halved",
  config: Schema.Struct({
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
    capital: Schema.Finite.check(Schema.isGreaterThan(0))
      .annotate({ description: "net asset value for which the cost rates were computed, USD" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(1e6))),
  }),
  inputs: { book: Series.type, net: Series.type, rates: Series.type, window: Window.type },
  output: capacityType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: (inputs, config): Capacity => {
    const rows = Window.countedRows(inputs.window, inputs.net)
    const column = (series: Series.Series, name: string) =>
      Series.column(series, name).subarray(rows.from, rows.to)
    const perYear = Math.sqrt(config.periods_per_year)
    const costs: CapacityInputs = {
      g1: column(inputs.book, "g1"),
      g2: column(inputs.book, "g2"),
      rates: {
        spread: column(inputs.rates, "spread"),
        slippage: column(inputs.rates, "slippage"),
        impact: column(inputs.rates, "impact"),
      },
      capital: config.capital,
      riskFree: config.risk_free / config.periods_per_year,
    }
    const known = (sharpe: number): number | null => (Number.isFinite(sharpe) ? sharpe * perYear : null)
    const free = known(sharpeAtCapital(costs, 0))
    const half = capitalAtShareOfSharpe(costs, 0.5, largestCapital)
    const reason = reasonOf(inputs.window, costs, free, half)
    return {
      capital: config.capital,
      sharpe_without_impact: free,
      capital_until_sharpe_halves: reason === null ? half : null,
      curve: capitals.map((capital) => ({ capital, sharpe: known(sharpeAtCapital(costs, capital)) })),
      reason,
      sentence:
        reason === null
          ? `Half of the Sharpe ratio of ${free!.toFixed(2)} is gone at a capital of ${inWords(half)}.`
          : `No capital halves the Sharpe ratio: ${reason}.`,
    }
  },
})

const scales = [
  [1e12, " trillion"],
  [1e9, " billion"],
  [1e6, " million"],
  [1e3, " thousand"],
  [0, ""],
] as const

/** Two digits and the scale: 110 billion. */
function inWords(capital: number): string {
  const rounded = Number(capital.toPrecision(2))
  const [unit, name] = scales.find(([least]) => rounded >= least)!
  return `${Number((rounded / (unit || 1)).toPrecision(2))}${name}`
}

function reasonOf(
  window: Window.Window,
  { rates: { impact } }: CapacityInputs,
  free: number | null,
  half: number,
): string | null {
  if (window.reason !== null) return window.reason
  if (!impact.some((rate) => rate > 0)) return "the study has no impact on prices (costs.impact_coefficient)"
  if (free === null) return "the returns do not vary"
  if (free <= 0) return "it is not above 0 even without impact"
  return half === Infinity ? `it stands at ${largestCapital}` : null
}
