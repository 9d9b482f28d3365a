import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import { metricCatalogue } from "./metricCatalogue.ts"
import { relativeCatalogue } from "./relative/relativeCatalogue.ts"

const definition = Schema.Struct({
  title: Schema.String,
  unit: Schema.String,
  formula: Schema.String,
  source: Schema.String,
  needs: Schema.Int.annotate({ description: "sessions without which it is undefined" }),
})

const definitions = Schema.Struct({
  metrics: Schema.Record(Schema.String, definition).annotate({ description: "of metrics.json, by name" }),
  relative: Schema.Record(Schema.String, definition).annotate({
    description: "of relative.json and of baselines.json, by name",
  }),
})

export type Definitions = typeof definitions.Type

/** What every figure means, for whoever reads them later or elsewhere. */
export const MetricsDefinitions = Node.define({
  name: "metrics/definitions",
  title: "title, unit, formula and source of every figure",
  config: Schema.Struct({}),
  inputs: {},
  output: Document.of("metrics-definitions", definitions),
  reach: () => Reach.whole("definitions have no time axis"),
  scope: "all",
  run: (): Definitions => ({
    metrics: Object.fromEntries(metricCatalogue.map(told)),
    relative: Object.fromEntries(relativeCatalogue.map(told)),
  }),
})

interface Told {
  readonly name: string
  readonly title: string
  readonly unit: string
  readonly formula: string
  readonly source: string
  readonly needs?: number
}

const told = ({ name, title, unit, formula, source, needs = 1 }: Told) =>
  [name, { title, unit, formula, source, needs }] as const
