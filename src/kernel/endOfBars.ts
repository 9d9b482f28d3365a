/**
 * Where a stretch of assets with a bar ends, in one row.
 *
 * Kernels go through such stretches in a loop of its own: most rows are one, and without a branch for each cell V8
 * unrolls the loop and takes half the time.
 *
 * @param listing shape (rows × width), row-major; 1 = listed with a bar
 * @param row index in `listing` of the row's first cell
 * @param from first asset to look at
 * @returns the first asset from there on without a bar, `width` where there is none. Total: never throws.
 */
export function endOfBars(listing: Float64Array, row: number, from: number, width: number): number {
  let i = from
  while (i < width && listing[row + i] === 1) i++
  return i
}
