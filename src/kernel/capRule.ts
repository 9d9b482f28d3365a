/** The caps that act on one row of weights. */
export interface CapRule {
  /** largest |w| of one asset; Infinity: none */
  readonly asset: number
  /** largest Σ|w| of one sector; Infinity: none */
  readonly sector: number
  /** shape (n), the sector of each asset, 0 … sectors − 1 */
  readonly sectorOf: Int32Array
  /** at least 1 */
  readonly sectors: number
  /** largest factor by which what the caps leave room for may grow, ≥ 1 */
  readonly maxScale: number
}
