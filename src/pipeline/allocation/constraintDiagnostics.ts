import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { turnoverName } from "../../kernel/convex/withTrades.ts"
import { sectorColumn } from "./allocate.ts"
import {
  boundedSectors,
  boundsProblem,
  budgetName,
  constraintFields,
  polytopeOf,
  type WeightConstraints,
} from "./constraints.ts"
import { type DecisionRecord, diagnosticsType } from "./Diagnostics.ts"
import type { Status } from "./optimise/Attempt.ts"
import { reasonOf } from "./optimise/Attempt.ts"
import { allocatorStatuses, fallbacks } from "./solverStatus.ts"

/** A weight this near to a bound stands on it. */
const near = 1e-9
/** Of sums over assets. */
const nearSum = 1e-7

/**
 * The bounds that bind at each decision of an allocator that optimises, with their shadow prices; where a fallback took over, the
 * status and the reason. The config is the allocator's.
 */
export const ConstraintDiagnostics = Node.define({
  name: "allocation/constraint-diagnostics",
  title: "how each decision came about: solver status, fallback, binding bounds and their shadow prices",
  config: Schema.Struct(constraintFields),
  inputs: { weights: Panel.type, duals: Panel.type, record: Series.type },
  output: diagnosticsType,
  reach: () => Reach.whole("a list has no time axis"),
  scope: "all",
  run: ({ weights, duals, record }, config) => {
    const column = columnsOf(record)
    return Array.from(weights.calendar.sessions, (_, t) => t)
      .filter((t) => !Number.isNaN(column("status")[t]!))
      .map((t) => recordOf({ weights, duals }, t, (name) => column(name)[t]!, config))
  },
})

/** Columns by name, copied once each; one that is not there is NaN. */
function columnsOf(record: Series.Series): (name: string) => Float64Array {
  const made = new Map<string, Float64Array>()
  return (name) => {
    const known =
      made.get(name) ??
      (record.assets.includes(name)
        ? Series.column(record, name)
        : new Float64Array(record.calendar.sessions.length).fill(NaN))
    made.set(name, known)
    return known
  }
}

interface Panels {
  readonly weights: Panel.Panel
  readonly duals: Panel.Panel
}

function recordOf(
  { weights, duals }: Panels,
  t: number,
  at: (column: string) => number,
  config: WeightConstraints,
): DecisionRecord {
  const width = weights.assets.length
  const row = weights.values.subarray(t * width, (t + 1) * width)
  const prices = duals.values.subarray(t * width, (t + 1) * width)
  const status = allocatorStatuses[at("status")] ?? "Unsolved"
  const held = weights.assets.filter((_, i) => row[i]! > 0)
  const within = at("within") === 1
  const fallback = fallbacks[at("fallback")] ?? "none"
  return {
    date: Calendar.isoAt(weights.calendar, t),
    status,
    iterations: whole(at("iterations")),
    exact: at("exact") === 1,
    members: whole(at("members")),
    fallback,
    within_bounds: within,
    turnover_relaxed: at("relaxed") === 1,
    reason: fallback === "none" ? null : whyNot(status, within ? undefined : boundsProblem(held, config)),
    budget_price: known(at(budgetName)),
    binding: [
      ...bindingBounds(weights.assets, row, prices, config),
      ...bindingSectors(weights.assets, row, at, config),
      ...bindingTurnover(at(turnoverName)),
    ],
    at_zero: Math.max(0, whole(at("members")) - held.length),
  }
}

const whole = (value: number): number => (Number.isFinite(value) ? Math.trunc(value) : 0)

const known = (value: number): number | null => (Number.isFinite(value) ? value : null)

function whyNot(status: Status, problem: string | undefined): string {
  if (problem !== undefined) return problem
  switch (status) {
    case "NoPositiveMean":
      return "no weights within the bounds have a positive expected return"
    case "OutsideConstraints":
      return "the solver's weights broke their bounds"
    case "PrimalInfeasible":
    case "AlmostPrimalInfeasible":
      return "no weights within the bounds meet the target"
    default:
      return reasonOf(status)
  }
}

type Binding = DecisionRecord["binding"][number]

function bindingBounds(
  assets: ReadonlyArray<string>,
  row: Float64Array,
  prices: Float64Array,
  config: WeightConstraints,
): ReadonlyArray<Binding> {
  const { lower, upper } = polytopeOf(assets, config)
  return assets.flatMap((name, i): ReadonlyArray<Binding> => {
    const price = known(prices[i]!)
    if (!(row[i]! > 0)) return []
    if (lower[i]! > 0 && row[i]! - lower[i]! <= near)
      return [{ kind: "min_weight", name, bound: lower[i]!, price }]
    return upper[i]! - row[i]! <= near ? [{ kind: "max_weight", name, bound: upper[i]!, price }] : []
  })
}

function bindingSectors(
  assets: ReadonlyArray<string>,
  row: Float64Array,
  at: (column: string) => number,
  config: WeightConstraints,
): ReadonlyArray<Binding> {
  return boundedSectors(config).flatMap((name): ReadonlyArray<Binding> => {
    const { min = 0, max = Infinity } = config.sector_bounds[name]!
    let sum = 0
    assets.forEach((asset, i) => {
      if (config.sectors[asset] === name && !Number.isNaN(row[i]!)) sum += row[i]!
    })
    const price = known(at(sectorColumn(name)))
    if (min > 0 && Math.abs(sum - min) <= nearSum) return [{ kind: "sector_min", name, bound: min, price }]
    return Math.abs(max - sum) <= nearSum ? [{ kind: "sector_max", name, bound: max, price }] : []
  })
}

const bindingTurnover = (price: number): ReadonlyArray<Binding> =>
  price === 0 || Number.isNaN(price) ? [] : [{ kind: "turnover", name: "all", bound: null, price }]
