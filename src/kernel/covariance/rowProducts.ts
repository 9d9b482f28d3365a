/**
 * Sums of products Σ_i x[s,i]·x[t,i] of the rows of a panel, two rows against two at a time.
 *
 * @param x shape (T × n), row-major
 * @returns shape (T × T), row-major, symmetric. Total: never throws.
 */
export function rowProducts(x: Float64Array, width: number): Float64Array {
  const rows = width === 0 ? 0 : x.length / width
  const out = new Float64Array(rows * rows)
  const set = (s: number, t: number, value: number): void => {
    out[s * rows + t] = out[t * rows + s] = value
  }
  for (let s = 0; s < rows; s += 2) {
    // a row that has no next one is taken twice
    const nextS = Math.min(s + 1, rows - 1)
    for (let t = 0; t <= s; t += 2) {
      const nextT = Math.min(t + 1, rows - 1)
      const left = s * width
      const lower = nextS * width
      const right = t * width
      const later = nextT * width
      let a = 0
      let b = 0
      let c = 0
      let d = 0
      for (let i = 0; i < width; i++) {
        const p = x[left + i]!
        const q = x[lower + i]!
        const u = x[right + i]!
        const v = x[later + i]!
        a += p * u
        b += p * v
        c += q * u
        d += q * v
      }
      set(s, t, a)
      set(s, nextT, b)
      set(nextS, t, c)
      set(nextS, nextT, d)
    }
  }
  return out
}
