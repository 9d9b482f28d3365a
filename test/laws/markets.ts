/** Random markets for property tests: drawn from one integer, so that a failure shrinks to a small one. */
import fc from "fast-check"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"

/** Numbers in [0, 1) from a seed (Park and Miller's minimal standard). */
export function chance(seed: number): () => number {
  let state = (Math.abs(seed) % 2147483646) + 1
  return () => {
    state = (state * 48271) % 2147483647
    return (state - 1) / 2147483646
  }
}

export interface Shape {
  readonly seed: number
  readonly rows: number
  readonly width: number
  /** a row, 0 … rows */
  readonly cut: number
}

export const shapes = (rows = 60, width = 4): fc.Arbitrary<Shape> =>
  fc
    .record({
      seed: fc.integer({ min: 1, max: 1_000_000 }),
      rows: fc.integer({ min: 0, max: rows }),
      width: fc.integer({ min: 0, max: width }),
      cut: fc.integer({ min: 0, max: rows }),
    })
    .map((shape) => ({ ...shape, cut: Math.min(shape.cut, shape.rows) }))

/** Sessions one to four days apart, now and then a long pause. */
function sessionsOf({ seed, rows }: Shape): Int32Array {
  const next = chance(seed + 17)
  const sessions = new Int32Array(rows)
  let day = 10_000 + Math.floor(next() * 3000)
  for (let t = 0; t < rows; t++) {
    sessions[t] = day
    day += next() < 0.03 ? 40 : 1 + Math.floor(next() * 4)
  }
  return sessions
}

export const panelOf = (
  shape: Shape,
  cell: (next: () => number, t: number, i: number) => number,
  stream = 0,
): Panel.Panel => {
  const next = chance(shape.seed + 1000 * stream)
  const values = new Float64Array(shape.rows * shape.width)
  for (let at = 0; at < values.length; at++) {
    values[at] = cell(next, Math.floor(at / shape.width), at % shape.width)
  }
  const assets = Array.from({ length: shape.width }, (_, i) => `A${i}`)
  return Panel.make(Calendar.make(sessionsOf(shape)), assets, values)
}

/** Index levels: walks, equal stretches, dust of 1e-15, gaps, an asset that is never there. */
export function indexOf(shape: Shape): Panel.Panel {
  const levels = new Float64Array(shape.width).fill(100)
  const next = chance(shape.seed + 5)
  const habits = Array.from(levels, () => Math.floor(next() * 6))
  return panelOf(shape, (draw, _, i) => {
    const habit = habits[i]!
    const step = habit === 0 ? 0 : habit === 1 && draw() < 0.7 ? 0 : (draw() - 0.48) * 0.04
    levels[i]! *= 1 + step
    if (habit === 5 || (habit >= 3 && draw() < 0.03)) return NaN
    return levels[i]! * (draw() < 0.2 ? 1 + 4e-16 : 1)
  })
}

/** Daily returns with gaps and an asset that does not move. */
export const returnsOf = (shape: Shape): Panel.Panel =>
  panelOf(shape, (next, _, i) => (next() < 0.02 ? NaN : i === 1 ? 0.001 : (next() - 0.5) * 0.05), 1)

/** Decisions on about a third of the rows. */
export function decisionsOf(shape: Shape): Float64Array {
  const next = chance(shape.seed + 29)
  return Float64Array.from({ length: shape.rows }, () => (next() < 0.35 ? 1 : 0))
}

/** A panel that has values on rows of decisions only; some assets have none even there. */
export function onDecisions(shape: Shape, cell: (next: () => number) => number, stream: number): Panel.Panel {
  const decisions = decisionsOf(shape)
  return panelOf(shape, (next, t) => (decisions[t] === 1 ? cell(next) : NaN), stream)
}
