/** Eigenvalues against the rotations of Jacobi, and what eigenvectors are by definition. */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { leadingEigenpairs } from "../../src/kernel/leadingEigenpairs.ts"
import { chance } from "../laws/markets.ts"

/** Eigenvalues, largest first: every entry beside the diagonal is rotated away until none is left. */
function byRotations(matrix: Float64Array, size: number): ReadonlyArray<number> {
  const a = matrix.slice()
  for (let sweep = 0; sweep < 60; sweep++)
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        const off = a[p * size + q]!
        if (off === 0) continue
        const theta = 0.5 * Math.atan2(2 * off, a[p * size + p]! - a[q * size + q]!)
        const [c, s] = [Math.cos(theta), Math.sin(theta)]
        for (let k = 0; k < size; k++) {
          const [x, y] = [a[k * size + p]!, a[k * size + q]!]
          ;[a[k * size + p], a[k * size + q]] = [c * x + s * y, c * y - s * x]
        }
        for (let k = 0; k < size; k++) {
          const [x, y] = [a[p * size + k]!, a[q * size + k]!]
          ;[a[p * size + k], a[q * size + k]] = [c * x + s * y, c * y - s * x]
        }
      }
  return Array.from({ length: size }, (_, i) => a[i * size + i]!).sort((x, y) => y - x)
}

/** Symmetric ones of every kind: full, of low rank, of blocks, with equal eigenvalues, empty. */
function matrixOf(kind: string, size: number, seed: number): Float64Array {
  const next = chance(seed)
  const out = new Float64Array(size * size)
  const set = (i: number, j: number, value: number): void => {
    out[i * size + j] = out[j * size + i] = value
  }
  const rank = 1 + Math.floor(next() * 2)
  const vectors = Array.from({ length: rank }, () => Float64Array.from({ length: size }, () => next() - 0.5))
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      if (kind === "full") set(i, j, next() - 0.5)
      if (kind === "low rank")
        set(
          i,
          j,
          vectors.reduce((sum, v) => sum + v[i]! * v[j]!, 0),
        )
      if (kind === "blocks") set(i, j, Math.floor(i / 3) === Math.floor(j / 3) ? next() : 0)
      if (kind === "equal blocks") set(i, j, i === j ? 2 : Math.floor(i / 2) === Math.floor(j / 2) ? 1 : 0)
      if (kind === "identity") set(i, j, i === j ? 3 : 0)
      if (kind === "equal correlation") set(i, j, i === j ? 1 : 0.4)
      if (kind === "tiny") set(i, j, 1e-170 * (next() - 0.5))
      if (kind === "huge") set(i, j, 1e150 * (next() - 0.5))
    }
  return out
}

const kinds = [
  ...["full", "low rank", "blocks", "equal blocks", "identity", "equal correlation", "zero", "tiny", "huge"],
]

describe("the leading eigenpairs of a symmetric matrix", () => {
  it("have the largest eigenvalues, and vectors that the matrix stretches by them, at right angles", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 14 }),
        (kind, size, seed, count) => {
          const matrix = matrixOf(kind, size, seed)
          const { values, vectors } = leadingEigenpairs(matrix, size, count)
          const scale = Math.max(...matrix.map(Math.abs)) * size
          expect(values.length).toBe(Math.min(count, size))
          const all = byRotations(matrix, size)
          values.forEach((value, k) => expect(Math.abs(value - all[k]!)).toBeLessThanOrEqual(1e-13 * scale))
          const row = (k: number) => vectors.subarray(k * size, (k + 1) * size)
          values.forEach((value, k) => {
            for (let i = 0; i < size; i++) {
              let image = 0
              for (let j = 0; j < size; j++) image += matrix[i * size + j]! * row(k)[j]!
              expect(Math.abs(image - value * row(k)[i]!), kind).toBeLessThanOrEqual(1e-13 * scale)
            }
            for (let l = 0; l <= k; l++) {
              const product = row(k).reduce((sum, entry, i) => sum + entry * row(l)[i]!, 0)
              expect(Math.abs(product - (k === l ? 1 : 0)), kind).toBeLessThan(1e-12)
            }
          })
        },
      ),
      { seed: 17, numRuns: 400 },
    )
  })

  it("of no matrix are none, and of one with NaN are NaN", () => {
    expect(leadingEigenpairs(new Float64Array(0), 0, 3)).toEqual({
      values: new Float64Array(0),
      vectors: new Float64Array(0),
    })
    const { values, vectors } = leadingEigenpairs(new Float64Array(9).fill(NaN), 3, 2)
    expect([...values, ...vectors].every(Number.isNaN)).toBe(true)
  })
})
