/** The study against each of its baselines, in a line or two each. */
import type { Baseline, Baselines } from "../../experiment/artifacts/baselines.ts"
import { relativeLine } from "./certainty.ts"
import { figureText } from "./metricsTable.ts"

/** @param own first session of the study's own figures */
export const baselineLines = (baselines: Baselines | undefined, own: string | null): ReadonlyArray<string> =>
  Object.entries(baselines ?? {}).flatMap(([name, baseline]) => [
    relativeLine(baseline.relative),
    ...laterStart(name, baseline, own),
  ])

/** A column that counts fewer sessions than the others is not to be read beside them without a word. */
function laterStart(name: string, { window, study }: Baseline, own: string | null): ReadonlyArray<string> {
  const first = window.first_fill
  if (first === null) return [`${name} has no figures: ${window.reason}.`]
  if (own === null || first <= own) return []
  const [sharpe, cagr] = [study.net["sharpe"] ?? null, study.net["cagr"] ?? null]
  return [
    `${name} begins on ${first}: its column counts from there on, where the study has a Sharpe ratio of ${figureText("ratio", sharpe)} and ${figureText("fraction a year", cagr)} a year.`,
  ]
}
