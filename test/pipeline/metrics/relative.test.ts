import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { normalDistribution } from "../../../src/kernel/normalDistribution.ts"
import * as Series from "../../../src/domain/Series.ts"
import { MetricsRelative, type Relative } from "../../../src/pipeline/metrics/relative.ts"
import { relativeCatalogue } from "../../../src/pipeline/metrics/relative/relativeCatalogue.ts"
import { runNode, studyOf } from "./fixtures.ts"

const config = { benchmark: "them", risk_free: 0.02, periods_per_year: 252 }
const value = fc.integer({ min: -1000, max: 1000 }).map((bps) => bps / 1e4)
const pairs = fc.array(fc.tuple(value, value), { minLength: 3, maxLength: 80 })

const relativeOf = (list: ReadonlyArray<readonly [number, number]>, given = config): Relative => {
  const { net, window } = studyOf(list.map(([own]) => own))
  const theirs = Float64Array.of(0, ...list.map(([, theirs]) => theirs))
  return runNode<Relative>(
    MetricsRelative,
    { net, window, benchmark: Series.make(net.calendar, { net: theirs }) },
    given,
  )
}

const average = (list: ReadonlyArray<number>) => list.reduce((sum, x) => sum + x, 0) / list.length
const co = (x: ReadonlyArray<number>, y: ReadonlyArray<number>) =>
  average(x.map((a, t) => (a - average(x)) * (y[t]! - average(y))))
const growth = (list: ReadonlyArray<number>) => list.reduce((level, x) => level * (1 + x), 1)
const annual = (list: ReadonlyArray<number>) => growth(list) ** (252 / list.length) - 1

const excess = (list: ReadonlyArray<number>) => list.map((x) => x - 0.02 / 252)
const ratio = (list: ReadonlyArray<number>) =>
  (average(excess(list)) / Math.sqrt(co(list, list))) * Math.sqrt(252)

/** The standard error as in the paper: √(∇'Ψ∇ / n), Ψ the kernel estimate of the moments' long-run covariance matrix. */
function ledoitWolf(r: ReadonlyArray<number>, b: ReadonlyArray<number>): number {
  const [x, y] = [excess(r), excess(b)]
  const moments = [x, y, x.map((v) => v * v), y.map((v) => v * v)].map((list) =>
    list.map((v) => v - average(list)),
  )
  const n = x.length
  const gamma = (i: number, k: number, lag: number) =>
    moments[i]!.slice(lag).reduce((sum, v, t) => sum + v * moments[k]![t]!, 0) / n
  const width = bandwidth(moments)
  const psi = (i: number, k: number) => {
    let sum = gamma(i, k, 0)
    for (let lag = 1; lag < n && lag <= width; lag++) {
      const z = lag / width
      const weight = z <= 0.5 ? 1 - 6 * z ** 2 + 6 * z ** 3 : 2 * (1 - z) ** 3
      sum += weight * (gamma(i, k, lag) + gamma(k, i, lag))
    }
    return (sum * n) / (n - 4)
  }
  const slope = (list: ReadonlyArray<number>) => {
    const [first, second] = [average(list), average(list.map((v) => v * v))]
    const cubed = (second - first ** 2) ** 1.5
    return [second / cubed, -first / (2 * cubed)] as const
  }
  const [[s1, t1], [s2, t2]] = [slope(x), slope(y)]
  const gradient = [s1, -s2, t1, -t2]
  const form = gradient.flatMap((g, i) => gradient.map((h, k) => g * h * psi(i, k)))
  return (
    Math.sqrt(
      Math.max(
        0,
        form.reduce((sum, v) => sum + v, 0),
      ) / n,
    ) * Math.sqrt(252)
  )
}

/** Andrews' bandwidth for the Parzen kernel, from first-order autoregressions. */
function bandwidth(moments: ReadonlyArray<ReadonlyArray<number>>): number {
  const fits = moments.map((list) => {
    const before = list.slice(0, -1)
    const slope =
      before.reduce((sum, v, t) => sum + v * list[t + 1]!, 0) / before.reduce((sum, v) => sum + v * v, 0)
    const rho = Math.min(0.97, Math.max(-0.97, slope))
    const left = before.reduce((sum, v, t) => sum + (list[t + 1]! - rho * v) ** 2, 0) / before.length
    return { rho, left }
  })
  const top = fits.reduce((sum, { rho, left }) => sum + (4 * rho ** 2 * left ** 2) / (1 - rho) ** 8, 0)
  const bottom = fits.reduce((sum, { rho, left }) => sum + left ** 2 / (1 - rho) ** 4, 0)
  return 2.6614 * ((top / bottom) * moments[0]!.length) ** 0.2
}

/** Every figure again, from its definition. */
const oracle: Readonly<Record<string, (r: ReadonlyArray<number>, b: ReadonlyArray<number>) => number>> = {
  beta: (r, b) => co(r, b) / co(b, b),
  alpha: (r, b) => {
    const free = 0.02 / 252
    return (average(r) - free - (co(r, b) / co(b, b)) * (average(b) - free)) * 252
  },
  correlation: (r, b) => co(r, b) / Math.sqrt(co(r, r) * co(b, b)),
  tracking_error: (r, b) => {
    const active = r.map((x, t) => x - b[t]!)
    return Math.sqrt((co(active, active) * r.length) / (r.length - 1)) * Math.sqrt(252)
  },
  information_ratio: (r, b) => {
    const active = r.map((x, t) => x - b[t]!)
    return (average(active) / Math.sqrt((co(active, active) * r.length) / (r.length - 1))) * Math.sqrt(252)
  },
  up_capture: (r, b) => annual(r.filter((_, t) => b[t]! > 0)) / annual(b.filter((x) => x > 0)),
  sharpe_difference: (r, b) => ratio(r) - ratio(b),
  sharpe_difference_error: (r, b) => ledoitWolf(r, b),
  sharpe_difference_p_value: (r, b) =>
    2 * normalDistribution(-Math.abs((ratio(r) - ratio(b)) / ledoitWolf(r, b))),
  down_capture: (r, b) => annual(r.filter((_, t) => b[t]! < 0)) / annual(b.filter((x) => x < 0)),
}

describe("metrics/relative", () => {
  it.each(relativeCatalogue.map(({ name }) => name))("%s agrees with its definition", (name) => {
    let compared = 0
    fc.assert(
      fc.property(pairs, (list) => {
        const ours = relativeOf(list).figures[name]
        if (ours === null || ours === undefined) return
        const theirs = oracle[name]!(
          list.map(([own]) => own),
          list.map(([, other]) => other),
        )
        compared++
        expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-8 * Math.max(1, Math.abs(theirs)))
      }),
      { seed: 51, numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(100)
  })

  it("says of a study against itself: beta and captures 1, no alpha, nothing to divide by", () => {
    const list = [0.01, -0.02, 0.03, 0.005, -0.001].map((x) => [x, x] as const)
    const { figures, reasons, n } = relativeOf(list)
    expect(n).toBe(5)
    expect(figures).toMatchObject({
      beta: 1,
      alpha: expect.closeTo(0, 12),
      correlation: 1,
      tracking_error: 0,
      information_ratio: null,
      up_capture: 1,
      down_capture: 1,
      sharpe_difference: 0,
      sharpe_difference_p_value: null,
    })
    expect(reasons).toEqual({
      information_ratio: "the difference to the benchmark does not vary",
      sharpe_difference_p_value: "one of the two does not vary, or they are the same",
    })
  })

  it("leaves out sessions on which the benchmark has no return, and says how many are left", () => {
    const known = [0.01, -0.02, 0.03, 0.005].map((x) => [x, x / 2] as const)
    const { n, figures } = relativeOf([[0.5, NaN], ...known])
    expect(n).toBe(4)
    expect(figures).toEqual(relativeOf(known).figures)
  })

  it("has a reason for each figure that is none: a benchmark that stands still", () => {
    const { figures, reasons } = relativeOf([0.01, 0.02, -0.01, 0.03, 0.01].map((own) => [own, 0] as const))
    const undefinedOnes = Object.keys(figures).filter((name) => figures[name] === null)
    expect(undefinedOnes).toEqual([
      ...["alpha", "beta", "correlation", "up_capture", "down_capture"],
      ...["sharpe_difference", "sharpe_difference_error", "sharpe_difference_p_value"],
    ])
    expect(Object.keys(reasons)).toEqual(undefinedOnes)
  })
})
