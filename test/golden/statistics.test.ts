import { expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import { log } from "../../src/kernel/log.ts"
import { autocorrelations } from "../../src/kernel/statistics/autocorrelations.ts"
import { dickeyFuller } from "../../src/kernel/statistics/dickeyFuller.ts"
import { ewmaDeviation } from "../../src/kernel/statistics/ewmaDeviation.ts"
import { jarqueBera } from "../../src/kernel/statistics/jarqueBera.ts"
import { kolmogorovSmirnov } from "../../src/kernel/statistics/kolmogorovSmirnov.ts"
import { leastSquares } from "../../src/kernel/statistics/leastSquares.ts"
import { ljungBox } from "../../src/kernel/statistics/ljungBox.ts"
import { neweyWestErrors } from "../../src/kernel/statistics/neweyWest.ts"
import { populationStability } from "../../src/kernel/statistics/populationStability.ts"
import { closesOf, describeGolden, readGolden, returnsOf, tallyOf } from "./support.ts"

type Pair = readonly [number, number]

interface Case {
  readonly ticker: string
  readonly start: string
  readonly end: string
  readonly coef: ReadonlyArray<number>
  readonly se: ReadonlyArray<number>
  readonly t: ReadonlyArray<number>
  readonly r2: number
  readonly hac5_se: ReadonlyArray<number>
  readonly hac5_t: ReadonlyArray<number>
  readonly resid_sd: number
  readonly jb: Pair
  readonly ljung_box10: Pair
  readonly adf_returns: readonly [statistic: number, p: number, lags: number, observations: number]
  readonly adf_log_price: readonly [statistic: number, p: number, lags: number, observations: number]
  readonly acf5: ReadonlyArray<number>
  readonly ewma94_vol_last: number
}

const universe = [
  "AAPL",
  "AMD",
  "BAC",
  "BBY",
  "CVX",
  "GE",
  "HD",
  "JNJ",
  "JPM",
  "KO",
  "LLY",
  "MRK",
  "MSFT",
  "PEP",
  "PFE",
  "PG",
  "RRC",
  "UNH",
  "WMT",
  "XOM",
]
const energy = ["CVX", "RRC", "XOM"]

const file = "peers/stats"
const tolerance = 1e-8

/** Returns of a ticker and its two factors: the mean of all, and what the energy shares do beyond it. */
function seriesOf({ ticker, start, end }: Case) {
  // the first return needs the close before it
  const earlier = `${Number(start.slice(0, 4)) - 1}${start.slice(4)}`
  const closes = closesOf({ prices: "sp20-prices.csv", tickers: universe, from: earlier, to: end })
  const first = Calendar.rowOnOrAfter(closes.calendar, parseIsoDate(start)!)
  const returns = returnsOf(closes)
  const column = (name: string): Float64Array => Panel.column(returns, universe.indexOf(name)).slice(first)
  const meanOf = (names: ReadonlyArray<string>): Float64Array => {
    const columns = names.map(column)
    return columns[0]!.map((_, t) => columns.reduce((sum, one) => sum + one[t]!, 0) / names.length)
  }
  const market = meanOf(universe)
  const sector = meanOf(energy.filter((name) => name !== ticker)).map((value, t) => value - market[t]!)
  const price = Panel.column(closes, universe.indexOf(ticker)).slice(first)
  return { returns: column(ticker), columns: [market.map(() => 1), market, sector], logPrice: price.map(log) }
}

describeGolden("statistics", [`golden/${file}.json`, "data/sp20-prices.csv"], () => {
  it("agree with statsmodels and scipy", () => {
    const tally = tallyOf(`${file}.json`)
    const { cases } = readGolden<{ readonly cases: ReadonlyArray<Case> }>(file)
    for (const one of cases) {
      const same = (ours: number, theirs: number, what: string) =>
        tally.same(ours, theirs, `${one.ticker} ${what}`, tolerance)
      const each = (ours: Float64Array, theirs: ReadonlyArray<number>, what: string) =>
        theirs.forEach((value, i) => same(ours[i]!, value, `${what}[${i}]`))
      const { returns, columns, logPrice } = seriesOf(one)
      const fit = leastSquares(columns, returns)!
      const robust = neweyWestErrors(columns, fit, 5)
      each(fit.coefficients, one.coef, "coefficient")
      each(fit.standardErrors, one.se, "standard error")
      each(
        fit.coefficients.map((c, i) => c / fit.standardErrors[i]!),
        one.t,
        "t",
      )
      same(fit.rSquared, one.r2, "R²")
      same(fit.residualDeviation, one.resid_sd, "residual deviation")
      each(robust, one.hac5_se, "Newey–West error")
      each(
        fit.coefficients.map((c, i) => c / robust[i]!),
        one.hac5_t,
        "Newey–West t",
      )
      for (const [test, theirs, what] of [
        [jarqueBera(returns), one.jb, "Jarque–Bera"],
        [ljungBox(returns, 10), one.ljung_box10, "Ljung–Box"],
      ] as const) {
        same(test.statistic, theirs[0], `${what} statistic`)
        same(test.pValue, theirs[1], `${what} p`)
      }
      for (const [values, [statistic, p, lags, observations], what] of [
        [returns, one.adf_returns, "ADF of returns"],
        [logPrice, one.adf_log_price, "ADF of log prices"],
      ] as const) {
        const test = dickeyFuller(values, lags, "constant")!
        same(test.statistic, statistic, what)
        same(test.pValue, p, `${what} p`)
        expect(test.observations).toBe(observations)
      }
      each(autocorrelations(returns, 5), one.acf5, "autocorrelation")
      same(ewmaDeviation(returns, 0.94).at(-1)!, one.ewma94_vol_last, "EWMA")
    }
    tally.finish(0)
  })
})

interface Drift {
  readonly ticker: string
  readonly ref: readonly [string, string]
  readonly cur: readonly [string, string]
  readonly n: readonly [number, number]
  readonly psi: number
  readonly ks: number
}

describeGolden("distances of distributions", ["golden/peers/ml.json", "data/sp20-prices.csv"], () => {
  it("agree with scipy", () => {
    const tally = tallyOf("peers/ml.json")
    const { drift, logistic } = readGolden<{
      readonly drift: ReadonlyArray<Drift>
      readonly logistic: ReadonlyArray<unknown>
    }>("peers/ml")
    for (const { ticker, ref, cur, n, psi, ks } of drift) {
      const within = ([from, to]: readonly [string, string]): Float64Array => {
        const earlier = `${Number(from.slice(0, 4)) - 1}${from.slice(4)}`
        const closes = closesOf({ prices: "sp20-prices.csv", tickers: [ticker], from: earlier, to })
        return returnsOf(closes).values.slice(Calendar.rowOnOrAfter(closes.calendar, parseIsoDate(from)!))
      }
      const [reference, current] = [within(ref), within(cur)]
      expect([reference.length, current.length]).toEqual(n)
      tally.same(populationStability(reference, current, 10), psi, `${ticker} PSI`, 1e-9)
      tally.same(kolmogorovSmirnov(reference, current).statistic, ks, `${ticker} KS`, 1e-9)
      tally.exempt("exact p-values of Kolmogorov–Smirnov, Wasserstein and Jensen–Shannon: not among ours", 5)
    }
    tally.exempt("models and rank correlations: not of this test", logistic.length)
    tally.finish(5 * drift.length + logistic.length)
  })
})
