/** The model test of the engine at full length, with a fresh seed. */
import { expect, it } from "vitest"
import { checkModel } from "../dag/incremental/checkModel.ts"
import { seed, times } from "./effort.ts"

it("after each of 10,000 random steps the result is a clean run's, and only what must run has run", async () => {
  const count = times(10_000)
  const { steps, ...counts } = await checkModel(seed, count)
  console.log(`model test: seed ${seed}`, steps, counts)
  expect(Object.values(steps).reduce((sum, one) => sum + one, 0)).toBe(count)
})
