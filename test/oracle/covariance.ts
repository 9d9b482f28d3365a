/** Covariances by their definitions, entry by entry; series are equally long, one an asset. */
type Vector = ReadonlyArray<number>
type Matrix = ReadonlyArray<Vector>

export interface Estimator {
  readonly covariance: "sample" | "ewma" | "ledoit_wolf" | "oas" | "constant_correlation" | "factor_model"
  readonly half_life_sessions: number
  readonly factors: number
}

const sum = (values: Vector): number => values.reduce((total, value) => total + value, 0)
const mean = (values: Vector): number => sum(values) / values.length
const product = (x: Vector, y: Vector): number => sum(x.map((value, i) => value * y[i]!))
const fromMean = (values: Vector): Vector => values.map((value) => value - mean(values))
const every = (n: number, entry: (i: number, j: number) => number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_unused, j) => entry(i, j)))

export function covarianceOf(series: Matrix, estimator: Estimator): Matrix {
  switch (estimator.covariance) {
    case "sample":
      return sample(series)
    case "ewma":
      return ewma(series, estimator.half_life_sessions)
    case "ledoit_wolf":
      return ledoitWolf(series)
    case "oas":
      return oas(series)
    case "constant_correlation":
      return constantCorrelation(series)
    case "factor_model":
      return factorModel(series, estimator.factors)
  }
}

function sample(series: Matrix): Matrix {
  const centred = series.map(fromMean)
  return every(series.length, (i, j) => product(centred[i]!, centred[j]!) / (centred[0]!.length - 1))
}

function ewma(series: Matrix, halfLife: number): Matrix {
  const count = series[0]?.length ?? 0
  const weights = Array.from({ length: count }, (_, t) => 0.5 ** ((count - 1 - t) / halfLife))
  return every(series.length, (i, j) =>
    sum(weights.map((weight, t) => (weight * series[i]![t]! * series[j]![t]!) / sum(weights))),
  )
}

/** The covariance with divisor T, and the mean variance that two estimators shrink it to. */
function plainOf(series: Matrix): { readonly plain: Matrix; readonly level: number } {
  const centred = series.map(fromMean)
  const plain = every(series.length, (i, j) => product(centred[i]!, centred[j]!) / centred[0]!.length)
  return { plain, level: mean(plain.map((row, i) => row[i]!)) }
}

const towards = (plain: Matrix, level: number, share: number): Matrix =>
  plain.map((row, i) => row.map((value, j) => (1 - share) * value + (i === j ? share * level : 0)))

/** Shrunk to the mean variance by the intensity of least expected error. */
function ledoitWolf(series: Matrix): Matrix {
  const [n, count] = [series.length, series[0]?.length ?? 0]
  const { plain, level } = plainOf(series)
  const centred = series.map(fromMean)
  const size = (matrix: Matrix) => sum(matrix.map((row) => product(row, row)))
  const distance = size(every(n, (i, j) => plain[i]![j]! - (i === j ? level : 0)))
  const errors = Array.from({ length: count }, (_, t) =>
    size(every(n, (i, j) => centred[i]![t]! * centred[j]![t]! - plain[i]![j]!)),
  )
  const error = sum(errors) / (count * count)
  return towards(plain, level, distance > 0 ? Math.min(error, distance) / distance : 0)
}

/** Shrunk to the mean variance by the oracle approximating intensity. */
function oas(series: Matrix): Matrix {
  const [n, count] = [series.length, series[0]?.length ?? 0]
  const { plain, level } = plainOf(series)
  const square = sum(plain.map((row) => product(row, row))) / (n * n)
  const bottom = (count + 1) * (square - (level * level) / n)
  return towards(plain, level, bottom > 0 ? Math.min(1, (square + level * level) / bottom) : 1)
}

/** The sample's, shrunk to its own variances with the mean correlation everywhere. */
function constantCorrelation(series: Matrix): Matrix {
  const [n, count] = [series.length, series[0]?.length ?? 0]
  const centred = series.map(fromMean)
  const s = sample(series)
  const sigma = s.map((row, i) => Math.sqrt(row[i]!))
  const pairs = s.flatMap((row, i) => row.slice(0, i).map((value, j) => value / (sigma[i]! * sigma[j]!)))
  const r = pairs.length === 0 ? 0 : mean(pairs)
  const target = every(n, (i, j) => (i === j ? s[i]![i]! : r * sigma[i]! * sigma[j]!))
  const gap = sum(s.map((row, i) => sum(row.map((value, j) => (value - target[i]![j]!) ** 2))))
  const at = (i: number, t: number) => centred[i]![t]!
  const over = (value: (t: number) => number) => mean(Array.from({ length: count }, (_, t) => value(t)))
  const pi = every(n, (i, j) => over((t) => (at(i, t) * at(j, t) - s[i]![j]!) ** 2))
  const theta = (i: number, j: number) =>
    over((t) => (at(i, t) ** 2 - s[i]![i]!) * (at(i, t) * at(j, t) - s[i]![j]!))
  const rho = every(n, (i, j) => (i === j ? pi[i]![i]! : (r * sigma[j]! * theta(i, j)) / sigma[i]!))
  const whole = (matrix: Matrix) => sum(matrix.map(sum))
  const share = gap > 0 ? Math.max(0, Math.min(1, (whole(pi) - whole(rho)) / gap / count)) : 0
  return every(n, (i, j) => (1 - share) * s[i]![j]! + share * target[i]![j]!)
}

/** What the first components of the correlations explain, and beside it each asset's own variance. */
function factorModel(series: Matrix, factors: number): Matrix {
  const n = series.length
  const s = sample(series)
  const sigma = s.map((row, i) => Math.sqrt(row[i]!))
  const pairs = components(every(n, (i, j) => s[i]![j]! / (sigma[i]! * sigma[j]!)))
  const first = pairs.slice(0, Math.min(factors, (series[0]?.length ?? 1) - 1))
  return every(n, (i, j) =>
    i === j
      ? s[i]![i]!
      : sigma[i]! * sigma[j]! * sum(first.map(({ value, vector }) => value * vector[i]! * vector[j]!)),
  )
}

/** Eigenvalues, largest first, with their vectors: every entry beside the diagonal is rotated away. */
function components(matrix: Matrix): ReadonlyArray<{ readonly value: number; readonly vector: Vector }> {
  const n = matrix.length
  const a = matrix.map((row) => [...row])
  const v = every(n, (i, j) => (i === j ? 1 : 0)).map((row) => [...row])
  for (let sweep = 0; sweep < 50; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        if (a[p]![q] === 0) continue
        const angle = 0.5 * Math.atan2(2 * a[p]![q]!, a[p]![p]! - a[q]![q]!)
        const [c, d] = [Math.cos(angle), Math.sin(angle)]
        const turn = (x: number, y: number): [number, number] => [c * x + d * y, c * y - d * x]
        for (const rows of [a, v]) for (const row of rows) [row[p], row[q]] = turn(row[p]!, row[q]!)
        for (let k = 0; k < n; k++) [a[p]![k], a[q]![k]] = turn(a[p]![k]!, a[q]![k]!)
      }
  return a
    .map((row, k) => ({ value: row[k]!, vector: v.map((each) => each[k]!) }))
    .sort((x, y) => y.value - x.value)
}
