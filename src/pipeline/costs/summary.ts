import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { costSummaryType, summarise } from "./CostSummary.ts"

/** What trading cost over the sessions that metrics count, in numbers and in one sentence. */
export const CostSummary = Node.define({
  name: "costs/summary",
  title: "costs in basis points per day, per year and per unit of turnover, with a sentence",
  config: Schema.Struct({
    periods_per_year: Schema.Finite.check(Schema.isGreaterThan(0))
      .annotate({ description: "sessions a year: 252, or 365 for a market open every day" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
    turnover_basis: Schema.Literals(["target", "traded"])
      .annotate({ description: "the turnover that paid, as in costs/components" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed("target" as const))),
  }),
  inputs: {
    window: Window.type,
    returns: Series.type,
    book: Series.type,
    rates: Series.type,
    target_turnover: Panel.type,
    traded_turnover: Panel.type,
    volume: Panel.type,
    impact_assumed: Panel.type,
  },
  output: costSummaryType,
  reach: () => Reach.whole("a summary has no time axis"),
  scope: "all",
  run: (inputs, config) => summarise(inputs, config),
})
