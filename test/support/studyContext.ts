/** What a study is told of the run it is made for, in tests without one. */
export const studyContext = { question: "Does it hold?", configHash: "0".repeat(64), baselines: {} }

/** The value of `experiment/trials` where there is no ledger. */
export const noTrials = {
  output: { question: { count: 0, sharpes: [] }, snapshot: { count: 0, sharpes: [] } },
}
