import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Exposure from "../../domain/Exposure.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { unusedShares } from "../../kernel/unusedShares.ts"
import { columnsOf, fixedWeights, metaPort, weightsField } from "./strategyWeights.ts"

/**
 * The record of a blend: column `unused`, how much of the meta weights stays in cash because strategies have no opinion,
 * mean over the eligible assets, at the rows of decisions with any; NaN elsewhere.
 */
export const UnusedWeight = Node.define({
  name: "execution/unused-weight",
  title: "meta weight left in cash for want of opinions (fraction), at the rows of decisions",
  config: Schema.Struct({ weights: weightsField }),
  inputs: { eligible: Panel.type, exposures: Node.many(Exposure.type), meta: metaPort },
  output: Series.type,
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ eligible, exposures, meta }, { weights }) => {
    const names = Object.keys(exposures).sort()
    const rows = Panel.rows(eligible)
    const columns =
      weights === undefined && meta !== undefined
        ? columnsOf(names, meta)
        : fixedWeights(names, weights).map((weight) => new Float64Array(rows).fill(weight))
    const unused = unusedShares(
      eligible.values,
      names.map((name) => exposures[name]!.values),
      columns,
      eligible.assets.length,
      rows,
    )
    return Series.make(eligible.calendar, { unused })
  },
})
