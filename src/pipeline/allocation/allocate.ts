/** What allocators that optimise share: their fields, ports and reach, and a row of weights for every decision, come what may. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Reach from "../../dag/Reach.ts"
import * as Exposure from "../../domain/Exposure.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { cleanWeights } from "../../kernel/cleanWeights.ts"
import { isBlankRow } from "../../kernel/isBlankRow.ts"
import { type Polytope, violation } from "../../kernel/convex/Polytope.ts"
import { diagonalOf } from "../../kernel/convex/QuadraticForm.ts"
import { type Allocation, allocateOver, dropIdle } from "./baseWeights.ts"
import {
  budgetName,
  constraintFields,
  polytopeOf,
  type WeightConstraints,
  boundedSectors,
} from "./constraints.ts"
import { ConvexSolver, type Solver } from "./ConvexSolver.ts"
import { covarianceFields } from "./covariances.ts"
import { lag, update, windowReach } from "./estimationWindow.ts"
import { type EstimateConfig, type Estimates, estimatesAt } from "./estimates.ts"
import { type Attempt, failed, type Solved } from "./optimise/Attempt.ts"
import { leastTurnover } from "./optimise/optimise.ts"
import { turnoverName } from "../../kernel/convex/withTrades.ts"
import { MissingBook } from "./errors.ts"
import {
  bookReach,
  type BookPanels,
  openBook,
  type RunningBook,
  type Trading,
  turnoverFields,
  turnoverInputs,
} from "./turnover.ts"
import { nearest } from "./optimise/nearest.ts"
import { codeOf, type Fallback, fallbacks } from "./solverStatus.ts"

export const allocatorFields = {
  allocate_over: allocateOver,
  ...covarianceFields,
  lag,
  covariance_update: update,
  ...constraintFields,
  fallback: Schema.Literals(["inverse_vol", "equal_weight"])
    .annotate({
      description: "weights where no optimal ones can be had, moved into the bounds where these admit any",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("inverse_vol" as const))),
  ...turnoverFields,
}

export interface AllocatorConfig extends Omit<EstimateConfig, "update">, WeightConstraints {
  readonly allocate_over: Allocation["allocate_over"]
  readonly covariance_update: EstimateConfig["update"]
  readonly fallback: Exclude<Fallback, "none">
  readonly trading?: Trading
}

export const allocatorInputs = {
  eligible: Panel.type,
  exposure: Exposure.type,
  returns: Panel.type,
  ...turnoverInputs,
} as const

/**
 * `duals`: shadow prices of the assets' bounds. `record`, NaN on rows without a decision: `status` (a code of
 * `solverStatus.ts`), `iterations`, `exact` (1: the active-set step ended), `fallback` (0 none, 1 inverse volatility, 2
 * equal weight), `within` (0: the bounds admit no weights, so the fallback breaks them), `relaxed` (1: the bounds cost more
 * trading than its limit), `members`, and the shadow price of the limit of trading (`turnover`), of the budget and of each
 * sector with bounds.
 */
export const allocatorOutputs = { weights: Panel.type, duals: Panel.type, record: Series.type } as const

/** With a limit of trading a decision depends on what is held, and so on all decisions and returns before it. */
export function allocatorReach({ window, lag, covariance_update, trading }: AllocatorConfig) {
  const returns = windowReach({ window, lag, update: covariance_update })
  if (trading === undefined) {
    const idle = Reach.point
    const ofBook = {
      before_fill: idle,
      after_fill: idle,
      close_to_close: idle,
      listing: idle,
      tradable: idle,
    }
    return { eligible: Reach.point, exposure: Reach.point, returns, ...ofBook }
  }
  const { decisions, ofBook } = bookReach(trading)
  return {
    eligible: decisions,
    exposure: decisions,
    returns: { ...decisions, ahead: returns.ahead },
    ...ofBook,
  }
}

interface Inputs extends BookPanels {
  readonly eligible: Panel.Panel
  readonly exposure: Exposure.Exposure
  readonly returns: Panel.Panel
}

/** From the estimates of a decision and what is admitted to weights; total. */
export type Allocator = (estimates: Estimates, set: Polytope, solver: Solver) => Attempt

/**
 * A row of weights for every decision, with its record. Whatever the allocator answers, a row adds up to 1 (0 when nobody takes
 * part) and holds no NaN but for assets that are not listed.
 */
export const allocate = (inputs: Inputs, config: AllocatorConfig, allocator: Allocator, penaltyUnit = 0) =>
  Effect.gen(function* () {
    const solver = yield* ConvexSolver
    const book = openBook(inputs.eligible, config.trading, inputs)
    if (book instanceof MissingBook) return yield* book
    return allocateRows(inputs, config, allocator, { solver, book, penaltyUnit })
  })

interface Means {
  readonly solver: Solver
  readonly book: RunningBook | undefined
  /** from the penalty of the config to that of the allocator's objective; 0 where it has none */
  readonly penaltyUnit: number
}

function allocateRows(inputs: Inputs, config: AllocatorConfig, allocator: Allocator, means: Means) {
  const { eligible, exposure } = inputs
  const width = eligible.assets.length
  const weights = new Float64Array(eligible.values.length).fill(NaN)
  const duals = new Float64Array(eligible.values.length).fill(NaN)
  const record = new Recorder(eligible, config)
  for (let t = 0; t < eligible.calendar.sessions.length; t++) {
    if (isBlankRow(eligible.values, width, t)) continue
    const listed = eligible.values.subarray(t * width, (t + 1) * width)
    const { columns, decision } = decide(inputs, t, config, allocator, means)
    for (const [row, out] of [
      [decision.weights, weights],
      [decision.boundDuals, duals],
    ] as const) {
      for (let i = 0; i < width; i++) if (!Number.isNaN(listed[i]!)) out[t * width + i] = 0
      columns.forEach((i, k) => (out[t * width + i] = row[k]!))
    }
    const wanted = weights.subarray(t * width, (t + 1) * width)
    means.book?.order(t, overlaid(wanted, exposure.values.subarray(t * width, (t + 1) * width)))
    record.write(t, columns.length, decision)
  }
  return {
    weights: Panel.like(eligible, weights),
    duals: Panel.like(eligible, duals),
    record: record.series,
  }
}

/** Weight times exposure: the row that is wanted of the book. */
const overlaid = (weights: Float64Array, exposure: Float64Array): Float64Array =>
  weights.map((weight, i) => weight * (Number.isNaN(exposure[i]!) ? 0 : exposure[i]!) + 0)

function decide(
  { eligible, exposure, returns }: Inputs,
  t: number,
  config: AllocatorConfig,
  allocator: Allocator,
  { solver, book, penaltyUnit }: Means,
) {
  const width = eligible.assets.length
  const member = eligible.values.slice(t * width, (t + 1) * width)
  const wanted = exposure.values.subarray(t * width, (t + 1) * width)
  if (config.allocate_over === "active") dropIdle(member, wanted)
  const { columns, estimates } = estimatesAt(returns, t, member, wanted, {
    ...config,
    update: config.covariance_update,
  })
  const set = polytopeOf(estimates.assets, config)
  const held = book?.heldAt(t)
  // the first build, of a book that holds nothing, is free
  if (book === undefined || held === undefined || held.every((weight) => weight === 0))
    return { columns, decision: decideOn(estimates, set, config, allocator, solver) }
  const { limit = Infinity, penalty = 0 } = config.trading ?? {}
  const room = limit - forcedTrades(book, held, t, columns)
  const trades = {
    factors: estimates.exposure,
    held: Float64Array.from(columns, (i) => held[i]!),
    limit: Math.max(0, room),
    penalty: penaltyUnit * penalty,
  }
  const decision = decideOn(estimates, { ...set, trades }, config, allocator, solver)
  return { columns, decision: room < 0 ? { ...decision, relaxed: true } : decision }
}

/** What is sold of assets that take no part any more, wanted or not: it comes off the limit for the others. */
function forcedTrades(
  book: RunningBook,
  held: Float64Array,
  t: number,
  columns: ReadonlyArray<number>,
): number {
  const members = new Set(columns)
  let forced = 0
  held.forEach((weight, i) => {
    if (!members.has(i) && book.trades(t, i)) forced += Math.abs(weight)
  })
  return forced
}

/** The weights of a decision, by whoever made them. */
export interface Decision extends Omit<Solved, "_tag" | "status"> {
  readonly status: Attempt["status"]
  readonly fallback: Fallback
  /** whether the bounds are kept */
  readonly within: boolean
  /** whether the limit of trading had to give way to the bounds */
  readonly relaxed: boolean
}

/** Optimal weights where there are any that keep their contract, else the fallback. */
function decideOn(
  estimates: Estimates,
  set: Polytope,
  config: Pick<AllocatorConfig, "fallback">,
  allocator: Allocator,
  solver: Solver,
): Decision {
  const n = estimates.assets.length
  if (n === 0) return nobody(set)
  const attempt = checked(allocator(estimates, set, solver), set)
  if (attempt._tag === "Solved") return { ...attempt, fallback: "none", within: true, relaxed: false }
  const wider = relaxedSet(set, solver)
  if (wider !== undefined) {
    const second = checked(allocator(estimates, wider, solver), wider)
    if (second._tag === "Solved") return { ...second, fallback: "none", within: true, relaxed: true }
  }
  const plain = fallbackWeights(estimates, config.fallback)
  const admitted = unpriced(wider ?? set)
  const moved = checked(nearest(plain, admitted, solver), admitted)
  return {
    status: attempt.status,
    iterations: attempt.iterations,
    weights: moved._tag === "Solved" ? moved.weights : plain,
    exact: false,
    boundDuals: new Float64Array(n).fill(NaN),
    rowDuals: new Float64Array(set.rows.length).fill(NaN),
    fallback: config.fallback,
    within: moved._tag === "Solved",
    relaxed: wider !== undefined,
  }
}

/** The same set, in which trading costs nothing: the nearest weights have no utility to set it against. */
const unpriced = (set: Polytope): Polytope =>
  set.trades === undefined ? set : { ...set, trades: { ...set.trades, penalty: 0 } }

/** Where the bounds cost more trading than the limit: the set with as much as they cost. */
function relaxedSet(set: Polytope, solver: Solver): Polytope | undefined {
  if (set.trades === undefined || set.trades.limit === Infinity) return undefined
  const least = leastTurnover(set, set.trades, solver)
  if (!(least > set.trades.limit - tolerance)) return undefined
  return { ...set, trades: { ...set.trades, limit: least + sumTolerance } }
}

const nobody = (set: Polytope): Decision => ({
  status: "Solved",
  iterations: 0,
  weights: new Float64Array(0),
  exact: true,
  boundDuals: new Float64Array(0),
  rowDuals: new Float64Array(set.rows.length),
  fallback: "none",
  within: true,
  relaxed: false,
})

/** Of sums over assets and of trades, 1e-6 is let pass; of the bounds of an asset and of the sum of all, rounding. */
const [sumTolerance, tolerance] = [1e-6, 1e-9]

/** The contract of every allocator: no NaN, Σ = 1, bounds kept; dust is none. */
function checked(attempt: Attempt, set: Polytope): Attempt {
  if (attempt._tag === "Failed") return attempt
  const weights = cleanWeights(attempt.weights, set.lower, set.upper)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const { lower, upper } = set
  const ownBounds = violation({ lower, upper, rows: [] }, weights)
  // sums over assets, and what is traded, move by as much as the dust that is cleared away
  const cleared = weights.reduce((sum, weight, i) => sum + Math.abs(weight - attempt.weights[i]!), 0)
  const keepsSums =
    violation(set, attempt.weights) <= sumTolerance && violation(set, weights) <= sumTolerance + cleared
  if (Math.abs(total - 1) <= tolerance && ownBounds <= tolerance && keepsSums) return { ...attempt, weights }
  return failed(
    "OutsideConstraints",
    "its weights break their bounds or do not add up to 1",
    attempt.iterations,
  )
}

function fallbackWeights(
  { covariance, assets }: Estimates,
  fallback: Exclude<Fallback, "none">,
): Float64Array {
  const n = assets.length
  const raw = diagonalOf(covariance).map((variance) =>
    fallback === "equal_weight" ? 1 : 1 / Math.sqrt(variance),
  )
  const total = raw.reduce((sum, value) => sum + value, 0)
  // an estimator may give a variance of nearly 0 to a price that hardly moves
  return Number.isFinite(total) ? raw.map((value) => value / total) : raw.fill(1 / n)
}

const facts = ["status", "iterations", "exact", "fallback", "within", "relaxed", "members", turnoverName]

/** The columns of `record`. */
class Recorder {
  private readonly columns: Readonly<Record<string, Float64Array>>
  private readonly calendar: Panel.Panel["calendar"]
  private readonly names: ReadonlyArray<string>

  constructor({ calendar }: Panel.Panel, config: WeightConstraints) {
    this.calendar = calendar
    this.names = [budgetName, ...boundedSectors(config).map(sectorColumn)]
    const all = [...facts, ...this.names]
    this.columns = Object.fromEntries(
      all.map((name) => [name, new Float64Array(calendar.sessions.length).fill(NaN)]),
    )
  }

  write(t: number, members: number, decision: Decision): void {
    const { status, iterations, exact, fallback, within, relaxed, rowDuals, turnoverDual = 0 } = decision
    const values: Readonly<Record<string, number>> = {
      status: codeOf(status),
      iterations,
      exact: exact ? 1 : 0,
      fallback: fallbacks.indexOf(fallback),
      within: within ? 1 : 0,
      relaxed: relaxed ? 1 : 0,
      members,
      [turnoverName]: turnoverDual,
    }
    for (const [name, value] of Object.entries(values)) this.columns[name]![t] = value
    this.names.forEach((name, k) => (this.columns[name]![t] = rowDuals[k]!))
  }

  get series(): Series.Series {
    return Series.make(this.calendar, this.columns)
  }
}

export const sectorColumn = (sector: string): string => `sector ${sector}`
