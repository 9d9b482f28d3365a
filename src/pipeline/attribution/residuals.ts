/** What is left over where parts should add up: the largest over the sessions, null where there is none. */
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { rowSums } from "../../kernel/rowSums.ts"

/** |signal + allocation + leverage − gross|; a session on which one of them is not known does not count. */
export function ofSteps(daily: Series.Series): number | null {
  const [signal, allocation, leverage, gross] = ["signal", "allocation", "leverage", "gross"].map((name) =>
    Series.column(daily, name),
  )
  const sums = new Float64Array(gross!.length)
  for (let t = 0; t < sums.length; t++) sums[t] = signal![t]! + allocation![t]! + leverage![t]!
  return largest(gross!, sums)
}

/** |Σ of all columns − gross|; a part that is NaN (an asset that is not listed) adds nothing. */
export function ofParts(parts: Series.Series, daily: Series.Series): number | null {
  return largest(Series.column(daily, "gross"), rowSums(parts.values, Panel.rows(parts), parts.assets.length))
}

/** |gross − cost − net|, but on the session of ruin, where net is −1 whatever the cost. */
export function ofCost(daily: Series.Series): number | null {
  const [gross, cost, net] = ["gross", "cost", "net"].map((name) => Series.column(daily, name))
  const sums = new Float64Array(net!.length)
  for (let t = 0; t < sums.length; t++) sums[t] = net![t]! <= -1 ? NaN : gross![t]! - cost![t]!
  return largest(net!, sums)
}

function largest(wanted: Float64Array, sums: Float64Array): number | null {
  let found = -1
  for (let t = 0; t < wanted.length; t++) {
    const size = Math.abs(sums[t]! - wanted[t]!)
    if (size > found) found = size
  }
  return found < 0 ? null : found
}
