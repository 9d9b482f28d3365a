/** How each decision of an allocator that optimises came about. */
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import type { ValueType } from "../../dag/ValueType.ts"
import { allocatorStatuses, fallbacks } from "./solverStatus.ts"

const price = Schema.NullOr(Schema.Finite).annotate({
  description:
    "what a unit more of the bound is worth to the objective: > 0 at a lower, < 0 at an upper bound; null where the solver does not tell",
})

const schema = Schema.Array(
  Schema.Struct({
    date: Schema.String.annotate({ description: "session of the decision" }),
    status: Schema.Literals(allocatorStatuses).annotate({ description: "how the solver ended" }),
    iterations: Schema.Int.annotate({ description: "of the solver" }),
    exact: Schema.Boolean.annotate({
      description: "whether the active-set step ended: weights to 1e-9, else to the solver's tolerance",
    }),
    members: Schema.Int.annotate({ description: "assets that took part" }),
    fallback: Schema.Literals(fallbacks).annotate({
      description: "whose weights these are; none: optimal ones",
    }),
    within_bounds: Schema.Boolean,
    turnover_relaxed: Schema.Boolean.annotate({
      description: "whether the bounds cost more trading than its limit, which gave way",
    }),
    reason: Schema.NullOr(Schema.String).annotate({
      description: "why the fallback took over, with the arithmetic of the bounds",
    }),
    budget_price: price,
    binding: Schema.Array(
      Schema.Struct({
        kind: Schema.Literals(["min_weight", "max_weight", "sector_min", "sector_max", "turnover"]),
        name: Schema.String.annotate({ description: "asset or sector; all for the turnover" }),
        bound: Schema.NullOr(Schema.Finite).annotate({
          description: "null for the turnover: it is in the config",
        }),
        price,
      }),
    ).annotate({ description: "bounds that bind, but for a lower bound of 0" }),
    at_zero: Schema.Int.annotate({ description: "members without a weight" }),
  }),
)

export type Diagnostics = typeof schema.Type

export type DecisionRecord = Diagnostics[number]

export const diagnosticsType: ValueType<Diagnostics> = Document.of("constraint-diagnostics", schema)
