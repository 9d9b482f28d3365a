import { mean } from "./moments.ts"

/** Pearson correlation over the places where both are known. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const xs: Array<number> = []
  const ys: Array<number> = []
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (Number.isNaN(x[i]!) || Number.isNaN(y[i]!)) continue
    xs.push(x[i]!)
    ys.push(y[i]!)
  }
  const [mx, my] = [mean(xs), mean(ys)]
  let [xx, yy, xy] = [0, 0, 0]
  for (let i = 0; i < xs.length; i++) {
    const [dx, dy] = [xs[i]! - mx, ys[i]! - my]
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  return xy / Math.sqrt(xx * yy)
}

/** Correlation of x at t with y at t + lag. */
export const crossCorrelation = (x: Float64Array, y: Float64Array, lag: number): number =>
  correlation(x.subarray(0, x.length - lag), y.subarray(lag))
