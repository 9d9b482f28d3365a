/**
 * Does the best of many systems stay good? Combinatorially symmetric cross-validation: the history is cut into an even
 * number of blocks; for every choice of half of them, the system with the highest Sharpe ratio there is looked up in the
 * other half.
 *
 * Source: D. Bailey, J. Borwein, M. López de Prado, Q. Zhu (2017), The Probability of Backtest Overfitting, Journal of
 * Computational Finance 20(4).
 */
import { log } from "./log.ts"
import { mean } from "./mean.ts"
import { isFlat } from "./sampleDeviation.ts"
import { isTie } from "./ties.ts"

export interface Overfitting {
  /** choices of half of the blocks */
  readonly splits: number
  /** share of splits whose best system is in the lower half of the others' blocks: logit ≤ 0 */
  readonly probability: number
  /** the same with logit < 0 */
  readonly probabilityStrict: number
  /** shape (splits): ln(ω/(1 − ω)), ω = rank among N systems / (N + 1), ties averaged */
  readonly logits: Float64Array
  /** of the best system's ratio out of sample on its ratio in sample, over splits; NaN where those do not vary */
  readonly slope: number
  readonly intercept: number
  /** share of splits whose best system loses out of sample */
  readonly lossProbability: number
}

/**
 * @param returns one a system, all over the same T sessions, without NaN
 * @param blocks S, even; block b holds the sessions ⌊bT/S⌋ … ⌊(b+1)T/S⌋ − 1, at least two each
 * @returns undefined for fewer than two systems, an S that is odd or above 20, or blocks that are too short. Total: never throws.
 *
 * A system whose returns do not vary in a half has a ratio of 0 there.
 */
export function overfitting(returns: ReadonlyArray<Float64Array>, blocks: number): Overfitting | undefined {
  const count = returns[0]?.length ?? 0
  if (returns.length < 2 || blocks < 2 || blocks > maxBlocks || blocks % 2 !== 0 || count < 2 * blocks) {
    return undefined
  }
  const moments = momentsOf(returns, blocks)
  const masks = halves(blocks)
  const out = {
    logits: new Float64Array(masks.length),
    inSample: new Float64Array(masks.length),
    outOfSample: new Float64Array(masks.length),
  }
  const [inside, outside] = [new Float64Array(returns.length), new Float64Array(returns.length)]
  const all = (1 << blocks) - 1
  masks.forEach((mask, split) => {
    sharpes(moments, mask, inside)
    sharpes(moments, all - mask, outside)
    const best = indexOfLargest(inside)
    const omega = averageRank(outside, best) / (returns.length + 1)
    out.logits[split] = log(omega / (1 - omega))
    out.inSample[split] = inside[best]!
    out.outOfSample[split] = outside[best]!
  })
  const share = (values: Float64Array, holds: (value: number) => boolean): number =>
    values.reduce((sum, value) => sum + (holds(value) ? 1 : 0), 0) / values.length
  return {
    splits: masks.length,
    probability: share(out.logits, (logit) => logit <= 0),
    probabilityStrict: share(out.logits, (logit) => logit < 0),
    logits: out.logits,
    ...line(out.inSample, out.outOfSample),
    lossProbability: share(out.outOfSample, (ratio) => ratio < 0),
  }
}

/** 20 blocks have 184,756 halves: more tell nothing new. */
const maxBlocks = 20

/** Of every block and system, so that a half's moments are put together instead of summed again. */
interface BlockMoments {
  readonly systems: number
  readonly blocks: number
  /** sessions, shape (blocks) */
  readonly counts: Float64Array
  /** mean, and sum of squared distances from it, shape (blocks × systems) */
  readonly means: Float64Array
  readonly squares: Float64Array
}

function momentsOf(returns: ReadonlyArray<Float64Array>, blocks: number): BlockMoments {
  const systems = returns.length
  const sessions = returns[0]!.length
  const edges = Array.from({ length: blocks + 1 }, (_, b) => Math.floor((b * sessions) / blocks))
  const [means, squares] = [new Float64Array(blocks * systems), new Float64Array(blocks * systems)]
  returns.forEach((series, system) => {
    for (let b = 0; b < blocks; b++) {
      const block = series.subarray(edges[b], edges[b + 1])
      const average = mean(block)
      means[b * systems + system] = average
      squares[b * systems + system] = block.reduce(
        (sum, value) => sum + (value - average) * (value - average),
        0,
      )
    }
  })
  const counts = Float64Array.from({ length: blocks }, (_, b) => edges[b + 1]! - edges[b]!)
  return { systems, blocks, counts, means, squares }
}

/** Every choice of half of the blocks, as bits, in lexicographic order of the blocks chosen. */
function halves(blocks: number): ReadonlyArray<number> {
  const masks: Array<number> = []
  const choose = (from: number, missing: number, mask: number): void => {
    if (missing === 0) masks.push(mask)
    for (let b = from; missing > 0 && b <= blocks - missing; b++) choose(b + 1, missing - 1, mask | (1 << b))
  }
  choose(0, blocks / 2, 0)
  return masks
}

/**
 * Sharpe ratio a session of every system over the blocks of the mask, ddof 1. Moments of blocks are joined as in Chan,
 * Golub and LeVeque (1983): what does not vary has deviation 0, however far its level is from 0.
 */
function sharpes(moments: BlockMoments, mask: number, out: Float64Array): void {
  const { systems, blocks, counts, means, squares } = moments
  const chosen = Array.from({ length: blocks }, (_, b) => b).filter((b) => (mask & (1 << b)) !== 0)
  const count = chosen.reduce((sum, b) => sum + counts[b]!, 0)
  for (let i = 0; i < systems; i++) {
    const origin = means[chosen[0]! * systems + i]!
    let above = 0
    for (const b of chosen) above += counts[b]! * (means[b * systems + i]! - origin)
    const average = origin + above / count
    let spread = 0
    for (const b of chosen) {
      const distance = means[b * systems + i]! - average
      spread += squares[b * systems + i]! + counts[b]! * distance * distance
    }
    const deviation = Math.sqrt(spread / (count - 1))
    out[i] = isFlat(deviation, average) ? 0 : average / deviation
  }
}

function indexOfLargest(values: Float64Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i
  return best
}

/** Rank of one value from 1 (the least), ties averaged. */
function averageRank(values: Float64Array, index: number): number {
  let [below, equal] = [0, 0]
  for (const value of values) {
    if (isTie(value, values[index]!)) equal++
    else if (value < values[index]!) below++
  }
  return below + (equal + 1) / 2
}

function line(x: Float64Array, y: Float64Array): { readonly slope: number; readonly intercept: number } {
  const [middleX, middleY] = [mean(x), mean(y)]
  let [covariance, variance] = [0, 0]
  for (let i = 0; i < x.length; i++) {
    covariance += (x[i]! - middleX) * (y[i]! - middleY)
    variance += (x[i]! - middleX) * (x[i]! - middleX)
  }
  const slope = variance > 0 ? covariance / variance : NaN
  return { slope, intercept: middleY - slope * middleX }
}
