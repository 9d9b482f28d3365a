import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { countedNoun } from "../../kernel/countedNoun.ts"
import { isBlankRow } from "../../kernel/isBlankRow.ts"
import { type EmptyLegs, emptyLegsType } from "../../pipeline/allocation/emptyLegs.ts"
import { bindingsType, type Bindings } from "../../pipeline/allocation/Bindings.ts"
import { costSummaryType, type CostSummary } from "../../pipeline/costs/CostSummary.ts"
import { type Diagnostics, diagnosticsType } from "../../pipeline/allocation/Diagnostics.ts"
import { type LiveManifest, liveManifestType } from "../../pipeline/data/live/liveMarket.ts"
import { sourceName } from "../../pipeline/data/live/PriceSource.ts"
import { type StillPrices, stillPricesType } from "../../pipeline/allocation/stillPrices.ts"
import { type Summary, summaryType } from "../../pipeline/metrics/summary.ts"
import { type FillNotes, notesType } from "../../pipeline/execution/fills/OrderRecord.ts"

/** Something that a reader of the result should know, with its facts. */
export const Warning = Schema.Struct({ kind: Schema.String, message: Schema.String, facts: Schema.Json })

export interface Warning extends Schema.Schema.Type<typeof Warning> {}

const warningsType = Document.of("warnings", Schema.Array(Warning))

/** Sums of |weight|, fraction of net asset value, and how the room comes about. */
const CapsRoom = Schema.Struct({ most: Schema.Finite, wanted: Schema.Finite, sum: Schema.String })

/** What a reader must know before believing the figures: one line a fact in warnings.log. */
export const StudyWarnings = Node.define({
  name: "artifacts/warnings",
  title:
    "warnings of a study: free trading, optimistic fills, stale prices, delistings, ruin, missed targets, caps that bind, still prices, fallbacks",
  config: Schema.Struct({
    target_vol: Schema.optionalKey(
      Schema.Finite.annotate({ description: "volatility aimed at, fraction per year; absent: none" }),
    ),
    max_leverage: Schema.optionalKey(Schema.Finite.annotate({ description: "largest leverage, factor" })),
    lagged: Schema.optionalKey(
      Schema.Array(Schema.String).annotate({
        description:
          "strategies whose intent is that of the session before, since decisions are made at the open",
      }),
    ),
    caps_room: Schema.optionalKey(
      CapsRoom.annotate({
        description: "what caps leave room for at most; absent: for all that may be wanted",
      }),
    ),
  }),
  inputs: {
    notes: notesType,
    costs: costSummaryType,
    metrics: summaryType,
    bindings: Node.many(bindingsType),
    diagnostics: Node.optional(diagnosticsType),
    live: Node.optional(liveManifestType),
    empty_legs: Node.optional(emptyLegsType),
    still: Node.optional(stillPricesType),
    predicted_leverage: Node.optional(Series.type),
    unused: Node.optional(Series.type),
    meta_volatility: Node.optional(Series.type),
    meta_weights: Node.optional(Series.type),
  },
  output: warningsType,
  reach: () => Reach.whole("a document has no rows"),
  scope: "all",
  run: (
    {
      notes,
      costs,
      metrics,
      bindings,
      live,
      diagnostics,
      empty_legs,
      still,
      predicted_leverage,
      unused,
      meta_volatility,
      meta_weights,
    },
    { target_vol, max_leverage, lagged, caps_room },
  ): ReadonlyArray<Warning> => [
    ...(live === undefined ? [] : liveWarnings(live)),
    ...costWarnings(costs),
    ...fillWarnings(notes),
    ...ruinWarnings(notes, metrics),
    ...volatilityWarnings(metrics, target_vol, max_leverage),
    ...(lagged === undefined || lagged.length === 0 ? [] : lagWarnings(lagged)),
    ...(caps_room === undefined ? [] : roomWarnings(caps_room)),
    ...(meta_weights === undefined ? [] : metaWarnings(meta_weights, meta_volatility)),
    ...(unused === undefined ? [] : unusedWarnings(unused)),
    ...stillWarnings(still ?? []),
    ...(predicted_leverage === undefined ? [] : predictionWarnings(predicted_leverage)),
    ...(empty_legs === undefined ? [] : emptyLegWarnings(empty_legs)),
    ...Object.entries(bindings).flatMap(([stage, records]) => bindingWarnings(stage, records)),
    ...allocatorWarnings(diagnostics ?? []),
  ],
})

/** That nobody can make the numbers again, and what was met in the answers. */
function liveWarnings({ source, retrieved_at, defects }: LiveManifest): ReadonlyArray<Warning> {
  const times = Object.values(retrieved_at).toSorted()
  return [
    {
      kind: "live_prices",
      message:
        `Prices were fetched from ${sourceName(source)} (last at ${times.at(-1)}): they may be revised there, so nobody can ` +
        "make these figures again. `sage snapshot pin RUN --name NAME` keeps what this run used.",
      facts: { source, retrieved_at },
    },
    ...defects.map((defect) => ({
      kind: "live_defect",
      message: `${defect.asset} ${defect.date}: ${defect.detail} (${defect.kind}, ${defect.action}).`,
      facts: { ...defect },
    })),
  ]
}

function costWarnings(costs: CostSummary): ReadonlyArray<Warning> {
  const warnings: Array<Warning> = []
  if (costs.traded_turnover_per_day === 0) {
    warnings.push({
      kind: "no_trades",
      message: "Nothing was ever traded: no decision wanted to hold anything.",
      facts: {},
    })
  } else if (costs.zero_cost) {
    warnings.push({
      kind: "zero_cost",
      message: "Trading is free: spread, slippage and impact are all 0.",
      facts: {},
    })
  }
  const { cost_bps_per_day_target_basis: target, cost_bps_per_day_traded_basis: traded } = costs
  if (costs.turnover_basis === "target" && target !== null && traded !== null && traded > target) {
    warnings.push({
      kind: "turnover_basis",
      message:
        `Costs are paid on target turnover (${target.toFixed(3)} bps a day); ` +
        `on traded turnover, which counts trading away drift, they would be ${traded.toFixed(3)}.`,
      facts: { target_bps_per_day: target, traded_bps_per_day: traded },
    })
  }
  for (const { asset, fills, first } of costs.impact_unknown) {
    warnings.push({
      kind: "impact_unknown",
      message: `${asset} has no volume for ${countedNoun(fills, "fill")}, first ${first}: the largest impact of that fill was taken.`,
      facts: { asset, fills, first },
    })
  }
  return warnings
}

function fillWarnings(notes: FillNotes): ReadonlyArray<Warning> {
  const warnings: Array<Warning> = []
  if (notes.optimistic_fill) {
    warnings.push({
      kind: "optimistic_fill",
      message: "Orders fill at the very close that decided them, which nobody can trade at.",
      facts: {},
    })
  }
  for (const span of notes.stale_price) {
    warnings.push({
      kind: "stale_price",
      message: `${span.asset} was held without a bar for ${countedNoun(span.sessions, "session")} from ${span.from}, valued at its last close.`,
      facts: { ...span },
    })
  }
  for (const { asset, date, weight } of notes.delisted) {
    warnings.push({
      kind: "delisted",
      message: `${asset} was delisted on ${date} while it was held (${(100 * weight).toFixed(2)} % of the book).`,
      facts: { asset, date, weight },
    })
  }
  for (const { decision, assets } of notes.open_orders) {
    if (assets.length === 0) continue // from nothing to nothing
    warnings.push({
      kind: "open_order",
      message: `The decision of ${decision} has orders that fill after the data end (${assets.join(", ")}).`,
      facts: { decision, assets: [...assets] },
    })
  }
  return warnings
}

/** The book lost everything, or what was left of it went to costs: figures stop there. */
function ruinWarnings({ ruin }: FillNotes, { n, window, reasons }: Summary): ReadonlyArray<Warning> {
  if (reasons["n"] === undefined && ruin === null) return []
  const how = ruin === null ? "Costs took everything that was left" : `The book lost everything on ${ruin}`
  return [
    {
      kind: "ruin",
      message: `${how}: only the first ${n} of ${window.sessions} sessions are counted, net and gross.`,
      facts: { date: ruin, counted: n, sessions: window.sessions },
    },
  ]
}

/** Realised volatility within a quarter of the target is what an estimate can do; farther off, something binds. */
const volatilityTolerance = 0.25

function volatilityWarnings(
  { gross, book }: Summary,
  target: number | undefined,
  maxLeverage: number | undefined,
): ReadonlyArray<Warning> {
  const volatility = gross["volatility"] ?? null
  if (target === undefined || volatility === null) return []
  if (Math.abs(volatility / target - 1) <= volatilityTolerance) return []
  const leverage = book["mean_leverage"] ?? null
  const atLimit = maxLeverage !== undefined && leverage !== null && leverage > 0.9 * maxLeverage
  return [
    {
      kind: "volatility_target_missed",
      message:
        `Volatility is ${(100 * volatility).toFixed(1)} % a year, not the ${(100 * target).toFixed(1)} % aimed at` +
        (atLimit
          ? `; leverage stands at its limit of ${maxLeverage} most of the time (mean ${leverage.toFixed(2)}).`
          : "."),
      facts: { volatility, target, mean_leverage: leverage },
    },
  ]
}

function lagWarnings(lagged: ReadonlyArray<string>): ReadonlyArray<Warning> {
  return [
    {
      kind: "decided_at_open",
      message: `Decisions are made at the open, so the intent of ${lagged.join(", ")}, known at the close, is that of the session before.`,
      facts: { lagged: [...lagged] },
    },
  ]
}

/** Known from the config alone, whatever the market does. */
function roomWarnings({ most, wanted, sum }: typeof CapsRoom.Type): ReadonlyArray<Warning> {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return [
    {
      kind: "caps_leave_cash",
      message:
        `Caps have room for ${percent(most)} of the book (${sum}), of the ${percent(wanted)} that may be wanted: ` +
        "the rest stays in cash before leverage, whatever is wanted.",
      facts: { most, wanted },
    },
  ]
}

/** Decisions at which a strategy's own book could not be measured, so that all weights were equal. */
function metaWarnings(weights: Series.Series, volatility: Series.Series | undefined): ReadonlyArray<Warning> {
  const decisions = rowsWithValue(weights)
  const equal = decisions.filter((t) => volatility === undefined || hasUnknown(volatility, t))
  if (equal.length === 0) return []
  const [first, last] = [equal[0]!, equal.at(-1)!].map((t) => Calendar.isoAt(weights.calendar, t))
  return [
    {
      kind: "meta_equal_weights",
      message: `At ${equal.length} of ${decisions.length} decisions (${first} … ${last}) some strategy's own book had too few returns to be measured: weights over strategies were equal.`,
      facts: { decisions: decisions.length, equal: equal.length, first: first!, last: last! },
    },
  ]
}

/** Meta weight that stays in cash because a strategy has no opinion. */
function unusedWarnings(unused: Series.Series): ReadonlyArray<Warning> {
  const column = Series.column(unused, "unused")
  const rows = rowsWithValue(unused).filter((t) => column[t]! > 0)
  if (rows.length === 0) return []
  const mean = rows.reduce((sum, t) => sum + column[t]!, 0) / rows.length
  const first = Calendar.isoAt(unused.calendar, rows[0]!)
  return [
    {
      kind: "unused_meta_weight",
      message: `At ${rows.length} decisions, first ${first}, strategies without an opinion left ${(100 * mean).toFixed(1)} % of the weight over strategies in cash, on average.`,
      facts: { decisions: rows.length, first, mean_unused: mean },
    },
  ]
}

const hasUnknown = ({ values, assets }: Series.Series, t: number): boolean =>
  values.subarray(t * assets.length, (t + 1) * assets.length).some(Number.isNaN)

const rowsWithValue = (series: Series.Series): ReadonlyArray<number> =>
  Array.from({ length: Panel.rows(series) }, (_, t) => t).filter(
    (t) => !isBlankRow(series.values, series.assets.length, t),
  )

/** Assets without an estimate, since a price that does not move has no volatility. */
function stillWarnings(prices: StillPrices): ReadonlyArray<Warning> {
  return prices.map(({ asset, decisions, first, last }) => ({
    kind: "still_price",
    message: `${asset} was left out of ${countedNoun(decisions, "decision")} (first ${first}, last ${last}): its price did not move over the window of the estimate, and a volatility below 1e-8 is none.`,
    facts: { asset, decisions, first, last },
  }))
}

/** Decisions whose volatility could not be predicted, so that nothing was levered. */
function predictionWarnings(leverage: Series.Series): ReadonlyArray<Warning> {
  const decisions = rowsWithValue(leverage)
  const volatility = Series.column(leverage, "volatility")
  const unknown = decisions.filter((t) => Number.isNaN(volatility[t]!))
  if (unknown.length === 0) return []
  const [first, last] = [unknown[0]!, unknown.at(-1)!].map((t) => Calendar.isoAt(leverage.calendar, t))
  return [
    {
      kind: "leverage_not_predicted",
      message: `At ${unknown.length} of ${countedNoun(decisions.length, "decision")} (${first} … ${last}) an asset of the book lacked a return of the covariance's window: leverage was 1, or the bound nearest to it.`,
      facts: { decisions: decisions.length, unknown: unknown.length, first: first!, last: last! },
    },
  ]
}

function emptyLegWarnings(legs: EmptyLegs): ReadonlyArray<Warning> {
  return (["long", "short"] as const).flatMap((leg) => {
    const dates = legs.filter((each) => each.leg === leg).map(({ date }) => date)
    if (dates.length === 0) return []
    return [
      {
        kind: "empty_leg",
        message: `At ${dates.length} decisions, first ${dates[0]}, there was no ${leg} position, so that the net exposure target was missed.`,
        facts: { leg, decisions: dates.length, first: dates[0]! },
      },
    ]
  })
}

function bindingWarnings(stage: string, records: Bindings): ReadonlyArray<Warning> {
  if (records.length === 0) return []
  const dates = [...new Set(records.map(({ date }) => date))]
  const names = countBy(records.map(({ name }) => name))
  const unplaced = records.filter(({ kind }) => kind === "unplaced").length
  const listed = countBy(records.flatMap(({ kind, name }) => (kind === "unplaced" ? [] : [name])))
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")
  const cash = unplaced === 0 ? "" : `; at ${unplaced} some of what was cut found no place and stays cash`
  return [
    {
      kind: "caps_bind",
      message: `Caps (${stage}) bind at ${countedNoun(dates.length, "decision")}, first ${dates[0]}: ${listed}${cash}.`,
      facts: { stage, decisions: dates.length, first: dates[0]!, by_name: Object.fromEntries(names) },
    },
  ]
}

/** One for each decision that has no optimal weights. */
function allocatorWarnings(decisions: Diagnostics): ReadonlyArray<Warning> {
  return decisions.flatMap(({ date, status, fallback, reason, within_bounds }): ReadonlyArray<Warning> => {
    if (fallback === "none") return []
    const bounds = within_bounds ? "" : ", outside the bounds"
    return [
      {
        kind: "allocator_fallback",
        message: `The decision of ${date} has ${fallback} weights${bounds}: ${reason} (${status}).`,
        facts: { date, status, fallback, reason, within_bounds },
      },
    ]
  })
}

/** Names with how often each occurs, most frequent first. */
function countBy(names: ReadonlyArray<string>): ReadonlyArray<readonly [string, number]> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}
