import { describe, expect, it } from "vitest"
import type { SweepCell } from "../../src/experiment/sweep/runSweep.ts"
import { spanLines } from "../../src/report/sweepTable.ts"

const cell = (metrics: unknown): SweepCell => ({
  values: {},
  status: "done",
  metrics,
  runKey: "",
  runId: "",
  failures: [],
})
const from = (first_fill: string | null, last = "2021-12-31") =>
  cell({ net: {}, book: {}, window: { first_fill, last } })

describe("the sessions of a sweep's cells", () => {
  it("are not spoken of where all cells have the same", () => {
    expect(spanLines([from("2006-02-01"), from("2006-02-01")])).toEqual([])
  })

  it("are told where they differ, since the figures are then not of one history", () => {
    expect(spanLines([from("2006-02-01"), from("2005-10-03"), from(null), cell(undefined)])).toEqual([
      "Cells begin on 2005-10-03 … 2006-02-01: each figure above is of the cell's own sessions.",
    ])
  })

  it("are not known of other graphs", () => {
    expect(spanLines([cell({ pi: 3 }), cell({ pi: 4 })])).toEqual([])
  })
})
