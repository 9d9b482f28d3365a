/** How sure one may be of the Sharpe ratio, and what is left of it beside equal weight, in lines of words. */
import type { Bootstrap } from "../../pipeline/metrics/bootstrap.ts"
import type { Deflation } from "../../pipeline/metrics/deflation.ts"
import type { NoiseFloor } from "../../pipeline/metrics/noiseFloor.ts"
import type { Relative } from "../../pipeline/metrics/relative.ts"
import type { Significance } from "../../pipeline/metrics/significance.ts"
import { noiseFloorLines } from "./noiseFloor.ts"
import { probabilityText } from "./probability.ts"

export interface Certainty {
  readonly significance: Significance | undefined
  readonly bootstrap: Bootstrap | undefined
  readonly deflation: Deflation | undefined
  readonly relative: Relative | undefined
  /** null where the study does not ask for it */
  readonly noise_floor?: NoiseFloor | null | undefined
}

export const certaintyLines = ({
  significance,
  bootstrap,
  deflation,
  relative,
  noise_floor,
}: Certainty): ReadonlyArray<string> => [
  ...(significance === undefined ? [] : [significanceLine(significance, bootstrap)]),
  ...(deflation === undefined ? [] : [deflationLine(deflation)]),
  ...(noise_floor === undefined || noise_floor === null ? [] : noiseFloorLines(noise_floor)),
  ...(relative === undefined ? [] : [relativeLine(relative)]),
]

function significanceLine(
  {
    sharpe,
    standard_error,
    probability_above_zero,
    n,
    minimum_track_record_sessions: needed,
    confidence,
    reasons,
  }: Significance,
  bootstrap: Bootstrap | undefined,
): string {
  if (sharpe === null || standard_error === null || probability_above_zero === null) {
    return `Nothing can be said of the Sharpe ratio: ${reasons["sharpe"] ?? "it is undefined"}.`
  }
  const interval =
    bootstrap === undefined || bootstrap.low === null || bootstrap.high === null
      ? ""
      : `, ${percent(bootstrap.confidence)} of resampled histories between ${bootstrap.low.toFixed(2)} and ${bootstrap.high.toFixed(2)}`
  const history =
    needed === null
      ? ""
      : ` A ratio this high needs ${Math.ceil(needed)} sessions to be above 0 with ${percent(confidence)}; there are ${n}.`
  return (
    `Sharpe ratio ${sharpe.toFixed(2)} ± ${standard_error.toFixed(2)} (standard error)${interval}; ` +
    `above 0 with ${probabilityText(probability_above_zero)} if this were the only study ever made.${history}`
  )
}

function deflationLine({ question, snapshot }: Deflation): string {
  if (question.trials === 1 && snapshot.trials === 1) {
    return "It is the only trial in the ledger, of this question and on this snapshot."
  }
  const said = (
    what: string,
    { trials, probability, sharpe_without_skill: bar, reason }: Deflation["question"],
  ): string => {
    if (trials === 1) return `1 trial ${what}, this one`
    if (probability === null || bar === null) return `${trials} trials ${what} (${reason})`
    return `${trials} trials ${what}, the best of which would show ${bar.toFixed(2)} without skill; this one is above that with ${probabilityText(probability)}`
  }
  return `Deflated Sharpe ratio: the ledger has ${said("of this question", question)}. It has ${said("on this snapshot", snapshot)}.`
}

export function relativeLine({ benchmark, figures }: Relative): string {
  const shown = (name: string, text: (value: number) => string): string => {
    const value = figures[name]
    return value === null || value === undefined ? "undefined" : text(value)
  }
  const alpha = shown("alpha", (value) => `${percent(value, 2)} a year`)
  const beta = shown("beta", (value) => value.toFixed(2))
  const error = shown("tracking_error", (value) => `${percent(value, 2)} a year`)
  const ratio = shown("information_ratio", (value) => value.toFixed(2))
  return `Against ${benchmark}: alpha ${alpha}, beta ${beta}, tracking error ${error}, information ratio ${ratio}${differenceText(figures)}.`
}

/** Nothing where the difference cannot be tested. */
function differenceText(figures: Relative["figures"]): string {
  const [difference, error, pValue] = ["", "_error", "_p_value"].map(
    (what) => figures[`sharpe_difference${what}`] ?? null,
  )
  if (typeof difference !== "number" || typeof error !== "number" || typeof pValue !== "number") return ""
  const sign = difference < 0 ? "" : "+"
  return `; Sharpe ratio ${sign}${difference.toFixed(2)} ± ${error.toFixed(2)} (p ${pValue < 0.005 ? "< 0.01" : `= ${pValue.toFixed(2)}`} of no difference, Ledoit–Wolf)`
}

const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)} %`
