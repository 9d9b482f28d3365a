import { carinoFactor } from "./carinoFactor.ts"
import { compound } from "./compound.ts"
import { isWhollyKnown } from "./isWhollyKnown.ts"

/**
 * Coefficients that make parts of single returns add up to parts of the compounded return.
 *
 * @param returns shape (n), simple returns, decimal; Σ of a session's parts is its return
 * @returns shape (n), k(r_t) / k(R) with k(r) = ln(1 + r) / r and R = Π(1 + r) − 1: Σ_t c_t·part_t summed over the parts is
 *   R. Undefined where a return (or R) is −1 or less, or NaN: nothing compounds through a total loss.
 * Total: never throws.
 * Source: Cariño (1999), Combining attribution effects over time, Journal of Performance Measurement 3(4).
 */
export function carinoCoefficients(returns: Float64Array): Float64Array | undefined {
  const growth = compound(returns)
  const whole = carinoFactor(growth[growth.length - 1]! - 1)
  const out = new Float64Array(returns.length)
  for (let t = 0; t < out.length; t++) out[t] = carinoFactor(returns[t]!) / whole
  return isWhollyKnown(out) ? out : undefined
}
