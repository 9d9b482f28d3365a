/**
 * The demo market: what the generator takes and gives.
 *
 * A synthetic market of eight funds, a volatility index, a late listing and a delisting, made from a seed and from
 * nothing else. The model stands in `docs/demo-market.md`.
 */
import type { Bars } from "../Bars.ts"

/** The planted effects; each can be taken out, so that a test knows what there is to be found. */
export interface DemoSwitches {
  /** five-day reversal and the first autocorrelation (λ, θ) */
  readonly reversal: boolean
  /** slowly moving drift of each asset (d) */
  readonly momentum: boolean
  /** volatility that answers falls more than rises (γ) */
  readonly leverage: boolean
  /** bull, sideways and bear markets; off: one regime */
  readonly regimes: boolean
  /** t-distributed, skewed shocks; off: Gaussian */
  readonly fatTails: boolean
  /** everything with an expected return of its own: risk premia, cash rate, drift of single assets */
  readonly premia: boolean
}

export interface DemoOptions {
  /** 32-bit unsigned integer */
  readonly seed: number
  /** epoch day of the first session wanted; default and earliest 2013-01-02 */
  readonly from?: number
  /** epoch day of the last session wanted; default 2024-12-31. `adjClose` is adjusted backwards from here. */
  readonly to?: number
  /** default all of `demoAssets`; unknown names are ignored */
  readonly tickers?: ReadonlyArray<string>
  /** default all on */
  readonly switches?: Partial<DemoSwitches>
}

export interface DemoListing {
  readonly ticker: string
  /** epoch day of the first bar */
  readonly first: number
  /** epoch day of the session on which a holding goes to cash; null: still listed */
  readonly delisted: number | null
}

export type DemoRegime = "bull" | "side" | "bear"

/** Codes of `DemoTruth.regime`. */
export const demoRegimes: ReadonlyArray<DemoRegime> = ["bull", "side", "bear"]

/** What only the maker knows. Evaluation may read it; features never may. */
export interface DemoTruth {
  /** epoch days, one row each */
  readonly session: Int32Array
  /** index into `demoRegimes` */
  readonly regime: Uint8Array
  /** sorted by code unit; columns of the two matrices */
  readonly tickers: ReadonlyArray<string>
  /** row-major session × ticker: standard deviation of the day's log return given the past; NaN = no bar, or no asset */
  readonly volatilityPerDay: Float64Array
  /** row-major session × ticker: log of the expected gross return of the day given the past and the regime; NaN as above */
  readonly driftPerDay: Float64Array
}

export interface DemoMarket {
  readonly bars: Bars
  readonly truth: DemoTruth
  readonly listing: ReadonlyArray<DemoListing>
  /** as used, defaults filled in: what a manifest records */
  readonly options: Required<Omit<DemoOptions, "switches">> & { readonly switches: DemoSwitches }
}

export interface DemoAsset {
  readonly ticker: string
  readonly name: string
  readonly class: "equity" | "bond" | "commodity" | "cash" | "index"
  readonly sector: string
  /** an index can be read, not held */
  readonly tradable: boolean
  readonly inDefaultUniverse: boolean
}
