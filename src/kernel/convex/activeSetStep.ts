import { luSolve } from "../luSolve.ts"
import { dot, type LinearRow, type Polytope } from "./Polytope.ts"
import type { QuadraticForm } from "./QuadraticForm.ts"

/**
 * min ½a'Pa − τ·g'a over a polytope. With τ by rule, the program whose solution has that τ: `sharpe` maximises
 * g'a/√(a'Pa), `variance` maximises g'a at a'Pa = variance.
 */
export interface TiltedProgram {
  readonly form: QuadraticForm
  /** g, shape (n) */
  readonly gain: Float64Array
  /** c, shape (n): adds c'a to the objective; absent: 0. Not with a tilt by rule. */
  readonly cost?: Float64Array
  readonly tilt: Tilt
  readonly set: Polytope
}

export type Tilt =
  | { readonly _tag: "Fixed"; readonly value: number }
  | { readonly _tag: "Sharpe" }
  | { readonly _tag: "Variance"; readonly value: number }

export interface Optimum {
  readonly weights: Float64Array
  /** shape (n): what the objective would lose for one unit more of a bound: > 0 at a lower, < 0 at an upper, 0 inside */
  readonly boundDuals: Float64Array
  /** the same of each row of the polytope, in its order; of any sign at an equation */
  readonly rowDuals: Float64Array
  /** τ */
  readonly tilt: number
}

/** A point this near to a bound is taken to lie on it at first. */
const near = 1e-6
/** Primal violations below this are rounding. */
const primalTolerance = 1e-11
/** Multipliers of the wrong sign below this share of the gradient are rounding. */
const dualTolerance = 1e-9

/** Side of a bound or row that is active. */
type Side = -1 | 0 | 1

/**
 * The exact solution from a good guess: bounds that the guess lies on are held, the equality-constrained optimality
 * conditions are solved, signs of multipliers and the bounds that were left out are checked, and what is wrong is
 * changed one at a time.
 *
 * @param guess shape (n), within about 1e-6 of the solution for this to end at once
 * @returns undefined where the conditions are singular (the solution is not unique) or no set was right within the rounds
 *
 * Total: never throws.
 * Source: Nocedal and Wright, Numerical Optimization (2006), sections 16.1 and 16.5.
 */
export function activeSetStep(program: TiltedProgram, guess: Float64Array): Optimum | undefined {
  const { set } = program
  const bounds = Array.from(
    guess,
    (x, i): Side => (x - set.lower[i]! <= near ? -1 : set.upper[i]! - x <= near ? 1 : 0),
  )
  const rows = set.rows.map((row): Side => {
    const value = dot(row.coefficients, guess)
    return value - row.lower <= near ? -1 : row.upper - value <= near ? 1 : 0
  })
  for (let round = 0; round < 60 + 2 * guess.length; round++) {
    const point = solveOn(program, bounds, rows)
    if (point === undefined) return undefined
    if (!holdViolated(set, point.weights, bounds, rows) && !releaseWrong(program, point, bounds, rows))
      return point
  }
  return undefined
}

/** The optimum with the active bounds and rows as equations. */
function solveOn(
  { form, gain, cost, tilt, set }: TiltedProgram,
  bounds: ReadonlyArray<Side>,
  rows: ReadonlyArray<Side>,
): Optimum | undefined {
  const fixed = Float64Array.from(bounds, (side, i) =>
    side === 0 ? 0 : side < 0 ? set.lower[i]! : set.upper[i]!,
  )
  const free = bounds.flatMap((side, i) => (side === 0 ? [i] : []))
  const active = independent(set.rows, rows, free)
  const [size, count] = [free.length, free.length + active.length]
  const matrix = new Float64Array(count * count)
  const block = form.block(free)
  for (let i = 0; i < size; i++) matrix.set(block.subarray(i * size, (i + 1) * size), i * count)
  // rows are scaled to the size of P, so that pivots are chosen among equals
  active.forEach((row, k) =>
    free.forEach((i, at) => {
      const entry = form.scale * set.rows[row]!.coefficients[i]!
      matrix[at * count + size + k] = entry
      matrix[(size + k) * count + at] = entry
    }),
  )
  const pull = form.multiply(fixed)
  const still = new Float64Array(count)
  const moving = new Float64Array(count)
  free.forEach((i, at) => {
    still[at] = -pull[i]! - (cost?.[i] ?? 0)
    moving[at] = gain[i]!
  })
  active.forEach((row, k) => {
    const { coefficients, lower, upper } = set.rows[row]!
    still[size + k] = form.scale * ((rows[row]! < 0 ? lower : upper) - dot(coefficients, fixed))
  })
  const solved = count === 0 ? [still, moving] : luSolve(matrix, count, [still, moving])
  if (solved === undefined) return undefined
  const [u, v] = solved as [Float64Array, Float64Array]
  const spread = (part: Float64Array, base: Float64Array): Float64Array => {
    const out = base.slice()
    free.forEach((i, at) => (out[i] = part[at]!))
    return out
  }
  const origin = spread(u, fixed)
  const direction = spread(v, new Float64Array(fixed.length))
  const tau = tiltOf(tilt, form, gain, origin, direction)
  if (!Number.isFinite(tau)) return undefined
  const weights = origin.map((value, i) => value + tau * direction[i]!)
  const rowDuals = new Float64Array(set.rows.length)
  active.forEach((row, k) => (rowDuals[row] = -form.scale * (u[size + k]! + tau * v[size + k]!)))
  const boundDuals = form.multiply(weights).map((value, i) => value - tau * gain[i]! + (cost?.[i] ?? 0))
  set.rows.forEach(({ coefficients }, row) => {
    const price = rowDuals[row]!
    if (price !== 0) for (let i = 0; i < boundDuals.length; i++) boundDuals[i]! -= price * coefficients[i]!
  })
  return { weights, boundDuals, rowDuals, tilt: tau }
}

/** τ at which the rule holds along origin + τ·direction; direction'P·direction = gain'direction, direction'P·origin = 0. */
function tiltOf(
  tilt: Tilt,
  form: QuadraticForm,
  gain: Float64Array,
  origin: Float64Array,
  direction: Float64Array,
): number {
  if (tilt._tag === "Fixed") return tilt.value
  const variance = dot(origin, form.multiply(origin))
  if (tilt._tag === "Sharpe") {
    // (u'Pu + τ²v'Pv)/τ = g'u + τ·g'v, where v'Pv = g'v
    const level = dot(gain, origin)
    return level > 0 ? variance / level : dot(gain, direction) > 0 && variance === 0 ? 1 : NaN
  }
  const growth = dot(gain, direction)
  if (growth <= 0) return 0
  return Math.sqrt(Math.max(0, tilt.value - variance) / growth)
}

/** Active rows whose coefficients over the free assets do not follow from those of earlier ones. */
function independent(
  all: ReadonlyArray<LinearRow>,
  rows: ReadonlyArray<Side>,
  free: ReadonlyArray<number>,
): ReadonlyArray<number> {
  const basis: Array<Float64Array> = []
  return rows.flatMap((side, row) => {
    if (side === 0) return []
    const own = Float64Array.from(free, (i) => all[row]!.coefficients[i]!)
    const size = Math.sqrt(dot(own, own))
    if (size === 0) return []
    const rest = own.map((value) => value / size)
    for (const unit of basis) {
      const share = dot(unit, rest)
      for (let i = 0; i < rest.length; i++) rest[i]! -= share * unit[i]!
    }
    const left = Math.sqrt(dot(rest, rest))
    if (left < 1e-9) return []
    basis.push(rest.map((value) => value / left))
    return [row]
  })
}

/** Holds the bound or row that is violated most; whether there is one. */
function holdViolated(set: Polytope, x: Float64Array, bounds: Array<Side>, rows: Array<Side>): boolean {
  let worst = primalTolerance
  let hold = (): void => {}
  x.forEach((value, i) => {
    const [below, above] = [set.lower[i]! - value, value - set.upper[i]!]
    if (Math.max(below, above) <= worst) return
    worst = Math.max(below, above)
    hold = () => (bounds[i] = below > 0 ? -1 : 1)
  })
  set.rows.forEach((row, k) => {
    const value = dot(row.coefficients, x)
    const [below, above] = [row.lower - value, value - row.upper]
    if (Math.max(below, above) <= worst) return
    worst = Math.max(below, above)
    hold = () => (rows[k] = below > 0 ? -1 : 1)
  })
  hold()
  return worst > primalTolerance
}

/** Releases the bound or row whose multiplier has the wrong sign most; whether there is one. */
function releaseWrong(
  { form, gain, cost, set }: TiltedProgram,
  { weights, boundDuals, rowDuals, tilt }: Optimum,
  bounds: Array<Side>,
  rows: Array<Side>,
): boolean {
  const largest = (values: Float64Array): number =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const size =
    largest(form.multiply(weights)) +
    Math.abs(tilt) * largest(gain) +
    (cost === undefined ? 0 : largest(cost))
  let worst = dualTolerance * size
  let release = (): void => {}
  bounds.forEach((side, i) => {
    const wrong = side * boundDuals[i]!
    if (side === 0 || set.lower[i] === set.upper[i] || wrong <= worst) return
    worst = wrong
    release = () => (bounds[i] = 0)
  })
  rows.forEach((side, row) => {
    const { lower, upper } = set.rows[row]!
    const wrong = side * rowDuals[row]!
    if (side === 0 || lower === upper || wrong <= worst) return
    worst = wrong
    release = () => (rows[row] = 0)
  })
  release()
  return worst > dualTolerance * size
}
