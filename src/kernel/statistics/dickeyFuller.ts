import { normalDistribution } from "../normalDistribution.ts"
import { leastSquares } from "./leastSquares.ts"

/** What the series may have beside a unit root: nothing, a constant, or a constant and a straight line. */
export type Trend = "none" | "constant" | "linear"

export interface UnitRootTest {
  /** t-ratio of the coefficient of the level: the more negative, the less like a random walk */
  readonly statistic: number
  /** of a ratio this low where the series has a unit root */
  readonly pValue: number
  /** differences behind the regression */
  readonly observations: number
}

/**
 * Augmented Dickey–Fuller test: has a series a unit root? Δx_t is regressed on x_{t−1}, on the `lags` differences before it and on the
 * trend; the statistic is the t-ratio of x_{t−1}.
 *
 * @param values shape (n), no NaN
 * @param lags differences that take up dependence; ≥ 0. More cost power, fewer leave dependence that spoils the size.
 * @returns undefined where there are too few values, or ones that do not vary. Total: never throws.
 * Sources: D. Dickey, W. Fuller (1979), Journal of the American Statistical Association 74(366); S. Said, D. Dickey (1984), Biometrika 71(3);
 * p-values by the response surfaces of J. MacKinnon (1994), Journal of Business & Economic Statistics 12(2), tables 3 and 4, for large samples.
 */
export function dickeyFuller(values: Float64Array, lags: number, trend: Trend): UnitRootTest | undefined {
  const observations = values.length - 1 - lags
  if (observations < 1) return undefined
  const part = (from: number): Float64Array => values.slice(from, from + observations)
  const difference = (lag: number): Float64Array => {
    const [now, before] = [part(lags + 1 - lag), part(lags - lag)]
    return now.map((value, t) => value - before[t]!)
  }
  const level = part(lags)
  const columns = [
    level,
    ...Array.from({ length: lags }, (_, i) => difference(i + 1)),
    ...(trend === "none" ? [] : [level.map(() => 1)]),
    ...(trend === "linear" ? [level.map((_, t) => t + 1)] : []),
  ]
  const fit = leastSquares(columns, difference(0))
  if (fit === undefined || !(fit.residualDeviation > 0)) return undefined
  const statistic = fit.coefficients[0]! / fit.standardErrors[0]!
  return { statistic, pValue: pValueOf(statistic, trend), observations }
}

/** Φ of a polynomial in the statistic: one for low and one for high values, as far as they hold. */
interface Surface {
  readonly lowest: number
  readonly between: number
  readonly highest: number
  readonly low: ReadonlyArray<number>
  readonly high: ReadonlyArray<number>
}

const surfaces: Readonly<Record<Trend, Surface>> = {
  none: {
    lowest: -19.04,
    between: -1.04,
    highest: Infinity,
    low: [0.6344, 1.2378, 0.032496],
    high: [0.4797, 0.93557, -0.06999, 0.033066],
  },
  constant: {
    lowest: -18.83,
    between: -1.61,
    highest: 2.74,
    low: [2.1659, 1.4412, 0.038269],
    high: [1.7339, 0.93202, -0.12745, -0.010368],
  },
  linear: {
    lowest: -16.18,
    between: -2.89,
    highest: 0.7,
    low: [3.2512, 1.6047, 0.049588],
    high: [2.5261, 0.61654, -0.37956, -0.060285],
  },
}

function pValueOf(statistic: number, trend: Trend): number {
  const { lowest, between, highest, low, high } = surfaces[trend]
  if (statistic > highest) return 1
  if (statistic < lowest) return 0
  const coefficients = statistic <= between ? low : high
  return normalDistribution(coefficients.reduceRight((value, c) => value * statistic + c, 0))
}
