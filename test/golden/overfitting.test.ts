import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { expect, it } from "vitest"
import { centralMoments } from "../../src/kernel/centralMoments.ts"
import { benjaminiHochberg, benjaminiYekutieli, holm } from "../../src/kernel/multipleTesting.ts"
import { overfitting } from "../../src/kernel/overfitting.ts"
import { sampleDeviation } from "../../src/kernel/sampleDeviation.ts"
import { mean } from "../../src/kernel/mean.ts"
import {
  deflatedSharpe,
  expectedMaximum,
  minimumBacktestYears,
  minimumTrackRecord,
  probabilisticSharpe,
} from "../../src/kernel/sharpeInference.ts"
import { describeGolden, readGolden, tallyOf } from "./support.ts"

const prices = resolve(import.meta.dirname, "../../../shared/data/sp20-prices.csv")

interface Golden {
  readonly published_dsr: {
    readonly cases: ReadonlyArray<{
      N: number
      skew: number
      kurt: number
      sr_daily: number
      T: number
      sr0: number
      dsr: number
      published: number
    }>
  }
  readonly published_mintrl: {
    readonly cases: ReadonlyArray<{ case: string; periods: number; years: number; published_years: number }>
  }
  readonly published_psr: {
    readonly cases: ReadonlyArray<{
      sr: number
      T: number
      skew: number
      kurt: number
      psr0: number
      published: number
    }>
  }
  readonly expected_max_z: Readonly<Record<string, number>>
  readonly min_backtest_length_years: Readonly<Record<string, number>>
  readonly sweep: {
    readonly ticker: string
    readonly start: string
    readonly end: string
    readonly pairs: ReadonlyArray<readonly [number, number]>
    readonly drop_first: number
    readonly T: number
    readonly S: number
    readonly combos: number
    readonly pbo: number
    readonly pbo_strict: number
    readonly logit_head: ReadonlyArray<number>
    readonly logit_mean: number
    readonly degradation_slope: number
    readonly degradation_intercept: number
    readonly prob_oos_loss: number
    readonly sharpe_daily: ReadonlyArray<number>
    readonly best: readonly [number, number]
    readonly skew: number
    readonly kurt: number
    readonly var_sr: number
    readonly sr0: number
    readonly dsr: number
    readonly psr0: number
  }
  readonly multiple_testing: {
    readonly p_two_sided: ReadonlyArray<number>
    readonly holm: ReadonlyArray<number>
    readonly bh: ReadonlyArray<number>
    readonly by: ReadonlyArray<number>
  }
}

/** The cases of the paper: a ratio of 2 against 1 a year, at 95 %, in returns of these periods a year. */
const trackRecords: Readonly<Record<string, { perYear: number; skewness: number; kurtosis: number }>> = {
  "daily normal": { perYear: 252, skewness: 0, kurtosis: 3 },
  "weekly normal": { perYear: 52, skewness: 0, kurtosis: 3 },
  "monthly normal": { perYear: 12, skewness: 0, kurtosis: 3 },
  "monthly skew -0.72 kurt 5.78": { perYear: 12, skewness: -0.72, kurtosis: 5.78 },
}

describeGolden("golden peers/overfitting", ["golden/peers/overfitting.json", "data/sp20-prices.csv"], () => {
  const golden = readGolden<Golden>("peers/overfitting")

  it("reproduces the figures of the literature to their printed digits, and the peers' to 1e-9", () => {
    const tally = tallyOf("peers/overfitting (published)")
    const printed = (ours: number, theirs: number, digits: number, where: string) =>
      tally.same(Number(ours.toFixed(digits)), theirs, where)
    for (const { N, skew, kurt, sr_daily, T, sr0, dsr, published } of golden.published_dsr.cases) {
      const sample = { sharpe: sr_daily, count: T, skewness: skew, kurtosis: kurt }
      const deviation = Math.sqrt(1 / 2 / 250)
      tally.same(deviation * expectedMaximum(N), sr0, `sr0 of ${N}`, 1e-9)
      tally.same(deflatedSharpe(sample, N, deviation), dsr, `dsr of ${N}`, 1e-9)
      printed(deflatedSharpe(sample, N, deviation), published, 4, `published dsr of ${N}`)
    }
    for (const { sr, T, skew, kurt, psr0, published } of golden.published_psr.cases) {
      const ours = probabilisticSharpe({ sharpe: sr, count: T, skewness: skew, kurtosis: kurt }, 0)
      tally.same(ours, psr0, `psr with skew ${skew}`, 1e-9)
      printed(ours, published, 3, `published psr with skew ${skew}`)
    }
    for (const record of golden.published_mintrl.cases) {
      const { perYear, ...moments } = trackRecords[record.case]!
      const perPeriod = (annual: number) => annual / Math.sqrt(perYear)
      const sample = { sharpe: perPeriod(2), count: NaN, ...moments }
      const ours = minimumTrackRecord(sample, perPeriod(1), 0.95)
      tally.same(ours, record.periods, record.case, 1e-9)
      printed(ours / perYear, record.published_years, 2, `published ${record.case}`)
    }
    for (const [trials, z] of Object.entries(golden.expected_max_z)) {
      tally.same(expectedMaximum(Number(trials)), z, `expected maximum of ${trials}`, 1e-9)
    }
    for (const [trials, years] of Object.entries(golden.min_backtest_length_years)) {
      tally.same(minimumBacktestYears(Number(trials), 1), years, `backtest length of ${trials}`, 1e-9)
    }
    tally.finish(0)
  })

  it("agrees on a real sweep of moving averages", () => {
    const { sweep } = golden
    const tally = tallyOf("peers/overfitting (sweep)")
    const returns = sweep.pairs.map(([fast, slow]) => strategy(sweep, fast, slow))
    const ratios = returns.map((series) => mean(series) / sampleDeviation(series))
    ratios.forEach((ratio, i) => tally.same(ratio, sweep.sharpe_daily[i]!, `sharpe of pair ${i}`, 1e-9))
    const found = overfitting(returns, sweep.S)!
    tally.same(found.splits, sweep.combos, "combinations")
    tally.same(found.probability, sweep.pbo, "pbo", 1e-9)
    tally.same(found.probabilityStrict, sweep.pbo_strict, "pbo, strict", 1e-9)
    sweep.logit_head.forEach((logit, i) => tally.same(found.logits[i]!, logit, `logit ${i}`, 1e-9))
    tally.same(mean(found.logits), sweep.logit_mean, "mean logit", 1e-9)
    tally.same(found.slope, sweep.degradation_slope, "slope", 1e-9)
    tally.same(found.intercept, sweep.degradation_intercept, "intercept", 1e-9)
    tally.same(found.lossProbability, sweep.prob_oos_loss, "probability of loss", 1e-9)
    const best = ratios.indexOf(Math.max(...ratios))
    expect(sweep.pairs[best]).toEqual(sweep.best)
    const { second, third, fourth } = centralMoments(returns[best]!)
    const sample = {
      sharpe: ratios[best]!,
      count: returns[best]!.length,
      skewness: third / (second * Math.sqrt(second)),
      kurtosis: fourth / (second * second),
    }
    const deviation = sampleDeviation(Float64Array.from(ratios))
    tally.same(sample.skewness, sweep.skew, "skewness", 1e-9)
    tally.same(sample.kurtosis, sweep.kurt, "kurtosis", 1e-9)
    tally.same(deviation * deviation, sweep.var_sr, "variance of the trials", 1e-9)
    tally.same(deviation * expectedMaximum(ratios.length), sweep.sr0, "best without skill", 1e-9)
    tally.same(deflatedSharpe(sample, ratios.length, deviation), sweep.dsr, "dsr", 1e-9)
    tally.same(probabilisticSharpe(sample, 0), sweep.psr0, "psr", 1e-9)
    tally.exempt("of purgedcv, whose moments are corrected for bias", 3)
    tally.finish(3)
  })

  it("agrees on p-values of several tests", () => {
    const given = golden.multiple_testing
    const tally = tallyOf("peers/overfitting (multiple testing)")
    const pValues = Float64Array.from(given.p_two_sided)
    const compare = (ours: Float64Array, theirs: ReadonlyArray<number>, name: string) =>
      theirs.forEach((p, i) => tally.same(ours[i]!, p, `${name} ${i}`, 1e-9))
    compare(holm(pValues), given.holm, "holm")
    compare(benjaminiHochberg(pValues), given.bh, "bh")
    compare(benjaminiYekutieli(pValues), given.by, "by")
    tally.finish(0)
  })
})

/** Long while the fast average of closes is above the slow one, from the close after next: as the golden file says. */
function strategy(sweep: Golden["sweep"], fast: number, slow: number): Float64Array {
  const [header, ...lines] = readFileSync(prices, "utf8").trim().split("\n")
  const column = header!.split(",").indexOf(sweep.ticker)
  const closes = lines
    .map((line) => line.split(","))
    .filter(([date]) => date! >= sweep.start && date! <= sweep.end)
    .map((cells) => Number(cells[column]))
  const average = (t: number, window: number) =>
    closes.slice(t - window + 1, t + 1).reduce((sum, close) => sum + close, 0) / window
  return Float64Array.from({ length: sweep.T }, (_, row) => {
    const t = sweep.drop_first + row
    return average(t - 2, fast) > average(t - 2, slow) ? closes[t]! / closes[t - 1]! - 1 : 0
  })
}
