/**
 * Weights of three allocators that optimise, by the plainest method there is for a handful of assets: every set of assets that
 * could be held, one weight at a time, two clusters at a time.
 */
type Vector = ReadonlyArray<number>
type Matrix = ReadonlyArray<Vector>

const sum = (values: Vector): number => values.reduce((total, value) => total + value, 0)
const product = (x: Vector, y: Vector): number => sum(x.map((value, i) => value * y[i]!))

/** Of all sets of assets whose own minimum has no short position, that of least variance. */
export function leastVariance(covariance: Matrix): Vector {
  const n = covariance.length
  let best: { readonly variance: number; readonly weights: Vector } | undefined
  for (let code = 1; code < 2 ** n; code++) {
    const members = covariance.flatMap((_, i) => (Math.floor(code / 2 ** i) % 2 === 1 ? [i] : []))
    const inverse = solve(
      members.map((i) => members.map((j) => covariance[i]![j]!)),
      members.map(() => 1),
    )
    const total = sum(inverse)
    if (inverse.some((value) => value / total < 0)) continue
    if (best === undefined || 1 / total < best.variance) {
      const weights = covariance.map((_, i) =>
        members.includes(i) ? inverse[members.indexOf(i)]! / total : 0,
      )
      best = { variance: 1 / total, weights }
    }
  }
  return best!.weights
}

/** Gauss–Jordan with the largest pivot. */
function solve(matrix: Matrix, right: Vector): Vector {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let k = 0; k < rows.length; k++) {
    let pivot = k
    for (let i = k; i < rows.length; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i
    ;[rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!]
    const scale = rows[k]![k]!
    rows[k] = rows[k]!.map((value) => value / scale)
    for (let i = 0; i < rows.length; i++) {
      const factor = rows[i]![k]!
      if (i !== k) rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!)
    }
  }
  return rows.map((row) => row.at(-1)!)
}

/** Equal contributions to risk: y_i·(Σy)_i = 1 solved for one y after the other until none moves. */
export function equalRisk(covariance: Matrix): Vector {
  const y = covariance.map((row, i) => 1 / Math.sqrt(row[i]!))
  for (let round = 0; round < 10_000; round++) {
    let moved = 0
    y.forEach((value, i) => {
      const own = covariance[i]![i]!
      const others = product(covariance[i]!, y) - own * value
      y[i] = (-others + Math.sqrt(others * others + 4 * own)) / (2 * own)
      moved = Math.max(moved, Math.abs(y[i] / value - 1))
    })
    if (moved < 1e-15) break
  }
  return y.map((value) => value / sum(y))
}

/** Hierarchical risk parity: join the nearest two clusters, halve the list that they make, share by inverse variance. */
export function hierarchical(covariance: Matrix): Vector {
  const apart = (i: number, j: number): number =>
    Math.sqrt(
      Math.max(0, 0.5 * (1 - covariance[i]![j]! / Math.sqrt(covariance[i]![i]! * covariance[j]![j]!))),
    )
  let clusters = covariance.map((_, i) => [i])
  while (clusters.length > 1) {
    let nearest = { a: 0, b: 1, gap: Infinity }
    clusters.forEach((left, a) =>
      clusters.forEach((right, b) => {
        const gap = Math.min(...left.flatMap((i) => right.map((j) => apart(i, j))))
        if (a < b && gap < nearest.gap) nearest = { a, b, gap }
      }),
    )
    // older clusters stand first in the list, and come first in what is joined
    const joined = [...clusters[nearest.a]!, ...clusters[nearest.b]!]
    clusters = [...clusters.filter((_, k) => k !== nearest.a && k !== nearest.b), joined]
  }
  const weights = covariance.map(() => 1)
  const risk = (members: Vector): number => {
    const inverse = members.map((i) => 1 / covariance[i]![i]!)
    const parts = inverse.map((value) => value / sum(inverse))
    return sum(members.map((i, a) => sum(members.map((j, b) => parts[a]! * parts[b]! * covariance[i]![j]!))))
  }
  const halve = (members: Vector): void => {
    if (members.length < 2) return
    const [first, second] = [members.slice(0, members.length >> 1), members.slice(members.length >> 1)]
    const share = risk(second) / (risk(first) + risk(second))
    for (const i of first) weights[i]! *= share
    for (const i of second) weights[i]! *= 1 - share
    halve(first)
    halve(second)
  }
  halve(clusters[0]!)
  return weights
}
