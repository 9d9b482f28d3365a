import type { RowRange } from "./RowRange.ts"

export interface WalkForward {
  /** `expanding`: training starts with the first row and grows; `rolling`: it keeps its length */
  readonly window: "expanding" | "rolling"
  /** rows of the first (expanding) or of every (rolling) training window; ≥ 1 */
  readonly train: number
  /** rows of a test window; ≥ 1 */
  readonly test: number
  /** rows left out between training and test; ≥ 0 */
  readonly gap: number
  /** whether a last window of fewer than `test` rows counts */
  readonly partial: boolean
}

export interface TrainTest {
  readonly train: RowRange
  readonly test: RowRange
}

/**
 * Test windows that follow each other without a hole, each with the training rows before it.
 *
 * @param count rows there are
 * @returns in order; none where the rows do not suffice. Total: never throws.
 * Source: R. Pardo, The Evaluation and Optimization of Trading Strategies (2008), ch. 11.
 */
export function walkForwardWindows(
  count: number,
  { window, train, test, gap, partial }: WalkForward,
): ReadonlyArray<TrainTest> {
  const windows: Array<TrainTest> = []
  for (let from = train + gap; from < count; from += test) {
    const to = Math.min(count, from + test)
    if (to < from + test && !partial) break
    const end = from - gap
    windows.push({ train: { from: window === "rolling" ? end - train : 0, to: end }, test: { from, to } })
  }
  return windows
}
