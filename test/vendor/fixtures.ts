/** Problems made by whole-number recurrences, so that they are the same everywhere to the bit. */
import type { ConicProblem, SparseMatrix } from "../../vendor/clarabel-wasm/clarabel.ts"
import { chance } from "../laws/markets.ts"

const dense = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  columns: number,
  upperOnly = false,
): SparseMatrix => {
  const starts = [0]
  const at: Array<number> = []
  const values: Array<number> = []
  for (let j = 0; j < columns; j++) {
    rows.forEach((row, i) => {
      if (upperOnly && i > j) return
      at.push(i)
      values.push(row[j]!)
    })
    starts.push(at.length)
  }
  return { starts: Uint32Array.from(starts), rows: Uint32Array.from(at), values: Float64Array.from(values) }
}

const identity = (size: number, sign: number): ReadonlyArray<ReadonlyArray<number>> =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_unused, j) => (i === j ? sign : 0)))

/** min ½x'Px − q'x, Σx = 1, 0 ≤ x ≤ cap. */
export function quadraticProblem(seed: number, size: number, cap: number): ConicProblem {
  const next = chance(seed)
  const loadings = Array.from({ length: size + 2 }, () => Array.from({ length: size }, () => next() - 0.5))
  const product = (i: number, j: number): number => loadings.reduce((sum, row) => sum + row[i]! * row[j]!, 0)
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_unused, j) => product(i, j)),
  )
  const rows = [new Array<number>(size).fill(1), ...identity(size, -1), ...identity(size, 1)]
  return {
    quadratic: dense(matrix, size, true),
    linear: Float64Array.from({ length: size }, () => -next() / 10),
    constraints: dense(rows, size),
    bounds: Float64Array.from(rows, (_, i) => (i === 0 ? 1 : i <= size ? 0 : cap)),
    cones: [
      { kind: "zero", size: 1 },
      { kind: "nonnegative", size: 2 * size },
    ],
  }
}

/** max c'x with ‖x‖ ≤ 1. */
export function coneProblem(seed: number, size: number): ConicProblem {
  const next = chance(seed)
  return {
    quadratic: dense([], size),
    linear: Float64Array.from({ length: size }, () => -next()),
    constraints: dense([new Array<number>(size).fill(0), ...identity(size, -1)], size),
    bounds: Float64Array.from({ length: size + 1 }, (_, i) => (i === 0 ? 1 : 0)),
    cones: [{ kind: "second_order", size: size + 1 }],
  }
}

/** The bits of a vector of doubles, as one text. */
export const bitsOf = (values: Float64Array): string =>
  [...new BigUint64Array(values.slice().buffer)].map((bits) => bits.toString(16).padStart(16, "0")).join(" ")
