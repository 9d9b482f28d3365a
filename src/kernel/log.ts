import { highWord, withHighWord } from "./doubleBits.ts"

const ln2High = 6.9314718036912381649e-1
const ln2Low = 1.90821492927058770002e-10
const twoTo54 = 18014398509481984

/**
 * Natural logarithm, within 1 ulp: the same bits on every machine, unlike `Math.log`.
 *
 * x = 2^k (1 + f) with √½ < 1 + f < √2; log(1 + f) from a polynomial in s = f / (2 + f).
 * NaN and negative numbers give NaN, ±0 gives −∞, +∞ gives +∞.
 * Source: fdlibm 5.3, e_log.c (Sun Microsystems, 1993).
 */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return NaN
  if (x === 0) return -Infinity
  if (x === Infinity) return Infinity
  const subnormal = x < 2.2250738585072014e-308
  const normal = subnormal ? x * twoTo54 : x
  const high = highWord(normal)
  const fraction = high & 0xfffff
  const carry = (fraction + 0x95f64) & 0x100000
  const k = (high >> 20) - 1023 + (carry >> 20) - (subnormal ? 54 : 0)
  const f = withHighWord(normal, fraction | (carry ^ 0x3ff00000)) - 1
  if ((0xfffff & (2 + fraction)) < 3) {
    if (f === 0) return k * ln2High + k * ln2Low
    const r = f * f * (0.5 - 0.33333333333333333 * f)
    return k * ln2High - (r - k * ln2Low - f)
  }
  const s = f / (2 + f)
  const r = polynomial(s * s)
  if (((fraction - 0x6147a) | (0x6b851 - fraction)) > 0) {
    const half = 0.5 * f * f
    return k * ln2High - (half - (s * (half + r) + k * ln2Low) - f)
  }
  return k * ln2High - (s * (f - r) - k * ln2Low - f)
}

function polynomial(z: number): number {
  const w = z * z
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1))
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)))
  return odd + even
}
