import fc from "fast-check"
import { describe, expect, it } from "vitest"
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
    })
    expect(reasons).toEqual({ information_ratio: "the difference to the benchmark does not vary" })
  })

  it("leaves out sessions on which the benchmark has no return, and says how many are left", () => {
    const known = [0.01, -0.02, 0.03, 0.005].map((x) => [x, x / 2] as const)
    const { n, figures } = relativeOf([[0.5, NaN], ...known])
    expect(n).toBe(4)
    expect(figures).toEqual(relativeOf(known).figures)
  })

  it("has a reason for each figure that is none: a benchmark that stands still", () => {
    const { figures, reasons } = relativeOf([
      [0.01, 0],
      [0.02, 0],
      [-0.01, 0],
    ])
    const undefinedOnes = Object.keys(figures).filter((name) => figures[name] === null)
    expect(undefinedOnes).toEqual(["alpha", "beta", "correlation", "up_capture", "down_capture"])
    expect(Object.keys(reasons)).toEqual(undefinedOnes)
  })
})
