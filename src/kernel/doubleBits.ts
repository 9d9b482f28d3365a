/**
 * A double by its two 32-bit words: the high one holds sign, exponent and the first 20 bits of the fraction.
 * Through a view of fixed byte order, so that machines of either order agree.
 */
const view = new DataView(new ArrayBuffer(8))

/** Signed, as in fdlibm. */
export function highWord(x: number): number {
  view.setFloat64(0, x)
  return view.getInt32(0)
}

/** x with its high word replaced. */
export function withHighWord(x: number, high: number): number {
  view.setFloat64(0, x)
  view.setInt32(0, high)
  return view.getFloat64(0)
}
