/** False discoveries of single studies and of sweeps of fifty cells on null markets: 64 fixed seeds, then fresh ones. */
import { describe, expect, it } from "vitest"
import {
  alarms,
  fewestAlarms,
  mostAlarms,
  overfittingOf,
  pricesOf,
  seeds,
  significanceOf,
} from "../dags/nullMarket.ts"
import { seed, times } from "./effort.ts"

/** @param errors standard errors that the share may be off: seeds drawn afresh are unlucky at times */
function judge(which: ReadonlyArray<number>, errors: number): void {
  const studies: Array<number> = []
  const sweeps: Array<number> = []
  const overfit: Array<number> = []
  for (const one of which) {
    const prices = pricesOf(one)
    studies.push(significanceOf(prices).probability_above_zero!)
    const { best, probability } = overfittingOf(prices)
    sweeps.push(best!.deflated_probability)
    overfit.push(probability!)
  }
  const percent = (count: number) =>
    `${count} of ${which.length} (${((100 * count) / which.length).toFixed(1)} %)`
  const mean = overfit.reduce((sum, share) => sum + share, 0) / overfit.length
  console.log(
    `false discoveries from seed ${which[0]} on: studies ${percent(alarms(studies))}, sweeps ${percent(alarms(sweeps))}, mean probability of overfitting ${mean.toFixed(3)}`,
  )
  expect(alarms(studies)).toBeLessThanOrEqual(mostAlarms(which.length, errors))
  expect(alarms(studies)).toBeGreaterThanOrEqual(fewestAlarms(which.length, errors))
  expect(alarms(sweeps)).toBeLessThanOrEqual(mostAlarms(which.length, errors))
}

describe("on null markets, the share of studies and of best cells of sweeps that pass for skill is 5 % at most", () => {
  it("over the seeds 1 … 64", () => judge(seeds(64), 2), 600_000)

  it("over fresh ones", () => judge(seeds(times(192), 1000 + (seed % 1_000_000)), 4), 1_200_000)
})
