import { hashOf } from "../../dag/canonical.ts"

/**
 * Tells one trial from another: the hash of a config as users write it, defaults filled in, but for `metrics.convention` and
 * `metrics.noise_floor`. These add figures beside the study's own and move none of them, so looking at them is not another try.
 */
export function configHash(written: unknown): string {
  if (!isRecord(written) || !isRecord(written["metrics"])) return hashOf(written)
  const { convention: _convention, noise_floor: _noiseFloor, ...metrics } = written["metrics"]
  return hashOf({ ...written, metrics })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
