import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Stream from "../../dag/Stream.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Weights from "../../domain/Weights.ts"
import * as Window from "../../domain/Window.ts"
import { earnedReturns, type Holdings, type PartedReturns } from "../../kernel/earnedReturns.ts"
import { rates } from "./config.ts"
import { sharpeSample } from "./sharpeSample.ts"

export const noiseKinds = ["signs", "rotation"] as const

export type NoiseKind = (typeof noiseKinds)[number]

const noiseDraw = Schema.Struct({
  kind: Schema.Literals(noiseKinds),
  draw: Schema.Int,
  shift: Schema.NullOr(Schema.Int).annotate({ description: "sessions of a rotation; null for signs" }),
  sharpe: Schema.NullOr(Schema.Finite).annotate({ description: "a year, net; null with a reason" }),
  reason: Schema.NullOr(Schema.String),
})

export type NoiseDraw = typeof noiseDraw.Type

export const noiseDrawType = Document.of("metrics-noise-draw", noiseDraw)

/**
 * The study's Sharpe ratio had its holdings earned by chance. Decisions, weights, costs, interest and fees are the study's own; what
 * the assets return on the days that count is drawn anew, for all assets together:
 *
 * - `signs`: the return of each session with its sign or the opposite one, each with probability ½. No return is expected of
 *   anything, and rises and falls follow no trend; sizes, their clustering and the correlations of assets stay.
 * - `rotation`: the history is moved by a number of sessions between 1 and n − 1, each as likely, in a circle. What the assets earn on
 *   average, how returns follow each other and move together stays (but at the two seams); only who held what when no longer
 *   fits. An asset that is not listed throughout turns within its own days.
 *
 * A draw depends on the study's seed, the kind and its number alone; a sign on these and its date.
 *
 * Sources: signs: C. F. J. Wu (1986), Jackknife, bootstrap and other resampling methods, Annals of Statistics 14(4) (the wild
 * bootstrap, with the two-point law of R. Liu 1988). Rotation: randomisation over the group of circular shifts, as in E. Lehmann, J.
 * Romano, Testing Statistical Hypotheses, chapter 15.
 */
export const MetricsNoiseDraw = Node.define({
  name: "metrics/noise-draw",
  title: "Sharpe ratio that the study's holdings would have on returns drawn anew, net",
  config: Schema.Struct({
    kind: Schema.Literals(noiseKinds).annotate({
      description: "what is drawn: the signs of sessions, or how far history is moved against decisions",
    }),
    draw: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 100_000 })).annotate({
      description: "number of the draw",
    }),
    risk_free: rates.fields.risk_free,
    periods_per_year: rates.fields.periods_per_year,
  }),
  inputs: {
    held: Weights.heldType,
    filled: Panel.type,
    before_fill: Panel.type,
    after_fill: Panel.type,
    close_to_close: Panel.type,
    book: Series.type,
    net: Series.type,
    window: Window.type,
  },
  output: noiseDrawType,
  reach: () => Reach.whole("metrics have no time axis"),
  scope: "all",
  stream: "noise-floor",
  run: (inputs, { kind, draw, risk_free, periods_per_year }, { seed }): NoiseDraw => {
    const { net, window } = inputs
    const { from, to } = Window.countedRows(window, net)
    const nothing = (reason: string): NoiseDraw => ({ kind, draw, shift: null, sharpe: null, reason })
    const reason = reasonAgainst(window, net)
    if (reason !== null) return nothing(reason)
    const [holdings, returns] = [holdingsOf(inputs), returnsOf(inputs)]
    const earned = earnedReturns(holdings, returns, from, to, 0)
    const stream = Stream.column(seed, "noise-floor", `${kind} ${draw}`)
    const shift = kind === "rotation" ? 1 + Math.floor(stream.unit(0) * (to - from - 1)) : null
    const drawn =
      shift === null
        ? signed(earned, net.calendar.sessions.subarray(from, to), stream)
        : earnedReturns(holdings, returns, from, to, shift)
    const own = Series.column(net, "net").subarray(from, to)
    const sample = sharpeSample(
      own.map((value, j) => value - earned[j]! + drawn[j]!),
      risk_free / periods_per_year,
    )
    if (sample === undefined) return { ...nothing("the returns drawn do not vary"), shift }
    return { kind, draw, shift, sharpe: sample.sharpe * Math.sqrt(periods_per_year), reason: null }
  },
})

/** Why nothing can be drawn for a study; null when it can. */
export function reasonAgainst(window: Window.Window, net: Series.Series): string | null {
  if (window.reason !== null) return window.reason
  const { from, to } = Window.countedRows(window, net)
  if (to < Window.rowsIn(window, net.calendar).to)
    return "the study lost everything, so what it would have held afterwards is not known"
  return to - from < 3 ? `needs 3 sessions, has ${to - from}` : null
}

interface Inputs {
  readonly held: Panel.Panel
  readonly filled: Panel.Panel
  readonly before_fill: Panel.Panel
  readonly after_fill: Panel.Panel
  readonly close_to_close: Panel.Panel
  readonly book: Series.Series
}

const holdingsOf = ({ held, filled, book }: Inputs): Holdings => ({
  assets: held.assets.length,
  held: held.values,
  filled: filled.values,
  fills: Series.column(book, "fill_event"),
})

const returnsOf = ({ before_fill, after_fill, close_to_close }: Inputs): PartedReturns => ({
  beforeFill: before_fill.values,
  afterFill: after_fill.values,
  closeToClose: close_to_close.values,
})

/** @param sessions epoch days, shape (n): a session keeps its sign when others are appended */
const signed = (earned: Float64Array, sessions: Int32Array, { unit }: Stream.StreamColumn): Float64Array =>
  earned.map((value, j) => (unit(sessions[j]!) < 0.5 ? -value : value))
