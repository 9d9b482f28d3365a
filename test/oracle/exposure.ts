import { rankScores } from "./ties.ts"
import { grossOf, mean, sampleStd } from "./returns.ts"
import type { ExposureMethod, Settings, StrategyConfig } from "./types.ts"

export function isDiscrete(strategy: StrategyConfig): boolean {
  if (strategy.type === "given") return strategy.kind === "discrete"
  // scores are signals once a threshold is set
  const scores = strategy.type === "cross_sectional_momentum" || strategy.type === "time_series_momentum"
  return !scores || strategy.threshold !== undefined
}

/** Scores of one decision date to exposures; assets outside `eligible` get 0. */
export function exposureOf(
  scores: ReadonlyArray<number>,
  eligible: ReadonlyArray<boolean>,
  discrete: boolean,
  execution: Settings["execution"],
): number[] {
  const members = scores.map((_, i) => i).filter((i) => eligible[i])
  const values = members.map((i) => scores[i]!)
  const mapped = mapScores(values, methodFor(execution.exposure, discrete), execution)
  const out = scores.map(() => 0)
  // page §3: "|e| <= 1" holds for every mapping: clipped (scores passed through, a gross cap above 1).
  members.forEach((i, k) => {
    out[i] = Math.max(-1, Math.min(1, mapped[k]!))
  })
  return out
}

function methodFor(method: ExposureMethod, discrete: boolean): Exclude<ExposureMethod, "auto"> {
  if (method !== "auto") return method
  return discrete ? "passthrough" : "rank_then_normalize"
}

function mapScores(
  values: ReadonlyArray<number>,
  method: Exclude<ExposureMethod, "auto">,
  execution: Settings["execution"],
): ReadonlyArray<number> {
  if (method === "passthrough") return values
  if (method === "zscore_then_clip") return zscores(values, execution.clip)
  // page §3: without a gross cap the ranks are normalised to a gross of 1.
  return rankExposure(values, execution.gross_exposure_cap ?? 1)
}

function rankExposure(values: ReadonlyArray<number>, gross: number): number[] {
  const q = rankScores(values)
  const size = grossOf(q)
  return size === 0 ? q.map(() => 0) : q.map((x) => (x * gross) / size)
}

function zscores(values: ReadonlyArray<number>, clip: number): number[] {
  const std = sampleStd(values)
  if (!(std >= 1e-12)) return values.map(() => 0)
  const centre = mean(values)
  return values.map((s) => Math.max(-clip, Math.min(clip, (s - centre) / std)) / clip)
}

/** Blend of several strategies, then the constraints that act on e. */
export function blend(
  exposures: ReadonlyArray<ReadonlyArray<number>>,
  weights: ReadonlyArray<number>,
  execution: Settings["execution"],
): number[] {
  return exposures[0]!.map((_, i) => {
    let e = 0
    exposures.forEach((row, k) => {
      e += weights[k]! * row[i]!
    })
    // page §2: ties within 1e-12 are neutral, so the dust of strategies that cancel is no exposure.
    if (Math.abs(e) <= 1e-12) e = 0
    if (execution.long_only) e = Math.max(0, e)
    const cap = execution.per_asset_cap ?? Infinity
    return Math.max(-cap, Math.min(cap, e))
  })
}
