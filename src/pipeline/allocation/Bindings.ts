/** What caps changed, one entry for each cap that bound at a decision. */
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import type { ValueType } from "../../dag/ValueType.ts"

const schema = Schema.Array(
  Schema.Struct({
    date: Schema.String.annotate({ description: "session of the decision" }),
    kind: Schema.Literals([
      "max_weight_per_asset",
      "max_sector_weight",
      "unplaced",
      "min_assets_held",
    ]).annotate({
      description: "the cap; unplaced: gross that no cap leaves room for, now cash",
    }),
    name: Schema.String.annotate({ description: "asset or sector; gross for the whole row" }),
    before: Schema.Finite.annotate({
      description: "weight of the asset, sum of |weight| of the others, before",
    }),
    after: Schema.Finite.annotate({ description: "the same after" }),
  }),
)

export type Bindings = typeof schema.Type

export type Binding = Bindings[number]

export const bindingsType: ValueType<Bindings> = Document.of("cap-bindings", schema)
