import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import { summaryType } from "../../pipeline/metrics/summary.ts"

const figures = Schema.Record(Schema.String, Schema.NullOr(Schema.Finite))

const comparison = Schema.Struct({
  first_fill: Schema.NullOr(Schema.String).annotate({
    description: "first session that counts, for all systems",
  }),
  last: Schema.NullOr(Schema.String),
  sessions: Schema.Int,
  systems: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      n: Schema.Int.annotate({ description: "returns counted: fewer than sessions after ruin" }),
      net: figures,
      gross: figures,
      book: figures,
    }),
  ),
})

export type ComparisonTable = typeof comparison.Type

export const comparisonType = Document.of("comparison", comparison)

/** Metrics of systems that were run on the same sessions, in the order of the config. */
export const Comparison = Node.define({
  name: "artifacts/comparison",
  title: "metrics of several systems side by side",
  config: Schema.Struct({
    systems: Schema.Array(Schema.String).annotate({ description: "names in their order; others come after" }),
  }),
  inputs: { summaries: Node.many(summaryType) },
  output: comparisonType,
  reach: () => Reach.whole("a document has no rows"),
  scope: "all",
  run: ({ summaries }, { systems }): ComparisonTable => {
    const place = (name: string): number => (systems.includes(name) ? systems.indexOf(name) : systems.length)
    const entries = Object.entries(summaries).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    const window = entries[0]?.[1].window
    return {
      first_fill: window?.first_fill ?? null,
      last: window?.last ?? null,
      sessions: window?.sessions ?? 0,
      systems: entries.map(([name, { n, net, gross, book }]) => ({ name, n, net, gross, book })),
    }
  },
})
