import { hashOf } from "../../dag/canonical.ts"

/**
 * Tells one trial from another: the hash of a config as users write it, defaults filled in, but for `metrics.convention`,
 * `metrics.noise_floor`, and `robustness`. They add figures beside the study's own and move none of them, so looking at them is
 * not another try.
 */
export function configHash(written: unknown): string {
  if (!isRecord(written)) return hashOf(written)
  const { robustness: _robustness, ...study } = written
  if (!isRecord(study["metrics"])) return hashOf(study)
  const { convention: _convention, noise_floor: _noiseFloor, ...metrics } = study["metrics"]
  return hashOf({ ...study, metrics })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
