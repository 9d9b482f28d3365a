/**
 * Philox4x32-10: four 32-bit words of randomness from a key and a counter, without state.
 *
 * Any word can be drawn at any time and in any order, so nothing that is drawn beside it can change it.
 *
 * @param key0 @param key1 32-bit integers: which series
 * @param c0 @param c1 @param c2 @param c3 32-bit integers: which place in it
 * @param out shape (4): receives the words, unsigned
 *
 * Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 */
export function philox(
  key0: number,
  key1: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Uint32Array,
): void {
  let x0 = c0
  let x1 = c1
  let x2 = c2
  let x3 = c3
  let k0 = key0
  let k1 = key1
  for (let round = 0; round < 10; round++) {
    const next0 = multiplyHigh(0xcd9e8d57, x2) ^ x1 ^ k0
    const next2 = multiplyHigh(0xd2511f53, x0) ^ x3 ^ k1
    x1 = Math.imul(0xcd9e8d57, x2)
    x3 = Math.imul(0xd2511f53, x0)
    x0 = next0
    x2 = next2
    k0 = (k0 + 0x9e3779b9) | 0
    k1 = (k1 + 0xbb67ae85) | 0
  }
  out[0] = x0
  out[1] = x1
  out[2] = x2
  out[3] = x3
}

/** The upper 32 of the 64 bits of a product, by 16-bit halves. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff
  const aHigh = a >>> 16
  const bLow = b & 0xffff
  const bHigh = b >>> 16
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16)
  const carry = (middle & 0xffff) + aLow * bHigh
  // each term is below 2^32, so the shifts lose nothing
  return (aHigh * bHigh + (middle >>> 16) + (carry >>> 16)) | 0
}
