/** Weights over strategies, and what makes them impossible. */
import * as Schema from "effect/Schema"
import { between, intBetween, optional, withDefault } from "../fields.ts"

export const Meta = Schema.Struct({
  type: withDefault(
    Schema.Literals(["fixed_weight", "risk_parity"]),
    "fixed_weight",
    "how strategies are weighted: as given, or by the inverse volatility of what each earns on its own",
  ),
  weights: optional(
    Schema.Record(Schema.String, between(0, 1)),
    "fixed_weight: weight of each strategy, summing to 1; left out: equal weights",
  ),
  lookback: withDefault(
    intBetween(2, 2520),
    60,
    "risk_parity: sessions of returns behind the volatility of a strategy",
  ),
  min_weight: withDefault(between(0, 1), 0, "risk_parity: smallest weight of a strategy, fraction"),
  max_weight: withDefault(between(0, 1), 1, "risk_parity: largest weight of a strategy, fraction"),
})
  .annotate({ description: "weights over strategies" })
  .check(
    Schema.makeFilter(
      ({
        type,
        weights,
        min_weight,
        max_weight,
      }: {
        type: string
        weights?: unknown
        min_weight: number
        max_weight: number
      }) => {
        if (type === "risk_parity" && weights !== undefined) {
          const issue = "weights go with type fixed_weight; risk_parity finds its own. Leave one of them out"
          return { path: ["weights"], issue }
        }
        return (
          min_weight <= max_weight || {
            path: ["min_weight"],
            issue: `min_weight ${min_weight} exceeds max_weight ${max_weight}`,
          }
        )
      },
    ),
  )

/** What of the section concerns the strategies too. */
export interface MetaFields {
  readonly type: string
  readonly weights?: Readonly<Record<string, number>>
  readonly min_weight: number
  readonly max_weight: number
}

/** What makes weights over these strategies impossible, with the arithmetic. */
export function metaIssue(
  names: ReadonlyArray<string>,
  { type, weights, min_weight, max_weight }: MetaFields,
) {
  const at = (field: string, issue: string) => ({ path: ["meta", field], issue })
  if (weights !== undefined) {
    const wanted = names.toSorted().join(", ")
    if (Object.keys(weights).toSorted().join(", ") !== wanted)
      return at("weights", `weights must name exactly the strategies: ${wanted}`)
    const given = Object.values(weights)
    const sum = given.reduce((a, b) => a + b, 0)
    if (Math.abs(sum - 1) > 1e-6)
      return at("weights", `weights sum to ${given.join(" + ")} = ${sum}, not to 1`)
  }
  if (type !== "risk_parity" || names.length < 2) return undefined
  const count = names.length
  if (count * min_weight > 1)
    return at("min_weight", `${count} strategies × min_weight ${min_weight} = ${count * min_weight}, above 1`)
  if (count * max_weight < 1)
    return at("max_weight", `${count} strategies × max_weight ${max_weight} = ${count * max_weight}, below 1`)
  return undefined
}
