import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Spans from "../../domain/Spans.ts"
import { civilDateOf } from "../../kernel/civilDate.ts"
import { mean } from "../../kernel/mean.ts"
import { quantile } from "../../kernel/quantile.ts"
import { sampleDeviation } from "../../kernel/sampleDeviation.ts"

const figure = Schema.NullOr(Schema.Finite)

/** Labels with up to so many different values are classes; others are numbers. */
const mostClasses = 10

const share = Schema.Struct({
  value: Schema.Finite,
  labels: Schema.Int,
  share: Schema.Finite,
})

const period = Schema.Struct({
  year: Schema.Int,
  labels: Schema.Int,
  mean: figure,
  deviation: figure,
  classes: Schema.Array(share).annotate({ description: "of labels that are classes" }),
})

const diagnostics = Schema.Struct({
  labels: Schema.Int,
  assets: Schema.Int.annotate({ description: "assets with a label" }),
  first: Schema.NullOr(Schema.String).annotate({ description: "first session with a label" }),
  last: Schema.NullOr(Schema.String),
  mean: figure,
  deviation: figure,
  quantiles: Schema.Record(Schema.String, figure).annotate({
    description: "values by share of labels below",
  }),
  histogram: Schema.Struct({
    edges: Schema.Array(Schema.Finite).annotate({
      description: "ends of bins of equal width, one more than bins",
    }),
    counts: Schema.Array(Schema.Int),
  }).annotate({
    description: "between the 0.5 % and 99.5 % quantiles; what lies beyond is in the outer bins",
  }),
  classes: Schema.Array(share).annotate({ description: "imbalance; empty for labels that are numbers" }),
  years: Schema.Array(period).annotate({ description: "drift over time" }),
  overlap: Schema.Struct({
    mean_span_sessions: figure,
    mean_concurrent: figure.annotate({ description: "labels of one asset that rest on the same session" }),
    mean_uniqueness: figure.annotate({ description: "0 … 1" }),
    effective_labels: figure.annotate({
      description: "sum of uniqueness: as many labels that do not overlap",
    }),
  }),
  barriers: Schema.NullOr(
    Schema.Struct({ profit: Schema.Finite, loss: Schema.Finite, expiry: Schema.Finite }),
  ).annotate({ description: "share of labels that met each barrier; null where there are none" }),
})

export type LabelDiagnosticsDocument = typeof diagnostics.Type

const diagnosticsType = Document.of("label-diagnostics", diagnostics)

/** What a model would be taught: how many labels, how balanced, how steady over the years, and how far they overlap. */
export const LabelDiagnostics = Node.define({
  name: "labels/diagnostics",
  title: "imbalance, drift, overlap and distribution of labels",
  config: Schema.Struct({
    bins: Schema.Int.check(Schema.isBetween({ minimum: 2, maximum: 200 }))
      .annotate({ description: "bins of the histogram" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed(40))),
  }),
  inputs: {
    label: Panel.type,
    ends: Spans.type,
    uniqueness: Panel.type,
    concurrent: Panel.type,
    barrier: Node.optional(Panel.type),
  },
  output: diagnosticsType,
  reach: () => Reach.whole("a document has no time axis"),
  scope: "all",
  run: ({ label, ends, uniqueness, concurrent, barrier }, { bins }): LabelDiagnosticsDocument => {
    const values = known(label.values)
    const distinct = distinctOf(values)
    const labelled = rowsWithLabels(label)
    const unique = known(uniqueness.values)
    return {
      labels: values.length,
      assets: label.assets.filter((_, asset) => !isWhollyUnknown(Panel.column(label, asset))).length,
      first: labelled.length === 0 ? null : Calendar.isoAt(label.calendar, labelled[0]!),
      last: labelled.length === 0 ? null : Calendar.isoAt(label.calendar, labelled.at(-1)!),
      ...moments(values),
      quantiles: Object.fromEntries(
        [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((at) => [String(at), orNull(quantile(values, at))]),
      ),
      histogram: histogramOf(values, bins),
      classes: sharesOf(values, distinct),
      years: yearsOf(label, distinct),
      overlap: {
        mean_span_sessions: orNull(mean(spanLengths(ends))),
        mean_concurrent: orNull(mean(known(concurrent.values))),
        mean_uniqueness: orNull(mean(unique)),
        effective_labels: values.length === 0 ? null : unique.reduce((sum, value) => sum + value, 0),
      },
      barriers: barrier === undefined ? null : barrierShares(known(barrier.values)),
    }
  },
})

const known = (values: Float64Array): Float64Array => values.filter((value) => !Number.isNaN(value))

const isWhollyUnknown = (values: Float64Array): boolean => values.every(Number.isNaN)

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

const moments = (values: Float64Array) => ({
  mean: orNull(mean(values)),
  deviation: orNull(sampleDeviation(values)),
})

/** The values of labels that are classes, ascending; none for numbers. */
function distinctOf(values: Float64Array): ReadonlyArray<number> {
  const seen = new Set<number>()
  for (const value of values) {
    seen.add(value)
    if (seen.size > mostClasses) return []
  }
  return [...seen].sort((a, b) => a - b)
}

function sharesOf(values: Float64Array, distinct: ReadonlyArray<number>) {
  return distinct.map((value) => {
    const labels = values.reduce((count, each) => count + (each === value ? 1 : 0), 0)
    return { value, labels, share: labels / values.length }
  })
}

function rowsWithLabels({ values, assets, calendar }: Panel.Panel): ReadonlyArray<number> {
  const width = assets.length
  return Array.from(calendar.sessions.keys()).filter((row) =>
    values.subarray(row * width, (row + 1) * width).some((value) => !Number.isNaN(value)),
  )
}

function yearsOf(label: Panel.Panel, distinct: ReadonlyArray<number>) {
  const width = label.assets.length
  const rows = new Map<number, Array<number>>()
  label.calendar.sessions.forEach((session, row) => {
    const { year } = civilDateOf(session)
    const values = rows.get(year) ?? []
    for (const value of label.values.subarray(row * width, (row + 1) * width)) {
      if (!Number.isNaN(value)) values.push(value)
    }
    rows.set(year, values)
  })
  return [...rows].flatMap(([year, labels]) => {
    if (labels.length === 0) return []
    const values = Float64Array.from(labels)
    return [{ year, labels: values.length, ...moments(values), classes: sharesOf(values, distinct) }]
  })
}

/** Sessions from each label to its end. */
function spanLengths({ calendar, assets, values }: Spans.Spans): Float64Array {
  const lengths = values.map((day, at) =>
    Number.isNaN(day) ? NaN : Calendar.rowOnOrAfter(calendar, day) - Math.floor(at / assets.length),
  )
  return known(lengths)
}

function histogramOf(values: Float64Array, bins: number) {
  const low = quantile(values, 0.005)
  const high = quantile(values, 0.995)
  if (!(high > low)) return { edges: [], counts: [] }
  const width = (high - low) / bins
  const counts = new Array<number>(bins).fill(0)
  for (const value of values) counts[Math.max(0, Math.min(bins - 1, Math.floor((value - low) / width)))]!++
  return { edges: Array.from({ length: bins + 1 }, (_, i) => low + i * width), counts }
}

function barrierShares(barriers: Float64Array) {
  if (barriers.length === 0) return null
  const of = (met: number): number =>
    barriers.reduce((count, each) => count + (each === met ? 1 : 0), 0) / barriers.length
  return { profit: of(1), loss: of(-1), expiry: of(0) }
}
