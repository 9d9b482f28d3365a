/** Whether no entry is NaN. True without entries. Total: never throws. */
export function isWhollyKnown(values: Float64Array): boolean {
  for (let t = 0; t < values.length; t++) if (Number.isNaN(values[t]!)) return false
  return true
}
