/** Many more studies than test/dags/study.test.ts has time for. */
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { oneStudy, studies } from "../dags/studies.ts"
import { seed, times } from "./effort.ts"

it("studies agree with the oracle on any market and config", () => {
  const agrees = fc.property(studies, (given) => {
    expect(oneStudy(given).comparison.wrong).toEqual([])
  })
  fc.assert(agrees, { seed, numRuns: times(20_000) })
})
