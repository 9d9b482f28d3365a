/**
 * The constants of the model (docs/demo-market.md). Volatilities and drifts are annual: a variance is squared and
 * divided by 252, a drift divided by 252, where they are used.
 */
import { epochDayOf } from "../../../kernel/civilDate.ts"
import type { DemoSwitches } from "./DemoMarket.ts"

export const sessionsPerYear = 252

/** Sessions simulated before the first that is published. */
export const burnIn = 500
export const firstSession = epochDayOf(2013, 1, 2)
export const lastSession = epochDayOf(2024, 12, 31)
export const splitDay = epochDayOf(2020, 8, 31)
export const lateListing = epochDayOf(2019, 6, 3)
export const goneDelisting = epochDayOf(2020, 6, 15)

export interface Regime {
  /** probabilities of the next regime */
  readonly next: readonly [bull: number, side: number, bear: number]
  readonly marketDrift: number
  readonly marketVolatility: number
  readonly bondVolatility: number
  /** correlation of the bond factor with the market shock */
  readonly bondCorrelation: number
  /** extra drift of government bonds */
  readonly bondDrift: number
  /** factor on the market loading of fragile assets */
  readonly stress: number
}

const regime = (
  next: Regime["next"],
  [marketDrift, marketVolatility, bondVolatility, bondCorrelation, bondDrift, stress]: readonly [
    number,
    number,
    number,
    number,
    number,
    number,
  ],
): Regime => ({ next, marketDrift, marketVolatility, bondVolatility, bondCorrelation, bondDrift, stress })

const threeRegimes: ReadonlyArray<Regime> = [
  regime([0.995, 0.004, 0.001], [0.22, 0.105, 0.125, -0.12, -0.01, 1]),
  regime([0.0095, 0.986, 0.0045], [0.02, 0.155, 0.145, -0.22, 0, 1]),
  regime([0.007, 0.013, 0.98], [-0.42, 0.3, 0.175, -0.38, 0.16, 1.1]),
]

/** Without regimes every session is of the middle kind, with these values. */
const oneRegime: Regime = regime([0, 1, 0], [0.1, 0.15, 0.135, -0.18, 0, 1])

/** What the switches leave of the constants. */
export interface DemoModel {
  readonly switches: DemoSwitches
  readonly regimes: ReadonlyArray<Regime>
  readonly startRegime: number
  /** mean of the regimes' market variances, annual */
  readonly meanMarketVariance: number
  /** GJR: weights of the last squared shock, of the last squared fall, of the last variance */
  readonly alpha: number
  readonly gamma: number
  readonly beta: number
}

export function makeDemoModel(switches: DemoSwitches): DemoModel {
  const base = switches.regimes ? threeRegimes : [oneRegime, oneRegime, oneRegime]
  const regimes = switches.premia ? base : base.map((r) => ({ ...r, marketDrift: 0, bondDrift: 0 }))
  const variances = base.map((r) => r.marketVolatility * r.marketVolatility)
  return {
    switches,
    regimes,
    startRegime: switches.regimes ? 0 : 1,
    meanMarketVariance: (variances[0]! + variances[1]! + variances[2]!) / 3,
    alpha: switches.leverage ? 0.02 : 0.11,
    gamma: switches.leverage ? 0.18 : 0,
    beta: 0.83,
  }
}

export const allSwitches: DemoSwitches = {
  reversal: true,
  momentum: true,
  leverage: true,
  regimes: true,
  fatTails: true,
  premia: true,
}

/** Risk premia and nothing else. */
export const nullMarket: DemoSwitches = {
  reversal: false,
  momentum: false,
  leverage: false,
  regimes: false,
  fatTails: false,
  premia: true,
}

/** No expected return at all. */
export const noEdge: DemoSwitches = { ...nullMarket, premia: false }

// -------------------------------------------------------------------------------------------------------- assets

export interface RiskyAsset {
  readonly ticker: string
  readonly market: number
  readonly bond: number
  readonly ownVolatility: number
  readonly premium: number
  /** share of the variance that falls overnight */
  readonly overnight: number
  readonly overnightDrift: number
  readonly medianVolume: number
  /** annual volatility that counts as middling for volume: the median of the model over 64 seeds */
  readonly medianVolatility: number
  /** reversal of the last five shocks */
  readonly reversal: number
  /** first autocorrelation of shocks */
  readonly bounce: number
  /** GARCH of the own factor: weights of the last squared shock and of the last variance */
  readonly ownGarch: readonly [a: number, b: number]
  /** how much the own factor grows with market volatility, 0 … 1 */
  readonly ownWithMarket: number
  /** loads more on the market in a bear market */
  readonly fragile: boolean
  readonly startPrice: number
  /** dividend yield a year, and months with a payment on their first session */
  readonly dividendYield: number
  readonly dividendMonths: ReadonlyArray<number>
}

const quarterly = [3, 6, 9, 12]
const halfYearly = [6, 12]
const monthly = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

const equity = {
  bounce: -0.02,
  reversal: 0.022,
  ownGarch: [0.08, 0.85],
  ownWithMarket: 0.55,
  fragile: false,
  dividendYield: 0,
  dividendMonths: [],
} as const

export const riskyAssets: ReadonlyArray<RiskyAsset> = [
  {
    ...equity,
    ...{ ticker: "USEQ", market: 1, bond: 0, ownVolatility: 0.022, premium: 0.01, reversal: 0.025 },
    ...{
      overnight: 0.42,
      overnightDrift: 0.01,
      medianVolume: 80e6,
      medianVolatility: 0.115,
      startPrice: 145,
    },
    ...{ dividendYield: 0.018, dividendMonths: quarterly },
  },
  {
    ...equity,
    ...{ ticker: "TECH", market: 1.13, bond: 0.03, ownVolatility: 0.075, premium: 0.04 },
    ...{ overnight: 0.38, overnightDrift: 0.02, medianVolume: 40e6, medianVolatility: 0.14, startPrice: 66 },
    ...{ dividendYield: 0.008, dividendMonths: quarterly },
  },
  {
    ...equity,
    ...{ ticker: "EMEQ", market: 0.95, bond: 0.02, ownVolatility: 0.125, premium: -0.05, fragile: true },
    ...{ overnight: 0.64, overnightDrift: 0.01, medianVolume: 45e6, medianVolatility: 0.144, startPrice: 44 },
    ...{ dividendYield: 0.021, dividendMonths: halfYearly },
  },
  {
    ...equity,
    ...{ ticker: "REIT", market: 0.85, bond: 0.28, ownVolatility: 0.115, premium: -0.005, fragile: true },
    ...{ overnight: 0.27, overnightDrift: 0.03, medianVolume: 4e6, medianVolatility: 0.132, startPrice: 68 },
    ...{ dividendYield: 0.04, dividendMonths: quarterly },
  },
  {
    ...equity,
    ...{ ticker: "LTGB", market: 0, bond: 1, ownVolatility: 0.03, premium: 0.022, reversal: 0.02 },
    ...{
      overnight: 0.5,
      overnightDrift: -0.02,
      medianVolume: 11e6,
      medianVolatility: 0.125,
      startPrice: 120,
    },
    ...{ ownWithMarket: 0.15, dividendYield: 0.027, dividendMonths: monthly },
  },
  {
    ...equity,
    ...{ ticker: "CRED", market: 0.36, bond: 0.1, ownVolatility: 0.048, premium: 0.005, fragile: true },
    ...{ overnight: 0.45, overnightDrift: 0.01, medianVolume: 9e6, medianVolatility: 0.055, startPrice: 94 },
    ...{ bounce: 0.02, reversal: -0.01, dividendYield: 0.053, dividendMonths: monthly },
  },
  {
    ...equity,
    ...{ ticker: "GOLD", market: 0.06, bond: 0.28, ownVolatility: 0.145, premium: 0.055, reversal: 0.006 },
    ...{ overnight: 0.56, overnightDrift: 0.04, medianVolume: 8e6, medianVolatility: 0.127, startPrice: 130 },
    ...{ ownGarch: [0.05, 0.935], ownWithMarket: 0.15 },
  },
  {
    ...equity,
    ...{ ticker: "LATE", market: 1.5, bond: 0.03, ownVolatility: 0.35, premium: 0.04 },
    ...{ overnight: 0.38, overnightDrift: 0.02, medianVolume: 6e6, medianVolatility: 0.318, startPrice: 40 },
  },
  {
    ...equity,
    ...{ ticker: "GONE", market: 1.1, bond: 0, ownVolatility: 0.28, premium: 0 },
    ...{ overnight: 0.38, overnightDrift: 0.02, medianVolume: 3e6, medianVolatility: 0.243, startPrice: 60 },
  },
]

/** Drift a year that GONE gets in its last sessions, and how many these are. */
export const goneDecline = { perYear: -0.9, sessions: 250 }

/** Sessions of GONE without a bar, and with one but without a trade: counted back from its last bar (0). */
export const goneHalted: ReadonlyArray<number> = [14, 13]
export const goneUntraded: ReadonlyArray<number> = [8, 5, 2]

export const bills = {
  ticker: "TBIL",
  noise: 0.00013,
  overnight: 0.5,
  medianVolume: 1.2e6,
  startPrice: 91,
  dividendMonths: monthly,
}
