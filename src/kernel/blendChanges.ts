/** A mean of signals or scores this close to 0 is 0. */
const tie = 1e-12

/**
 * Rows on which the direction of any column changes against the row before.
 *
 * The direction is the sign of the mean of all panels there, NaN counted as 0; before the first row it is 0.
 *
 * @param panels each of shape (rows × width), row-major
 * @returns shape (rows), 1 or 0. Total: never throws.
 */
export function blendChanges(panels: ReadonlyArray<Float64Array>, width: number, rows: number): Uint8Array {
  const changes = new Uint8Array(rows)
  const before = new Int8Array(width)
  for (let t = 0; t < rows; t++) {
    for (let i = 0; i < width; i++) {
      const now = direction(panels, t * width + i)
      if (now !== before[i]) changes[t] = 1
      before[i] = now
    }
  }
  return changes
}

function direction(panels: ReadonlyArray<Float64Array>, at: number): -1 | 0 | 1 {
  let sum = 0
  for (let k = 0; k < panels.length; k++) {
    const value = panels[k]![at]!
    if (!Number.isNaN(value)) sum += value
  }
  const mean = sum / panels.length
  return mean > tie ? 1 : mean < -tie ? -1 : 0
}
