/**
 * Everything a study can be told, in one schema: what an experiment, a preset and `--set` may say. A section a file in `sections/`,
 * with the checks that concern it alone; here is what concerns several.
 * Defaults are those of the docs/configuration.md; each node reads only the fields that it is given.
 */
import * as Schema from "effect/Schema"
import { section, withDefault } from "./fields.ts"
import { Allocation } from "./sections/allocation.ts"
import { Costs } from "./sections/costs.ts"
import { Data } from "./sections/data.ts"
import { Execution } from "./sections/execution.ts"
import { Folds } from "./sections/folds.ts"
import { Meta, type MetaFields, metaIssue } from "./sections/meta.ts"
import { Metrics } from "./sections/metrics.ts"
import { Period } from "./sections/period.ts"
import { Risk } from "./sections/risk.ts"
import { Robustness } from "./sections/robustness.ts"

/**
 * The sections of a study, for graphs that add some of their own; `systemChecks` goes with them.
 *
 * @param strategies union of the strategies' schemas, from their catalogue
 */
export const systemFields = <S extends Schema.Top>(strategies: S) => ({
  data: section(Data),
  period: section(Period),
  strategies: Schema.Record(Schema.String, strategies)
    .check(
      Schema.makeFilter(
        (given: Readonly<Record<string, unknown>>) =>
          Object.keys(given).length > 0 || "a study needs a strategy; passthrough holds everything",
      ),
      Schema.makeFilter(
        (given: Readonly<Record<string, unknown>>) => !Object.hasOwn(given, "") || "a strategy needs a name",
      ),
    )
    .annotate({ description: "what is wanted, by name: each maps features to intent" }),
  execution: section(Execution),
  meta: section(Meta),
  allocation: section(Allocation),
  risk: section(Risk),
  costs: section(Costs),
  metrics: section(Metrics),
  folds: section(Folds),
  robustness: section(Robustness),
  seed: withDefault(Schema.Int, 0, "seed of everything random"),
})

/** @param strategies union of the strategies' schemas, from their catalogue */
export const systemConfig = <S extends Schema.Top>(strategies: S) =>
  Schema.Struct(systemFields(strategies)).check(systemChecks)

interface CrossChecked {
  readonly strategies: Readonly<Record<string, unknown>>
  readonly meta: MetaFields
  readonly costs: { readonly turnover_basis: string }
  readonly risk: { readonly leverage_update: string; readonly min_assets_held: number }
  readonly data: { readonly universe?: ReadonlyArray<string> }
}

/** What the sections ask of each other. */
export const systemChecks = Schema.makeFilter(crossChecks)

function crossChecks({ strategies, meta, costs, risk, data }: CrossChecked) {
  const issue = metaIssue(Object.keys(strategies), meta)
  if (issue !== undefined) return issue
  if (risk.leverage_update === "daily" && costs.turnover_basis !== "traded") {
    return { path: ["risk", "leverage_update"], issue: "daily leverage needs costs.turnover_basis: traded" }
  }
  if (data.universe !== undefined && risk.min_assets_held > data.universe.length) {
    return {
      path: ["risk", "min_assets_held"],
      issue: `more than the ${data.universe.length} assets of the universe`,
    }
  }
  return true
}

/** A decoded study, its strategies apart. */
export type SystemConfig<Strategy = { readonly type: string }> = Omit<
  ReturnType<typeof systemConfig<Schema.Codec<Strategy, unknown>>>["Type"],
  "strategies"
> & { readonly strategies: Readonly<Record<string, Strategy>> }
