import { describe, expect, it } from "vitest"
import { certaintyLines } from "../../src/report/text/certainty.ts"

const significance = {
  n: 2747,
  sharpe: 1.4232,
  standard_error: 0.306,
  probability_above_zero: 0.99999,
  confidence: 0.95,
  minimum_track_record_sessions: 353.2,
  reasons: {},
}
const bootstrap = {
  samples: 1000,
  mean_block_sessions: 14,
  confidence: 0.95,
  low: 0.7,
  high: 2.15,
  share_above_zero: 1,
  reason: null,
}
const none = { significance: undefined, bootstrap: undefined, deflation: undefined, relative: undefined }
const alone = { trials: 1, deviation: 0, sharpe_without_skill: 0, probability: 0.99, reason: null }

describe("the certainty of a run in words", () => {
  it("is one sentence a question", () => {
    const relative = {
      benchmark: "equal weight",
      n: 2747,
      figures: { alpha: 0.027, beta: 0.2, tracking_error: 0.0738, information_ratio: null },
      reasons: { information_ratio: "why" },
    }
    const many = { ...alone, trials: 12, sharpe_without_skill: 0.4, probability: 0.9712 }
    const deflation = { question: many, snapshot: alone }
    expect(certaintyLines({ significance, bootstrap, deflation, relative })).toEqual([
      "Sharpe ratio 1.42 ± 0.31 (standard error), 95 % of resampled histories between 0.70 and 2.15; above 0 with more than 99.9 % if this were the only study ever made. A ratio this high needs 354 sessions to be above 0 with 95 %; there are 2747.",
      "Deflated Sharpe ratio: the ledger has 12 trials of this question, the best of which would show 0.40 without skill; this one is above that with 97.1 %. It has 1 trial on this snapshot, this one.",
      "Against equal weight: alpha 2.70 % a year, beta 0.20, tracking error 7.38 % a year, information ratio undefined.",
    ])
  })

  it("tells how often chance shows as much", () => {
    const floor = {
      draws: 199,
      mean: 0.01,
      deviation: 0.3,
      median: 0.02,
      quantile_95: 0.487,
      highest: 0.9,
      rank: 3,
      p_value: 0.015,
      reason: null,
    }
    const sheet = { sharpe: 0.8, draws: [], floors: [{ ...floor, kind: "signs" as const }] }
    expect(certaintyLines({ ...none, noise_floor: sheet })).toEqual([
      "Noise floor: its holdings show a Sharpe ratio of 0.80 or more in 2 of 199 draws with the signs of its sessions drawn (a market without drift or trend), p = 1.5 %, 95 % of them below 0.49.",
    ])
    const undefinedFloor = {
      ...floor,
      kind: "rotation" as const,
      rank: null,
      p_value: null,
      reason: "it was ruined",
    }
    expect(certaintyLines({ ...none, noise_floor: { ...sheet, floors: [undefinedFloor] } })).toEqual([
      "Noise floor: nothing can be said, it was ruined.",
    ])
    expect(certaintyLines({ ...none, noise_floor: null })).toEqual([])
  })

  it("is silent about what a graph has not, and gives the reason of what is undefined", () => {
    expect(certaintyLines(none)).toEqual([])
    const unknown = { ...significance, sharpe: null, reasons: { sharpe: "the returns do not vary" } }
    expect(certaintyLines({ ...none, significance: unknown })).toEqual([
      "Nothing can be said of the Sharpe ratio: the returns do not vary.",
    ])
  })
})
