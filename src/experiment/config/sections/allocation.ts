/** From exposure to target weights: when, by which method, within which bounds. */
import * as Schema from "effect/Schema"
import { type WeightConstraints, constraintFields } from "../../../pipeline/allocation/constraints.ts"
import { covarianceFields } from "../../../pipeline/allocation/covariances.ts"
import { update } from "../../../pipeline/allocation/estimationWindow.ts"
import { expectedReturnFields } from "../../../pipeline/allocation/expectedReturns.ts"
import { between, intBetween, optional, positive, section, withDefault } from "../fields.ts"

const Rebalance = Schema.Struct({
  frequency: withDefault(
    Schema.Literals(["daily", "weekly", "monthly", "quarterly", "yearly", "once"]),
    "monthly",
    "how often targets are decided",
  ),
  day: withDefault(
    Schema.Literals(["first_trading_day", "last_trading_day", "mon", "tue", "wed", "thu", "fri"]),
    "last_trading_day",
    "day within the period, by the exchange's calendar; weekdays go with weekly",
  ),
  on_intent_change: withDefault(
    Schema.Boolean,
    false,
    "also decide when the sign of the blended intent changes",
  ),
})
  .annotate({ description: "decision dates" })
  .check(
    Schema.makeFilter(({ frequency, day }: { frequency: string; day: string }) => {
      const isWeekday = !day.endsWith("_trading_day")
      return (
        !isWeekday ||
        frequency === "weekly" || { path: ["day"], issue: `day ${day} goes with frequency weekly only` }
      )
    }),
  )

/** By rule, then those that optimise. */
const allocationMethods = [
  "inverse_vol",
  "equal_weight",
  "group_weights",
  "min_variance",
  "mean_variance",
  "max_sharpe",
  "risk_parity",
  "hrp",
  "max_diversification",
  "min_cvar",
] as const

const { sectors: _sectors, ...bounds } = constraintFields
const { periods_per_year: _periods, ...views } = expectedReturnFields

const Group = Schema.Struct({
  weight: between(0, 1).annotate({ description: "share of capital" }),
  members: Schema.NonEmptyArray(Schema.NonEmptyString).annotate({
    description: "assets, sectors or classes; equity also stands for sectors such as equity-us",
  }),
})

export const Allocation = Schema.Struct({
  method: withDefault(
    Schema.Literals(allocationMethods),
    "inverse_vol",
    "base weights, before exposure: by a rule, or from min_variance on by an optimum over estimates",
  ),
  lookback: withDefault(intBetween(2, 2520), 60, "sessions of returns behind the volatility"),
  min_vol: withDefault(between(1e-8, 1), 1e-4, "floor of the volatility, decimal per day"),
  allocate_over: withDefault(
    Schema.Literals(["universe", "active"]),
    "universe",
    "share the budget over all eligible assets, or over those with an exposure",
  ),
  combine: withDefault(
    Schema.Literals(["auto", "overlay", "normalise"]),
    "auto",
    "overlay: weight × exposure, the rest is cash; normalise: to the gross exposure; auto: by kind of intent",
  ),
  rebalance: section(Rebalance),
  ...covarianceFields,
  covariance_update: update,
  ...bounds,
  ...views,
  risk_aversion: withDefault(
    positive,
    5,
    "mean_variance: γ, what a unit of variance costs; without a target",
  ),
  target_return: optional(between(-1, 100), "mean_variance: least expected return, decimal per year"),
  target_volatility: optional(positive, "mean_variance: largest volatility, decimal per year"),
  confidence: withDefault(between(0.5, 0.999), 0.95, "min_cvar: share of sessions that are not in the tail"),
  turnover_limit: optional(
    Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(2)),
    "largest sum of |weight wanted − weight held| of a decision, before leverage; the first build is free",
  ),
  turnover_penalty: withDefault(
    between(0, 10),
    0,
    "mean_variance: what a unit of that sum costs its utility over a year, decimal",
  ),
  groups: optional(
    Schema.Record(Schema.String, Group),
    "group_weights: fixed weight of each group, summing to 1, and who is in it",
  ),
  fallback: withDefault(
    Schema.Literals(["inverse_vol", "equal_weight"]),
    "inverse_vol",
    "weights where no optimal ones can be had",
  ),
})
  .annotate({ description: "from exposure to target weights" })
  .check(Schema.makeFilter(allocationProblem))

interface AllocationChecked extends Omit<WeightConstraints, "sectors"> {
  readonly method: (typeof allocationMethods)[number]
  readonly expected_returns: string
  readonly target_return?: number
  readonly target_volatility?: number
  readonly turnover_limit?: number
  readonly turnover_penalty: number
  readonly groups?: Readonly<Record<string, { readonly weight: number }>>
}

/** What goes with some methods only is refused elsewhere: it would be ignored without a word. */
function allocationProblem(given: AllocationChecked) {
  const { method, min_weight, max_weight, bounds, sector_bounds, target_return, target_volatility } = given
  const problem = (field: string, issue: string) => ({ path: [field], issue })
  if (min_weight > max_weight) return problem("min_weight", `${min_weight} exceeds max_weight ${max_weight}`)
  const set = {
    min_weight: min_weight !== 0,
    max_weight: max_weight !== 1,
    bounds: Object.keys(bounds).length > 0,
    turnover_limit: given.turnover_limit !== undefined,
    sector_bounds: Object.keys(sector_bounds).length > 0,
  }
  const grouped = groupProblem(given)
  if (grouped !== undefined) return problem("groups", grouped)
  const bounded = Object.entries(set).find(([, isSet]) => isSet)
  if (bounded !== undefined && ["inverse_vol", "equal_weight", "group_weights"].includes(method)) {
    const remedy =
      bounded[0] === "turnover_limit"
        ? "it goes with methods that optimise, from min_variance on"
        : "use risk.max_weight_per_asset or risk.max_sector_weight"
    return problem(bounded[0], `${method} takes no bounds and limits; ${remedy}`)
  }
  const target =
    target_return === undefined
      ? target_volatility === undefined
        ? undefined
        : "target_volatility"
      : "target_return"
  if (target !== undefined && method !== "mean_variance")
    return problem(target, `goes with method mean_variance, not ${method}`)
  if (target_return !== undefined && target_volatility !== undefined)
    return problem("target_volatility", "a study has one target: drop it or target_return")
  if (given.turnover_penalty > 0 && (method !== "mean_variance" || target !== undefined))
    return problem(
      "turnover_penalty",
      "goes with method mean_variance without a target: only there is it a cost",
    )
  if (method === "max_sharpe" && given.expected_returns === "zero")
    return problem("expected_returns", "max_sharpe needs a view: scores or shrunk_mean")
  return true
}

function groupProblem({ method, groups }: AllocationChecked): string | undefined {
  if (groups === undefined)
    return method === "group_weights"
      ? "group_weights needs groups, as in groups: { equity: { weight: 0.6, members: [equity] }, … }"
      : undefined
  if (method !== "group_weights") return `goes with method group_weights, not ${method}`
  const weights = Object.values(groups).map(({ weight }) => weight)
  const sum = weights.reduce((a, b) => a + b, 0)
  return Math.abs(sum - 1) > 1e-6 ? `weights sum to ${weights.join(" + ")} = ${sum}, not to 1` : undefined
}
