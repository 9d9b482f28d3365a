/** Barriers as multiples of the volatility at entry; 0 takes one away. */
export interface Barriers {
  readonly profitTake: number
  readonly stopLoss: number
  /** rows after which a position that touched neither is closed */
  readonly expiry: number
  /** where one session touches both: which counts as the first */
  readonly tie: "stop" | "profit"
}

/** What a position sees, shapes (rows × width), row-major. */
export interface BarrierInputs {
  /** positive levels at the close */
  readonly close: Float64Array
  /** highest and lowest level of each session, in the units of `close`; undefined: only closes touch */
  readonly range: { readonly high: Float64Array; readonly low: Float64Array } | undefined
  /** decimal, per session */
  readonly volatility: Float64Array
  /** its sign is the side of the bet; undefined: long everywhere */
  readonly side: Float64Array | undefined
}

/** Shapes (rows × width); NaN where there is no label. */
export interface BarrierLabels {
  /** +1 the profit was taken, −1 the loss was stopped, 0 the position expired */
  readonly barrier: Float64Array
  /** what the bet returned, decimal: positive is a gain on either side */
  readonly result: Float64Array
  /** row of the exit */
  readonly end: Float64Array
}

/**
 * Which of three barriers a position entered at each row's close touches first: profit taken, loss stopped, or time.
 *
 * A close touches when its return on the bet lies strictly beyond the barrier. With `range`, a session's extremes touch too;
 * the exit is then at the barrier, or at the nearest level that was traded where the whole session lay beyond it.
 *
 * NaN: no label without a positive level and (if a barrier is on) a positive volatility at entry, with a side of 0 or
 * NaN, where the data end before a barrier is touched, and where the level at expiry is not known. A session without
 * a level touches nothing. Total: never throws.
 * Source: M. López de Prado (2018), Advances in Financial Machine Learning, ch. 3.2–3.4.
 */
export function tripleBarrier(inputs: BarrierInputs, width: number, barriers: Barriers): BarrierLabels {
  const { close } = inputs
  const labels = {
    barrier: new Float64Array(close.length).fill(NaN),
    result: new Float64Array(close.length).fill(NaN),
    end: new Float64Array(close.length).fill(NaN),
  }
  for (let at = 0; at < close.length; at++) follow(inputs, width, barriers, at, labels)
  return labels
}

function follow(
  { close, range, volatility, side }: BarrierInputs,
  width: number,
  { profitTake, stopLoss, expiry, tie }: Barriers,
  entry: number,
  labels: BarrierLabels,
): void {
  const paid = close[entry]!
  const sign = side === undefined ? 1 : Math.sign(side[entry]!)
  const unit = volatility[entry]!
  const needsUnit = profitTake > 0 || stopLoss > 0
  if (!(paid > 0) || !(sign === 1 || sign === -1) || (needsUnit && !(unit > 0))) return
  const gain = profitTake > 0 ? profitTake * unit : Infinity
  const loss = stopLoss > 0 ? -stopLoss * unit : -Infinity
  const exit = (at: number, barrier: number, result: number): void => {
    labels.barrier[entry] = barrier
    labels.result[entry] = result
    labels.end[entry] = Math.floor(at / width)
  }
  for (let k = 1; k <= expiry; k++) {
    const at = entry + k * width
    if (at >= close.length) return
    const level = close[at]!
    if (Number.isNaN(level)) continue
    const result = sign * (level / paid - 1)
    const best = range === undefined ? result : sign * ((sign > 0 ? range.high : range.low)[at]! / paid - 1)
    const worst = range === undefined ? result : sign * ((sign > 0 ? range.low : range.high)[at]! / paid - 1)
    const [takes, stops] = [best > gain || result > gain, worst < loss || result < loss]
    if (stops && (!takes || tie === "stop")) {
      return exit(at, -1, range === undefined ? result : Math.min(loss, nearest(best, result, Math.max)))
    }
    if (takes)
      return exit(at, 1, range === undefined ? result : Math.max(gain, nearest(worst, result, Math.min)))
    if (k === expiry) exit(at, 0, result)
  }
}

/** The end of the session's range that is nearest to entry; its close where the range is not known. */
const nearest = (end: number, close: number, pick: (a: number, b: number) => number): number =>
  Number.isNaN(end) ? close : pick(end, close)
