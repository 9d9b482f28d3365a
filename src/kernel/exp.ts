import { highWord, withHighWord } from "./doubleBits.ts"

const ln2 = 0.6931471805599453
const ln2High = 6.9314718036912381649e-1
const ln2Low = 1.90821492927058770002e-10
const twoToMinus1000 = 9.3326361850321887899e-302

/**
 * e to the power x, within 1 ulp: the same bits on every machine, unlike `Math.exp`.
 *
 * x = k ln 2 + r with |r| ≤ ½ ln 2; e^r from a rational function, then scaled by 2^k.
 * NaN gives NaN, +∞ gives +∞, −∞ gives 0; overflow above 709.78, 0 below −745.13.
 * Source: fdlibm 5.3, e_exp.c (Sun Microsystems, 1993).
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN
  if (x > 7.09782712893383973096e2) return Infinity
  if (x < -7.4513321910194110842e2) return 0
  const size = Math.abs(x)
  if (size < 3.725290298461914e-9) return 1 + x
  if (size <= 0.5 * ln2) return 1 - (correction(x) - x)
  const k = size < 1.5 * ln2 ? (x < 0 ? -1 : 1) : Math.trunc(1.442695040888963387 * x + (x < 0 ? -0.5 : 0.5))
  const high = x - k * ln2High
  const low = k * ln2Low
  return scaled(1 - (low + correction(high - low) - high), k)
}

/** r − e^r + 1 by the rational function of the source, for |r| ≤ ½ ln 2. */
function correction(r: number): number {
  const t = r * r
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))))
  return (r * c) / (c - 2)
}

/** y · 2^k for y near 1, k from −1075 to 1024. */
function scaled(y: number, k: number): number {
  if (k === 1024) return y * 2 * 8.98846567431158e307
  if (k >= -1021) return withHighWord(y, highWord(y) + k * 0x100000)
  return withHighWord(y, highWord(y) + (k + 1000) * 0x100000) * twoToMinus1000
}
