import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { eligibleCounts } from "../../kernel/eligibleCounts.ts"

/** How many assets each decision may hold, column `eligible`; NaN on rows without a decision. */
export const EligibleCount = Node.define({
  name: "execution/eligible-count",
  title: "number of assets that a decision may hold, at the rows of decisions",
  config: Schema.Struct({}),
  inputs: { eligible: Panel.type },
  output: Series.type,
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ eligible: { calendar, assets, values } }) =>
    Series.make(calendar, { eligible: eligibleCounts(values, calendar.sessions.length, assets.length) }),
})
