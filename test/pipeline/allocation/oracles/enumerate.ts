/** Optimal weights of a few assets by trying every set of active bounds: nothing is clever, so nothing is subtle. */

type Vector = ReadonlyArray<number>
type Matrix = ReadonlyArray<Vector>

const dot = (x: Vector, y: Vector): number => x.reduce((sum, value, i) => sum + value * y[i]!, 0)

const times = (matrix: Matrix, x: Vector): Vector => matrix.map((row) => dot(row, x))

/** Gauss–Jordan with the largest pivot; undefined where there is none. */
function solve(matrix: Matrix, right: Vector): Vector | undefined {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i : best),
      k,
    )
    if (!(Math.abs(rows[pivot]![k]!) > 1e-14)) return undefined
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    const scale = rows[k]![k]!
    rows[k] = rows[k]!.map((value) => value / scale)
    rows.forEach((row, i) => {
      if (i !== k) rows[i] = row.map((value, j) => value - row[k]! * rows[k]![j]!)
    })
  }
  return rows.map((row) => row.at(-1)!)
}

export interface Question {
  readonly covariance: Matrix
  readonly gain: Vector
  readonly min: number
  readonly max: number
}

/** Every point that is optimal on some set of active bounds: x(τ) = u + τ·v with Σx = 1, for the τ asked for. */
function candidates(
  { covariance, gain, min, max }: Question,
  tilt: (u: Vector, v: Vector) => number,
): Array<Vector> {
  const n = gain.length
  const found: Array<Vector> = []
  for (let code = 0; code < 3 ** n; code++) {
    const sides = Array.from({ length: n }, (_, i) => Math.floor(code / 3 ** i) % 3)
    const fixed = sides.map((side) => (side === 0 ? NaN : side === 1 ? min : max))
    // one equation an asset (bound, or stationarity less the budget's price), and the budget
    const rows = sides.map((side, i) =>
      side === 0 ? [...covariance[i]!, 1] : [...covariance.map((_, j) => (i === j ? 1 : 0)), 0],
    )
    const all = [...rows, [...new Array<number>(n).fill(1), 0]]
    const u = solve(all, [...fixed.map((value) => (Number.isNaN(value) ? 0 : value)), 1])
    const v = solve(all, [...sides.map((side, i) => (side === 0 ? gain[i]! : 0)), 0])
    const point = sides.every((side) => side !== 0)
      ? Math.abs(fixed.reduce((sum, value) => sum + value, 0) - 1) < 1e-12
        ? fixed
        : undefined
      : u && v && combine(u.slice(0, n), v.slice(0, n), tilt)
    if (point?.every((value) => value >= min - 1e-12 && value <= max + 1e-12)) found.push(point)
  }
  return found
}

function combine(u: Vector, v: Vector, tilt: (u: Vector, v: Vector) => number): Vector {
  const tau = tilt(u, v)
  return u.map((value, i) => value + tau * v[i]!)
}

const best = (points: ReadonlyArray<Vector>, value: (x: Vector) => number): Vector =>
  points.reduce((top, x) => (value(x) > value(top) ? x : top))

const variance = ({ covariance }: Question, x: Vector): number => dot(x, times(covariance, x))

/** Smallest ½x'Σx − τ·g'x. */
export const utility = (question: Question, tau: number): Vector =>
  best(
    candidates(question, () => tau),
    (x) => tau * dot(question.gain, x) - 0.5 * variance(question, x),
  )

/** Largest g'x/√(x'Σx); some x must have g'x > 0. */
export const ratio = (question: Question): Vector =>
  best(
    candidates(question, (u) => variance(question, u) / dot(question.gain, u)),
    (x) => dot(question.gain, x) / Math.sqrt(variance(question, x)),
  )

/** Equal contributions to risk by solving each weight's quadratic in turn, again and again. */
export function equalRisk(covariance: Matrix): Vector {
  let y = covariance.map((row, i) => 1 / Math.sqrt(row[i]!))
  for (let round = 0; round < 20_000; round++) {
    y = y.reduce<Array<number>>(
      (now, value, i) => {
        const others = dot(covariance[i]!, now) - covariance[i]![i]! * value
        now[i] = (-others + Math.sqrt(others * others + 4 * covariance[i]![i]!)) / (2 * covariance[i]![i]!)
        return now
      },
      [...y],
    )
  }
  const total = y.reduce((sum, value) => sum + value, 0)
  return y.map((value) => value / total)
}

/** Hierarchical risk parity by joining the two nearest clusters until one is left. */
export function hierarchical(covariance: Matrix): Vector {
  const n = covariance.length
  const gap = (i: number, j: number) =>
    Math.sqrt(0.5 * (1 - covariance[i]![j]! / Math.sqrt(covariance[i]![i]! * covariance[j]![j]!)))
  let clusters = covariance.map((_, i) => ({ made: i, leaves: [i] }))
  for (let made = n; clusters.length > 1; made++) {
    const pairs = clusters.flatMap((a) => clusters.filter((b) => b.made > a.made).map((b) => [a, b] as const))
    const apart = ([a, b]: (typeof pairs)[number]) =>
      Math.min(...a.leaves.flatMap((i) => b.leaves.map((j) => gap(i, j))))
    const [a, b] = pairs.reduce((nearest, pair) => (apart(pair) < apart(nearest) ? pair : nearest))
    clusters = [
      ...clusters.filter((each) => each !== a && each !== b),
      { made, leaves: [...a.leaves, ...b.leaves] },
    ]
  }
  const risk = (members: ReadonlyArray<number>) => {
    const inverse = members.map((i) => 1 / covariance[i]![i]!)
    const total = inverse.reduce((sum, value) => sum + value, 0)
    const weights = covariance.map((_, i) => (members.includes(i) ? inverse[members.indexOf(i)]! / total : 0))
    return dot(weights, times(covariance, weights))
  }
  const share = (members: ReadonlyArray<number>): Vector => {
    if (members.length === 1) return covariance.map((_, i) => (i === members[0] ? 1 : 0))
    const middle = Math.floor(members.length / 2)
    const [first, second] = [members.slice(0, middle), members.slice(middle)]
    const part = risk(second) / (risk(first) + risk(second))
    const [a, b] = [share(first), share(second)]
    return a.map((value, i) => part * value + (1 - part) * b[i]!)
  }
  return share(clusters[0]!.leaves)
}
