/** When is decided, on what, and how much of each asset is wanted before caps and leverage. */
import type { Intent, Node, Panel, Series } from "sage"
import { Schedule, StillPricesRecord, Volatility } from "sage/allocation"
import type { MarketFacts } from "sage/data"
import { Eligible, ExposureMapping, Lag } from "sage/execution"
import { strategies } from "../strategies/catalogue.ts"
import { allocate, type Estimation, estimation } from "./allocator.ts"
import { type Config, estimateLag, isAtOpen } from "./config.ts"
import type { Market } from "./market.ts"
import { blend } from "./meta.ts"

export type Decision = ReturnType<typeof decide>

/** When is decided, on what, and how much of each asset is wanted before caps and leverage. */
export function decide(
  config: Config,
  snapshot: MarketFacts,
  market: Market,
  intents: Intents = intentsOf(config, market),
) {
  const window = estimation(config)
  const windows = window === undefined ? {} : { volatility: window }
  const signals = signal(config, snapshot, market, windows, intents)
  return { ...signals, ...allocate(config, snapshot, signals), still: still(signals, window) }
}

/** Who is left out because a price does not move: asked of those that lack nothing else. */
function still({ candidates, returns, lag }: ReturnType<typeof signal>, window: Estimation | undefined) {
  return window === undefined ? undefined : StillPricesRecord({ ...window, lag }, { candidates, returns })
}

/** What is wanted at each decision, of assets for which every estimate is there, by the name of its window. */
export function signal(
  config: Config,
  snapshot: MarketFacts,
  market: Market,
  windows: Readonly<Record<string, Estimation>>,
  intents: Intents = intentsOf(config, market),
) {
  const { allocation, period } = config
  const lag = estimateLag(config)
  const { frequency, day, on_intent_change } = allocation.rebalance
  const returns = market.returns.estimation
  const several = Object.keys(windows).length > 1
  const estimate = (schedule: { readonly schedule?: Node.Source<Series.Series> }, as: string) =>
    Object.fromEntries(
      Object.entries(windows).map(([name, window]): [string, Node.Source<Panel.Panel>] => [
        name,
        Volatility({ ...window, lag }, { returns, ...schedule }, { as: several ? `${as}-${name}` : as }),
      ]),
    )
  const universe = market.universe === undefined ? {} : { universe: market.universe }
  // when the first decision is a matter of who is eligible, the estimates of every session have a say
  const opens = frequency === "once" || period.first_build === "start"
  const schedule = Schedule(
    {
      frequency,
      day,
      on_intent_change,
      first_build: period.first_build,
      calendar: snapshot.calendar,
      ...(period.start === undefined ? {} : { start: period.start }),
    },
    { listing: market.decidable, ...universe, intents, estimates: opens ? estimate({}, "sessions") : {} },
  )
  const estimates = estimate({ schedule }, "decisions")
  const present = { schedule, listing: market.decidable, ...universe, intents }
  const eligible = Eligible({}, { ...present, estimates })
  const candidates = Eligible({}, { ...present, estimates: {} }, { as: "candidates" })
  const exposures = mapExposures(config, intents, eligible)
  const { exposure, unused, estimated } = blend(config, snapshot, market, { schedule, eligible, exposures })
  return {
    eligible,
    candidates,
    exposure,
    returns,
    estimates,
    lag,
    market,
    unused,
    estimated,
    lagged: laggedOf(config),
  }
}

/** Whether what a strategy wants at t comes after the decision of t. */
const isLate = (config: Config, strategy: Config["strategies"][string]): boolean =>
  isAtOpen(config) && strategies.knownOf(strategy) === "close"

const laggedOf = (config: Config): ReadonlyArray<string> =>
  Object.entries(config.strategies).flatMap(([name, strategy]) => (isLate(config, strategy) ? [name] : []))

/** By strategy. */
export type Intents = Readonly<Record<string, Node.Source<Intent.Intent>>>

export const intentsOf = (config: Config, market: Market): Intents =>
  Object.fromEntries(
    Object.entries(config.strategies).map(([name, strategy]) => [
      name,
      intentOf(config, market, name, strategy),
    ]),
  )

/** What a strategy wants, as it is known when the study decides: at the open, an intent of the close is yesterday's. */
function intentOf(
  config: Config,
  { index, listing, open }: Market,
  name: string,
  strategy: Config["strategies"][string],
): Node.Source<Intent.Intent> {
  const intent = strategies.intent(strategy, { index, listing, open }, name)
  return isLate(config, strategy) ? Lag({ sessions: 1 }, { intent }, { as: name }) : intent
}

function mapExposures(
  { strategies: wanted, execution }: Config,
  intents: Intents,
  eligible: Node.Source<Panel.Panel>,
) {
  return Object.fromEntries(
    Object.entries(intents).map(([name, intent]) => [
      name,
      ExposureMapping(
        {
          mapping: execution.exposure,
          kind: strategies.kindOf(wanted[name]!),
          clip: execution.clip,
          gross_exposure_cap: execution.gross_exposure_cap,
        },
        { intent, eligible },
        { as: name },
      ),
    ]),
  )
}
