/** Weights over strategies: given, or by the volatility of what each strategy earns on its own. */
import type { Exposure, Node, Panel, Series } from "sage"
import { Combine, EqualWeight, MetaWeights } from "sage/allocation"
import type { MarketFacts } from "sage/data"
import { Blend, UnusedWeight } from "sage/execution"
import { strategies } from "../strategies/catalogue.ts"
import { type Config, estimateLag } from "./config.ts"
import { combining, fill } from "./fill.ts"
import type { Market } from "./market.ts"

type Exposures = Readonly<Record<string, Node.Source<Exposure.Exposure>>>

/** Sources that a decision is made of. */
interface Decided {
  readonly schedule: Node.Source<Series.Series>
  readonly eligible: Node.Source<Panel.Panel>
  /** of each strategy, by name */
  readonly exposures: Exposures
}

/** One exposure out of those of all strategies, with its record: the weights, their estimates, what stays unused. */
export function blend(config: Config, snapshot: MarketFacts, market: Market, decided: Decided) {
  const { eligible, exposures } = decided
  const estimated =
    config.meta.type === "risk_parity" && Object.keys(exposures).length > 1
      ? riskParity(config, snapshot, market, decided)
      : undefined
  const weighed = estimated === undefined ? { weights: fixedWeights(config) } : {}
  const meta = estimated === undefined ? {} : { meta: estimated.weights }
  return {
    exposure: Blend({ ...weighed, ...constraints(config) }, { exposures, ...meta }),
    // a strategy on its own is asked for what it has an opinion on alone
    unused:
      Object.keys(exposures).length > 1 ? UnusedWeight(weighed, { eligible, exposures, ...meta }) : undefined,
    estimated,
  }
}

function fixedWeights({ strategies: wanted, meta }: Config): Readonly<Record<string, number>> {
  const names = Object.keys(wanted)
  return meta.weights ?? Object.fromEntries(names.map((name) => [name, 1 / names.length]))
}

/** Constraints act on the blend. */
const constraints = ({ execution }: Config) => ({
  long_only: execution.long_only,
  ...(execution.per_asset_cap === undefined ? {} : { per_asset_cap: execution.per_asset_cap }),
})

/** Inverse volatility of each strategy's own book: what its signal would earn in equal parts, alone, on the same dates. */
function riskParity(config: Config, snapshot: MarketFacts, market: Market, decided: Decided) {
  const { schedule, eligible, exposures } = decided
  const books = Object.fromEntries(
    Object.entries(exposures).map(([name, mapped]) => {
      const as = `alone-${name}`
      const exposure = Blend(
        { weights: { [name]: 1 }, ...constraints(config) },
        { exposures: { [name]: mapped } },
        { as },
      )
      const base = EqualWeight({ allocate_over: "universe" }, { eligible, exposure }, { as })
      const how = combining(config, [strategies.kindOf(config.strategies[name]!)])
      return [name, fill(config, snapshot, market, Combine(how, { base, exposure }, { as }), as).book]
    }),
  )
  const { lookback, min_weight, max_weight } = config.meta
  return MetaWeights({ lookback, min_weight, max_weight, lag: estimateLag(config) }, { schedule, books })
}
