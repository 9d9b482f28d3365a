import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import { relative, relativeType } from "../../pipeline/metrics/relative.ts"
import { summary, summaryType } from "../../pipeline/metrics/summary.ts"

const baseline = Schema.Struct({
  ...summary.fields,
  study: summary.annotate({
    description:
      "metrics of the study itself over the same sessions: its own, unless the baseline begins later",
  }),
  relative: relative.annotate({ description: "net returns of the study against those of the baseline" }),
})

export type Baseline = typeof baseline.Type

const baselines = Schema.Record(Schema.String, baseline)

export type Baselines = typeof baselines.Type

export const baselinesType = Document.of("baselines", baselines)

/** Each baseline with its metrics, those of the study on the same sessions, and what is left of the study beside it. */
export const Baselines = Node.define({
  name: "artifacts/baselines",
  title: "metrics of the baselines of a study, by name, and the study against each",
  config: Schema.Struct({
    names: Schema.Array(Schema.String).annotate({ description: "in the order in which they are shown" }),
  }),
  inputs: {
    summaries: Node.many(summaryType),
    study: Node.many(summaryType),
    relative: Node.many(relativeType),
  },
  output: baselinesType,
  reach: () => Reach.whole("a document has no rows"),
  scope: "all",
  run: (values, { names }): Baselines =>
    Object.fromEntries(
      names
        .filter((name) => Object.hasOwn(values.summaries, name))
        .map((name) => [
          name,
          { ...values.summaries[name]!, study: values.study[name]!, relative: values.relative[name]! },
        ]),
    ),
})
