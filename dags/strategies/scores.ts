/** What every strategy of scores can be told: to be one of signals instead. */
import { Field, type Intent, type Node } from "sage"
import { Threshold } from "sage/intent"

export const thresholdField = Field.optional(
  Field.between(0, 1),
  "score beyond which there is a signal; makes signals (−1, 0, +1) of the scores. Left out: scores",
)

interface Thresholded {
  readonly threshold?: number
}

export const kindOf = ({ threshold }: Thresholded): Intent.Kind =>
  threshold === undefined ? "scores" : "signals"

/** The scores themselves, or signals where a threshold is set. */
export const thresholded = (
  { threshold }: Thresholded,
  scores: Node.Source<Intent.Scores>,
  name: string,
): Node.Source<Intent.Signals | Intent.Scores> =>
  threshold === undefined ? scores : Threshold({ threshold }, { scores }, { as: name })
