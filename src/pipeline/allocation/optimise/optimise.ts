/** Programs of minimum variance, mean-variance, largest ratio and target volatility: solver first, then the exact step. */
import { activeSetStep, type TiltedProgram } from "../../../kernel/convex/activeSetStep.ts"
import { dot, type Polytope, type Trades, turnover, violation } from "../../../kernel/convex/Polytope.ts"
import { liftedProgram, liftedSet } from "../../../kernel/convex/withTrades.ts"
import { type QuadraticForm } from "../../../kernel/convex/QuadraticForm.ts"
import type { Solution, Solver } from "../ConvexSolver.ts"
import { type Attempt, failed, reasonOf, type Solved } from "./Attempt.ts"
import { denseRow, layForm, layRoot, layRows, noQuadratic, type Row, row, type Rows } from "./conicRows.ts"

/** An answer of the solver is used when it keeps the constraints to this. */
const residualLimit = 1e-6

/** Solves the program as its tilt says, within what may be traded. Total: never throws. */
export function optimise(program: TiltedProgram, solver: Solver): Attempt {
  const { trades, ...rest } = program.set
  if (trades === undefined) return untraded(program, solver)
  // where the limit does not bind, bought and sold could both grow: then it is left out
  if (trades.penalty === 0) {
    const free = untraded({ ...program, set: rest }, solver)
    if (free._tag === "Failed" || turnover(trades, free.weights) <= trades.limit) return free
  }
  return narrowed(untraded(liftedProgram(program, trades), solver), program.set)
}

function untraded(program: TiltedProgram, solver: Solver): Attempt {
  const raw = { Fixed: quadratic, Sharpe: largestRatio, Variance: largestGain }[program.tilt._tag](
    program,
    solver,
  )
  if (raw._tag === "Failed") return raw
  if (!raw.weights.every(Number.isFinite)) {
    return failed("OutsideConstraints", "the solver's answer is not finite", raw.iterations)
  }
  const exact = activeSetStep(program, raw.weights)
  if (exact !== undefined && !(violation(program.set, exact.weights) > residualLimit)) {
    const { weights, boundDuals, rowDuals } = exact
    return { ...raw, weights, boundDuals, rowDuals, exact: true }
  }
  const outside = violation(program.set, raw.weights)
  return outside <= residualLimit && raw.status === "Solved"
    ? raw
    : failed(
        "OutsideConstraints",
        `the solver's answer lies ${outside.toExponential(1)} outside its constraints`,
      )
}

/** Of a program with trades, the weights, the prices of the set's own rows, and that of the turnover. */
export function narrowed(attempt: Attempt, { lower, rows, trades }: Polytope): Attempt {
  if (attempt._tag === "Failed") return attempt
  const n = lower.length
  return {
    ...attempt,
    weights: attempt.weights.slice(0, n),
    boundDuals: attempt.boundDuals.slice(0, n),
    rowDuals: attempt.rowDuals.slice(0, rows.length),
    ...(trades!.limit < Infinity ? { turnoverDual: attempt.rowDuals.at(-1)! } : {}),
  }
}

/** The least that must be traded to come into the set; NaN where it is empty. */
export function leastTurnover(set: Polytope, trades: Trades, solver: Solver): number {
  const n = set.lower.length
  const lifted = liftedSet(set, { ...trades, limit: Infinity })
  const best = linearProgram(new Float64Array(3 * n).fill(-1, n), lifted, solver)
  return best._tag === "Failed" ? NaN : turnover(trades, best.weights.slice(0, n))
}

/** Largest c'a over a polytope. */
export function linearProgram(gain: Float64Array, set: Polytope, solver: Solver): Attempt {
  const { trades } = set
  if (trades !== undefined) {
    const wide = new Float64Array(3 * gain.length)
    wide.set(gain)
    return narrowed(linearProgram(wide, liftedSet(set, trades), solver), set)
  }
  const size = gain.length
  const scale = largest(gain)
  const { rows, tags } = rowsOf(set)
  const solution = solver.solve({
    quadratic: noQuadratic(size),
    linear: gain.map((value) => (scale > 0 ? -value / scale : 0)),
    ...layRows(size, rows),
  })
  return read(solution, size, { tags, set, factor: scale })
}

// -------------------------------------------------------------------------------------------------- formulations

function quadratic({ form, gain, cost, tilt, set }: TiltedProgram, solver: Solver): Attempt {
  const factor = form.scale > 0 ? 1 / form.scale : 1
  const tau = tilt._tag === "Fixed" ? tilt.value : 0
  const size = form.size + extra(form)
  const laid = layForm(form, size, factor)
  const { rows, tags } = rowsOf(set)
  const linear = new Float64Array(size)
  gain.forEach((value, i) => (linear[i] = factor * ((cost?.[i] ?? 0) - tau * value)))
  const solution = solver.solve({
    quadratic: laid.quadratic,
    linear,
    ...layRows(size, { ...rows, equations: [...rows.equations, ...laid.equations] }),
  })
  return read(solution, form.size, { tags, set, factor: 1 / factor })
}

const extra = ({ shape }: QuadraticForm): number => (shape._tag === "Factors" ? shape.factors : 0)

/**
 * g'a/√(a'Pa) by the homogeneous program: y = κa, min ½y'Py with g'y = 1 and every bound times κ. No y exists where no
 * admitted a has g'a > 0.
 *
 * Source: Cornuéjols, Peña and Tütüncü, Optimization Methods in Finance (2018), section 6.3.
 */
function largestRatio(program: TiltedProgram, solver: Solver): Attempt {
  const { form, gain, set } = program
  const scale = largest(gain)
  if (!(scale > 0)) return noPositiveMean(set, gain, solver)
  const factor = form.scale > 0 ? 1 / form.scale : 1
  const kappa = form.size
  const size = form.size + 1 + extra(form)
  const laid = layForm(form, size, factor)
  const homogeneous = ({ columns, values, bound }: Row): Row =>
    row([...columns, kappa], [...values, -bound], 0)
  const { equations, inequalities } = rowsOf(set).rows
  const solution = solver.solve({
    quadratic: laid.quadratic,
    linear: new Float64Array(size),
    ...layRows(size, {
      equations: [denseRow(gain, 1, 1 / scale), ...equations.map(homogeneous), ...laid.equations],
      inequalities: [...inequalities.map(homogeneous), row([kappa], [-1], 0)],
    }),
  })
  const ratio = solution.x[kappa]!
  if (isSolved(solution) && ratio > 0) {
    const weights = solution.x.slice(0, form.size).map((value) => value / ratio)
    return unpriced(solution, weights, set)
  }
  return noPositiveMean(set, gain, solver, solution)
}

/** Tells "no admitted portfolio has a positive mean" from every other failure. */
function noPositiveMean(set: Polytope, gain: Float64Array, solver: Solver, solution?: Solution): Attempt {
  const best = linearProgram(gain, set, solver)
  if (best._tag === "Failed") return best
  const level = dot(gain, best.weights)
  if (level <= 1e-9 * largest(gain)) {
    return failed(
      "NoPositiveMean",
      `the largest expected return that the constraints admit is ${level.toExponential(3)} a session`,
      solution?.iterations ?? best.iterations,
    )
  }
  const status = solution?.status ?? best.status
  return failed(status, reasonOf(status), solution?.iterations)
}

/** g'a at a'Pa ≤ variance, as a second-order cone. */
function largestGain({ form, gain, tilt, set }: TiltedProgram, solver: Solver): Attempt {
  const variance = tilt._tag === "Variance" ? tilt.value : 0
  const n = form.size
  const root = layRoot(form, -1 / Math.sqrt(variance))
  if (root === undefined) return failed("NotPositiveSemidefinite", reasonOf("NotPositiveSemidefinite"))
  const { rows } = rowsOf(set)
  const cone = [row([], [], 1), ...root]
  const scale = largest(gain)
  const solution = solver.solve({
    quadratic: noQuadratic(n),
    linear: gain.map((value) => (scale > 0 ? -value / scale : 0)),
    ...layRows(n, { ...rows, cone }),
  })
  if (isSolved(solution)) return unpriced(solution, solution.x, set)
  return failed(solution.status, reasonOf(solution.status), solution.iterations)
}

// --------------------------------------------------------------------------------------------- rows of a polytope

/** Which bound a row of the conic problem stands for, with the sign of its multiplier. */
interface Tag {
  readonly kind: "bound" | "row"
  readonly index: number
  readonly sign: 1 | -1
}

/** @returns the rows, and for each the bound behind it: equations first, as the rows are laid */
export function rowsOf({ lower, upper, rows }: Polytope): {
  readonly rows: Rows
  readonly tags: ReadonlyArray<Tag>
} {
  const equations: Array<Row> = []
  const inequalities: Array<Row> = []
  const tags = { equations: [] as Array<Tag>, inequalities: [] as Array<Tag> }
  const atMost = (each: Row, kind: Tag["kind"], index: number, sign: 1 | -1): void => {
    inequalities.push(each)
    tags.inequalities.push({ kind, index, sign })
  }
  rows.forEach((each, index) => {
    if (each.lower === each.upper) {
      equations.push(denseRow(each.coefficients, each.upper))
      tags.equations.push({ kind: "row", index, sign: -1 })
      return
    }
    if (each.lower !== -Infinity) atMost(denseRow(each.coefficients, -each.lower, -1), "row", index, 1)
    if (each.upper !== Infinity) atMost(denseRow(each.coefficients, each.upper), "row", index, -1)
  })
  lower.forEach((bound, i) => {
    if (bound !== -Infinity) atMost(row([i], [-1], -bound), "bound", i, 1)
  })
  upper.forEach((bound, i) => {
    if (bound !== Infinity) atMost(row([i], [1], bound), "bound", i, -1)
  })
  return { rows: { equations, inequalities }, tags: [...tags.equations, ...tags.inequalities] }
}

const isSolved = ({ status }: Solution): boolean => status === "Solved" || status === "AlmostSolved"

interface Reading {
  readonly tags: ReadonlyArray<Tag>
  readonly set: Polytope
  /** from the units of the scaled objective to its own */
  readonly factor: number
}

/** Weights and multipliers out of a solution whose first variables are the weights. */
export function read(solution: Solution, assets: number, { tags, set, factor }: Reading): Attempt {
  if (!isSolved(solution)) return failed(solution.status, reasonOf(solution.status), solution.iterations)
  const boundDuals = new Float64Array(assets)
  const rowDuals = new Float64Array(set.rows.length)
  tags.forEach(({ kind, index, sign }, at) => {
    const duals = kind === "bound" ? boundDuals : rowDuals
    duals[index]! += sign * factor * solution.z[at]!
  })
  return { ...base(solution), weights: solution.x.slice(0, assets), boundDuals, rowDuals }
}

/** A solution of a transformed program: its multipliers are not those of the weights. */
const unpriced = (solution: Solution, weights: Float64Array, { rows }: Polytope): Solved => ({
  ...base(solution),
  weights,
  boundDuals: new Float64Array(weights.length).fill(NaN),
  rowDuals: new Float64Array(rows.length).fill(NaN),
})

const base = ({ status, iterations }: Solution) =>
  ({ _tag: "Solved", status, iterations, exact: false }) as const

export const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
