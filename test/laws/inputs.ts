/** Inputs of any node of the catalogue in a market: by the name of the port, or of the definition and the port. */
import type { Spec } from "../../src/dag/Node.ts"
import type { LiveManifest } from "../../src/pipeline/data/live/liveMarket.ts"
import type { Market } from "./Market.ts"

type Make = (market: Market) => unknown

const byPort: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(
    (["open", "high", "low", "close", "volume", "dividend", "split_ratio"] as const).map(
      (field): [string, Make] => [field, ({ world }) => world.bars[field]],
    ),
  ),
  panel: (market) => market.signal(0),
  onto: (market) => market.world.bars.close,
  listing_table: ({ world }) => world.table,
  tradable: (market) => market.listing,
  listing: (market) => market.listing,
  universe: (market) => market.universe,
  index: (market) => market.index,
  returns: (market) => market.returns["estimation"],
  close_to_close: (market) => market.returns["close_to_close"],
  before_fill: (market) => market.fill["before_fill"],
  after_fill: (market) => market.fill["after_fill"],
  momentum: (market) => market.signal(0),
  crossover: (market) => market.signal(1),
  breakout: (market) => market.signal(2),
  rsi: (market) => market.signal(0),
  bollinger: (market) => market.signal(1),
  z_score: (market) => market.signal(2),
  growth: (market) => market.returns["estimation"],
  scores: (market) => market.returns["estimation"],
  intent: (market) => market.signal(0),
  intents: (market) => market.intents,
  estimates: (market) => (market.draw(40).chance(0.5) ? {} : { volatility: market.volatility }),
  schedule: (market) => market.schedule,
  eligible: (market) => market.eligible,
  unused: (market) => market.unused,
  meta_volatility: (market) => market.meta,
  meta_weights: (market) => market.meta,
  candidates: (market) => market.eligible,
  still: () => [{ asset: "a", decisions: 2, first: "2020-01-02", last: "2020-01-31" }],
  empty_legs: () => [{ date: "2020-01-02", leg: "long" }],
  meta: (market) => market.meta,
  books: (market) => ({ a: market.book("b1")["book"], b: market.book("b2")["book"] }),
  exposure: (market) => market.exposure(0),
  exposures: (market) => ({ a: market.exposure(0), b: market.exposure(1) }),
  base: (market) => market.base,
  volatility: (market) => market.volatility,
  weights: (market) => market.targets(0),
  targets: (market) => market.targets(3),
  book: (market) => market.book("final")["book"],
  held: (market) => market.book("final")["held"],
  filled: (market) => market.book("final")["filled"],
  drifted: (market) => market.book("final")["drifted"],
  target_turnover: (market) => market.book("final")["target_turnover"],
  traded_turnover: (market) => market.book("final")["traded_turnover"],
  contribution: (market) => market.book("final")["contribution"],
  b0: (market) => market.book("b0")["book"],
  b1: (market) => market.book("b1")["book"],
  b2: (market) => market.book("b2")["book"],
  final: (market) => market.book("final")["book"],
  rates: (market) => market.costs["rates"],
  impact_assumed: (market) => market.costs["impact_assumed"],
  net: (market) => market.net,
  benchmark: (market) => market.net,
  trials: () => ({ question: { count: 3, sharpes: [0.5, -0.2] }, snapshot: { count: 0, sharpes: [] } }),
  window: (market) => market.window,
  leverage: (market) => market.leverage,
  predicted_leverage: (market) => market.leverage,
  equity: (market) => market.equity,
  daily: (market) => market.daily,
  by_asset: (market) => market.parts["by_asset"],
  by_side: (market) => market.parts["by_side"],
  notes: (market) => market.orders["notes"],
  costs: (market) => market.costSummary,
  coverage: (market) => market.costs["coverage"],
  metrics: (market) => market.metrics,
  bindings: (market) => ({ caps: market.capped["output"] }),
  summaries: (market) => ({ a: market.metrics, b: market.metrics }),
  study: (market) => ({ a: market.metrics, b: market.metrics }),
  diagnostics: (market) => market.diagnostics,
  duals: (market) => market.optimised["duals"],
  record: (market) => market.optimised["record"],
  series: (market) => ({ equity: market.equity, drawdown: market.drawdown }),
  live: () => liveManifest,
  rows: (market) => market.world.bars.close,
  spans: (market) => market.spans,
  folds: (market) => market.folds,
  choices: (market) => ({ early: market.choice("early"), late: market.choice("late") }),
  panels: (market) => ({ held: market.book("final")["held"] }),
}

/** Of a market that was fetched; what it says is only repeated. */
const liveManifest: LiveManifest = {
  kind: "live",
  source: { kind: "yahoo" },
  retrieved_at: { a: "2026-01-02T03:04:05.000Z" },
  adjustment: "raw",
  dividend_source: "stated",
  currency: "USD",
  calendar: "nyse",
  periods_per_year: 252,
  first_session: "2026-01-02",
  last_session: "2026-01-02",
  rows: 1,
  has_opens: true,
  symbols: [],
  defects: [{ kind: "blank_rows", asset: "a", date: "2026-01-02", detail: "1 row", action: "dropped" }],
  content_hash: "",
}

/** Where the port's name means something else. */
const bySpec: Readonly<Record<string, Make>> = {
  "allocation/constraint-diagnostics.weights": (market) => market.optimised["weights"],
  "costs/summary.returns": (market) => market.net,
  "artifacts/baselines.relative": (market) => ({ a: market.relative, b: market.relative }),
  "metrics/overfitting.net": (market) => ({ a: market.net, b: market.net }),
  "metrics/overfitting.window": (market) => ({ a: market.window, b: market.window }),
  "metrics/counted-returns.eligible": (market) => market.eligibleCount,
  "metrics/counted-returns.book": (market) => market.book("b2")["book"],
  "validation/best-in-training.returns": (market) => market.candidates,
  "validation/choices.returns": (market) => market.candidates,
  "metrics/window.eligible": (market) => ({ study: market.eligibleCount }),
  "metrics/window.book": (market) => ({ study: market.book("b2")["book"] }),
}

/** Ports of a book that an allocator runs along: of use only together. */
const ofBook = ["before_fill", "after_fill", "close_to_close", "listing", "tradable"]

/** Optional ports are connected every other time. */
export function inputsOf({ name, inputs }: Spec, market: Market): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([port, { arity }], i) => {
      const make = bySpec[`${name}.${port}`] ?? byPort[port]
      if (make === undefined)
        throw new Error(`Teach test/laws/inputs.ts what ${name} gets at its port ${port}.`)
      const isLeftOut = arity === "optional" && market.draw(ofBook.includes(port) ? 49 : 50 + i).chance(0.5)
      return [port, isLeftOut ? undefined : make(market)]
    }),
  )
}
