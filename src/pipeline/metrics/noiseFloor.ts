import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { mean } from "../../kernel/mean.ts"
import { quantile } from "../../kernel/quantile.ts"
import { sampleDeviation } from "../../kernel/sampleDeviation.ts"
import { isTie } from "../../kernel/ties.ts"
import { rates } from "./config.ts"
import { type NoiseDraw, type NoiseKind, noiseDrawType, noiseKinds, reasonAgainst } from "./noiseDraw.ts"
import { sharpeSample } from "./sharpeSample.ts"

const figure = (description: string) => Schema.NullOr(Schema.Finite).annotate({ description })

const floor = Schema.Struct({
  kind: Schema.Literals(noiseKinds),
  draws: Schema.Int,
  mean: figure("of the draws' Sharpe ratios, a year"),
  deviation: figure("of them"),
  median: figure("of them"),
  quantile_95: figure("of them: what 5 % of draws exceed"),
  highest: figure("of them"),
  rank: Schema.NullOr(Schema.Int).annotate({
    description: "the study's place among the draws and itself, 1 the highest; after draws tied with it",
  }),
  p_value: figure("rank / (draws + 1): how often chance shows as much"),
  reason: Schema.NullOr(Schema.String).annotate({ description: "why there are no figures" }),
})

const noiseFloor = Schema.Struct({
  sharpe: figure("of the study, a year, net"),
  floors: Schema.Array(floor),
  draws: Schema.Array(
    Schema.Struct({
      kind: Schema.Literals(noiseKinds),
      draw: Schema.Int,
      shift: Schema.NullOr(Schema.Int).annotate({ description: "sessions of a rotation; null for signs" }),
      sharpe: figure("a year, net"),
    }),
  ),
})

export type NoiseFloor = typeof noiseFloor.Type

export const noiseFloorType = Document.of("metrics-noise-floor", noiseFloor)

/**
 * The study's Sharpe ratio among those that its holdings have on returns drawn anew.
 *
 * The study counts as one draw more, so that no p-value is 0. Ratios equal up to rounding count as reached: holdings that never
 * change are not better for when they were held, however the last digits fall.
 *
 * Source: B. Phipson, G. Smyth (2010), Permutation p-values should never be zero, Statistical Applications in Genetics and Molecular
 * Biology 9(1).
 */
export const MetricsNoiseFloor = Node.define({
  name: "metrics/noise-floor",
  title: "the study's Sharpe ratio among those of its holdings on returns drawn anew, net",
  config: Schema.Struct({
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
  }),
  inputs: { net: Series.type, window: Window.type, draws: Node.many(noiseDrawType) },
  output: noiseFloorType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  run: ({ net, window, draws: drawn }, { risk_free, periods_per_year }): NoiseFloor => {
    const { from, to } = Window.countedRows(window, net)
    const returns = Series.column(net, "net").subarray(from, to)
    const sample = sharpeSample(returns, risk_free / periods_per_year)
    const sharpe = sample === undefined ? null : sample.sharpe * Math.sqrt(periods_per_year)
    const draws = Object.values(drawn).toSorted(inOrder)
    const flat = sample === undefined ? "the returns do not vary" : null
    const kinds = noiseKinds.filter((one) => draws.some(({ kind }) => kind === one))
    return {
      sharpe,
      floors: kinds.map((kind) =>
        floorOf(
          kind,
          draws.filter((draw) => draw.kind === kind),
          sharpe,
          reasonAgainst(window, net) ?? flat,
        ),
      ),
      draws: draws.map(({ kind, draw, shift, sharpe: ratio }) => ({ kind, draw, shift, sharpe: ratio })),
    }
  },
})

const inOrder = (a: NoiseDraw, b: NoiseDraw): number =>
  noiseKinds.indexOf(a.kind) - noiseKinds.indexOf(b.kind) || a.draw - b.draw

function floorOf(
  kind: NoiseKind,
  draws: ReadonlyArray<NoiseDraw>,
  sharpe: number | null,
  reason: string | null,
): NoiseFloor["floors"][number] {
  const unknown = draws.find((draw) => draw.sharpe === null)
  const why =
    reason ?? (unknown === undefined ? null : `draw ${unknown.draw} has no ratio: ${unknown.reason}`)
  if (why !== null || sharpe === null)
    return nothing(kind, draws.length, why ?? "the study has no Sharpe ratio")
  const ratios = Float64Array.from(draws, (draw) => draw.sharpe!)
  const rank = 1 + ratios.filter((ratio) => ratio > sharpe || isTie(ratio, sharpe)).length
  return {
    kind,
    draws: ratios.length,
    mean: mean(ratios),
    deviation: ratios.length < 2 ? null : sampleDeviation(ratios),
    median: quantile(ratios, 0.5),
    quantile_95: quantile(ratios, 0.95),
    highest: quantile(ratios, 1),
    rank,
    p_value: rank / (ratios.length + 1),
    reason: null,
  }
}

const nothing = (kind: NoiseKind, draws: number, reason: string): NoiseFloor["floors"][number] => ({
  kind,
  draws,
  mean: null,
  deviation: null,
  median: null,
  quantile_95: null,
  highest: null,
  rank: null,
  p_value: null,
  reason,
})
