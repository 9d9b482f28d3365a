/** Base weights of allocators that solve a program: their own code called again, with how the solver ended. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { formatIsoDate } from "../../../kernel/civilDate.ts"
import { windowEnd } from "../../../pipeline/allocation/estimationWindow.ts"
import { allocatorStatuses, fallbacks } from "../../../pipeline/allocation/solverStatus.ts"
import { type Bench, type Read, rowAtOrBefore } from "../Bench.ts"
import { ask, draft, explainer, type Explainer, known, read, setting, storedList } from "../Explainer.ts"
import { inputOf, outputOf } from "../RunGraph.ts"
import type { Cell } from "../Step.ts"
import { membersAt } from "./eligible.ts"

const Config = Schema.Struct({
  allocate_over: Schema.Literals(["universe", "active"]),
  covariance: Schema.String,
  window: Schema.Int,
  lag: Schema.Literals([0, 1]),
  covariance_update: Schema.Literals(["rebalance", "weekly", "monthly"]),
  min_weight: Schema.Finite,
  max_weight: Schema.Finite,
})

const names = [
  "allocation/min-variance",
  "allocation/mean-variance",
  "allocation/max-sharpe",
  "allocation/risk-parity",
  "allocation/hrp",
  "allocation/max-diversification",
  "allocation/min-cvar",
]

const optimiser = (name: string): Explainer =>
  explainer({
    name,
    config: Config,
    explain: (bench, cell, config, byCode) =>
      Effect.gen(function* () {
        const { node, day, column } = cell
        const duals = outputOf(node, "duals")
        const row = known(yield* bench.row(outputOf(node, "weights"), day))
        const { note } = yield* membersAt(bench, cell, config.allocate_over)
        const returns = inputOf(node, "returns")
        const days = yield* bench.days(returns)
        const update = { window: config.window, lag: config.lag, update: config.covariance_update }
        const end = windowEnd(days, rowAtOrBefore(days, day), update)
        const span =
          end >= config.window
            ? `${config.covariance} covariance of ${config.window} returns, ${formatIsoDate(days[end - config.window]!)} … ${formatIsoDate(days[end - 1]!)}`
            : `fewer than ${config.window} returns`
        return [
          ...ask(inputOf(node, "eligible"), day, column),
          draft(
            "base weight",
            cell,
            yield* byCode(cell),
            [
              yield* read(bench, "eligible", inputOf(node, "eligible"), day, column),
              yield* read(bench, "exposure", inputOf(node, "exposure"), day, column),
              storedList("weights", row, outputOf(node, "weights"), "all assets"),
              yield* read(bench, "dual", duals, day, column),
              setting("min_weight", config.min_weight),
              setting("max_weight", config.max_weight),
              ...(yield* sectorAndBudgetDuals(bench, cell)),
            ],
            [note, span, ...(yield* ending(bench, cell))],
          ),
        ]
      }),
  })

export const optimisers: ReadonlyArray<Explainer> = names.map(optimiser)

/** What the record of a decision has beside how it ended: shadow prices of sums. */
const facts = ["status", "iterations", "exact", "fallback", "within", "relaxed", "members"]

const sectorAndBudgetDuals = (bench: Bench, { node, day }: Cell) =>
  Effect.map(bench.row(outputOf(node, "record"), day), (record) => {
    const prices = known(record).filter(([name]) => !facts.includes(name))
    return prices.length === 0
      ? []
      : [storedList("shadow_prices", prices, outputOf(node, "record"), "of sums")]
  })

/** How the solver ended, in words. */
const ending = (bench: Bench, { node, day }: Cell): Read<ReadonlyArray<string>> =>
  Effect.map(bench.row(outputOf(node, "record"), day), (record) => {
    const at = new Map(record)
    const status = allocatorStatuses[at.get("status") ?? -1] ?? "no solver was asked"
    const fallback = fallbacks[at.get("fallback") ?? 0] ?? "none"
    return [
      `solver: ${status} after ${at.get("iterations") ?? 0} iterations${at.get("exact") === 1 ? ", then exact" : ""}`,
      ...(fallback === "none" ? [] : [`fallback: ${fallback}`]),
      ...(at.get("within") === 0 ? ["the bounds admit no weights"] : []),
      ...(at.get("relaxed") === 1 ? ["the limit of trading gave way to the bounds"] : []),
    ]
  })
