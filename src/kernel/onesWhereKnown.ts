/** 1 where a value is known, NaN where it is not. @param values shape (n). @returns shape (n) */
export function onesWhereKnown(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length)
  for (let at = 0; at < out.length; at++) out[at] = Number.isNaN(values[at]!) ? NaN : 1
  return out
}
