import { hashOf } from "../../dag/canonical.ts"

/**
 * Tells one trial from another: the hash of a config as users write it, defaults filled in, but for `metrics.convention`,
 * `metrics.noise_floor`, `robustness` and, where no fold chooses anything, `folds`. They add figures beside the study's own and
 * move none of them, so looking at them is not another try.
 */
export function configHash(written: unknown): string {
  if (!isRecord(written)) return hashOf(written)
  const { folds, metrics, robustness: _, ...others } = written
  return hashOf({
    ...others,
    ...("choice" in written && folds !== undefined ? { folds } : {}),
    ...(metrics === undefined ? {} : { metrics: isRecord(metrics) ? itsOwn(metrics) : metrics }),
  })
}

function itsOwn(metrics: Readonly<Record<string, unknown>>): unknown {
  const { convention: _convention, noise_floor: _noiseFloor, ...others } = metrics
  return others
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
