/** What a study would hand over in a world, made by the very nodes that make it: inputs that fit each other. */
import type { Definition } from "../../src/dag/Node.ts"
import * as Panel from "../../src/domain/Panel.ts"
import * as Series from "../../src/domain/Series.ts"
import * as Spans from "../../src/domain/Spans.ts"
import {
  CapBindings,
  Combine,
  ConstraintDiagnostics,
  EqualWeight,
  MinVariance,
  Volatility,
  VolatilityTarget,
} from "../../src/pipeline/allocation/index.ts"
import { AttributionByAsset, AttributionDaily } from "../../src/pipeline/attribution/index.ts"
import { CostComponents, CostSummary, NetReturns } from "../../src/pipeline/costs/index.ts"
import { FillReturns, Listing, Returns, TotalReturnIndex, Universe } from "../../src/pipeline/data/index.ts"
import {
  CrossoverGrid,
  Eligible,
  EligibleCount,
  ExposureMapping,
  Fills,
  Orders,
} from "../../src/pipeline/execution/index.ts"
import { ForwardReturn, LabelUniqueness, TripleBarrier } from "../../src/pipeline/labels/index.ts"
import {
  CountedReturns,
  Drawdown,
  Equity,
  MetricsRelative,
  MetricsSubPeriods,
  MetricsSummary,
  MetricWindow,
} from "../../src/pipeline/metrics/index.ts"
import { FoldWindows } from "../../src/pipeline/validation/index.ts"
import { formatIsoDate } from "../../src/kernel/civilDate.ts"
import { type Draw, drawFrom } from "./draw.ts"
import { runDefinition } from "./runDefinition.ts"
import { makeWorld, type World } from "./World.ts"

type Ports = Readonly<Record<string, unknown>>

const books = ["b0", "b1", "b2", "final"] as const

export class Market {
  readonly world: World
  private readonly made = new Map<string, Ports>()

  constructor(seed: number) {
    this.world = makeWorld(seed)
  }

  draw(stream: number): Draw {
    return drawFrom(this.world.seed, 1000 + stream)
  }

  /** Outputs of a node, made when first asked for; `as` tells nodes of one definition apart. */
  private run(node: Definition, config: unknown, inputs: () => Ports, as = ""): Ports {
    const name = `${node.spec.name} ${as}`
    const made = this.made.get(name) ?? runDefinition(node, config, inputs())
    this.made.set(name, made)
    return made
  }

  private panel(...of: Parameters<Market["run"]>): Panel.Panel {
    return this.run(...of)["output"] as Panel.Panel
  }

  private cells(stream: number, cell: (draw: Draw, at: number) => number): Panel.Panel {
    const draw = this.draw(stream)
    const { close } = this.world.bars
    return Panel.like(
      close,
      close.values.map((_, at) => cell(draw, at)),
    )
  }

  // ------------------------------------------------------------------------------------------------ market data

  get listing(): Panel.Panel {
    const { bars, table, seed } = this.world
    const inputs = () => ({ close: bars.close, listing_table: table })
    return this.run(Listing, { delist_after: 1 + (seed % 7) }, inputs)["state"] as Panel.Panel
  }

  /** Who belongs: each asset between two of the dates, some never. */
  get universe(): Panel.Panel {
    const { assets, sessions } = { ...this.world, sessions: this.world.calendar.sessions }
    const draw = this.draw(7)
    const dateAt = (row: number): string => formatIsoDate(sessions[row] ?? 10_000 + row)
    const membership = Object.fromEntries(
      assets.map((asset) => {
        const from = draw.below(1 + (sessions.length >> 1))
        const to = from + 1 + draw.below(sessions.length + 1)
        return [
          asset,
          draw.chance(0.2)
            ? []
            : [{ from: dateAt(from), ...(to < sessions.length ? { to: dateAt(to) } : {}) }],
        ]
      }),
    )
    return this.panel(Universe, { membership }, () => ({ listing: this.listing }))
  }

  private get listed(): Ports {
    const { close, dividend, split_ratio } = this.world.bars
    return { close, dividend, split_ratio, listing: this.listing }
  }

  get returns(): Ports {
    return this.run(Returns, { max_stale: 3 }, () => this.listed)
  }

  get index(): Panel.Panel {
    return this.panel(TotalReturnIndex, { max_stale: 3 }, () => this.listed)
  }

  get fill(): Ports {
    const price_used = this.draw(1).pick(["open", "close"])
    return this.run(FillReturns, { price_used }, () => ({ ...this.listed, ...this.world.bars }))
  }

  // -------------------------------------------------------------------------------------------------- decisions

  /** −1, 0, +1 where the index is known, mostly staying what it was. */
  signal(stream: number): Panel.Panel {
    const { values, assets } = this.index
    const now = new Float64Array(assets.length)
    return this.cells(10 + stream, (draw, at) => {
      const i = at % Math.max(1, assets.length)
      if (draw.chance(0.2)) now[i] = draw.below(3) - 1
      return Number.isNaN(values[at]!) || draw.chance(0.05) ? NaN : now[i]!
    })
  }

  get intents(): Readonly<Record<string, Panel.Panel>> {
    const count = 1 + this.draw(2).below(3)
    return Object.fromEntries(["a", "b", "c"].slice(0, count).map((name, i) => [name, this.signal(i)]))
  }

  get schedule(): Series.Series {
    const draw = this.draw(3)
    const { calendar, busy } = this.world
    return Series.make(calendar, {
      decision: Float64Array.from(calendar.sessions, () => (draw.chance(busy) ? 1 : 0)),
    })
  }

  /** Weights over two strategies, a and b, at the rows of decisions. */
  get meta(): Series.Series {
    const draw = this.draw(7)
    const a = Series.column(this.schedule, "decision").map((decides) => (decides === 1 ? draw.unit() : NaN))
    return Series.make(this.world.calendar, { a, b: a.map((weight) => 1 - weight) })
  }

  get unused(): Series.Series {
    return Series.make(this.world.calendar, { unused: Series.column(this.meta, "a") })
  }

  get volatility(): Panel.Panel {
    const inputs = () => ({ returns: this.returns["estimation"], schedule: this.schedule })
    return this.panel(Volatility, { lookback: 3 }, inputs)
  }

  get eligible(): Panel.Panel {
    const { schedule, listing, intents } = this
    return this.panel(Eligible, {}, () => ({ schedule, listing, intents, estimates: {} }))
  }

  exposure(stream: number): Panel.Panel {
    const inputs = () => ({ intent: this.signal(stream), eligible: this.eligible })
    return this.panel(ExposureMapping, { kind: "signals" }, inputs, `${stream}`)
  }

  /** Of minimum variance, with bounds that bind now and then. */
  get optimised(): Ports {
    const { eligible, returns } = this
    return this.run(MinVariance, { ...this.bounds, window: 9 }, () => ({
      eligible,
      exposure: this.exposure(0),
      returns: returns["estimation"],
    }))
  }

  private get bounds() {
    return { max_weight: 0.6, sectors: { A0: "x", A1: "y", A2: "x" }, sector_bounds: { x: { max: 0.8 } } }
  }

  get diagnostics(): unknown {
    return this.run(ConstraintDiagnostics, this.bounds, () => this.optimised)["output"]
  }

  get base(): Panel.Panel {
    return this.panel(EqualWeight, {}, () => ({ eligible: this.eligible, exposure: this.exposure(0) }))
  }

  /** Target weights of a decision, of any size and sign. */
  targets(stream: number): Panel.Panel {
    const inputs = () => ({ base: this.base, exposure: this.exposure(stream) })
    const combined = this.panel(Combine, {}, inputs, `${stream}`)
    const size = this.draw(20 + stream).pick([0.7, 1, 2, 4])
    return this.cells(30 + stream, (draw, at) => combined.values[at]! * size * draw.pick([1, 1, 0.5, 0]) + 0)
  }

  // ------------------------------------------------------------------------------------------------------ books

  private get timing() {
    const delay_sessions = this.draw(4).pick([0, 0, 1, 3])
    return { execution_time: this.draw(5).pick(["next_open", "next_close", "signal_close"]), delay_sessions }
  }

  book(name: (typeof books)[number]): Ports {
    const inputs = () => {
      const { fill, listing } = this
      const targets = this.targets(books.indexOf(name))
      return { targets, ...fill, close_to_close: this.returns["close_to_close"], listing }
    }
    return this.run(Fills, this.timing, inputs, name)
  }

  get costs(): Ports {
    const rates = { spread_bps: 10, slippage_bps: 5, impact_coefficient: this.draw(6).pick([0, 0.5]) }
    const { close, volume } = this.world.bars
    const { listing } = this
    const inputs = () => ({
      ...this.book("final"),
      listing,
      close,
      volume,
      returns: this.returns["estimation"],
    })
    return this.run(CostComponents, rates, inputs)
  }

  get net(): Series.Series {
    return this.panel(NetReturns, {}, () => ({
      book: this.book("final")["book"],
      rates: this.costs["rates"],
    }))
  }

  /** Of crossovers at four pairs of windows. */
  get crossovers(): Series.Series {
    const windows = { short_sessions: [1, 2], long_sessions: [3, 4], spread_bps: 2 }
    return this.panel(CrossoverGrid, windows, () => ({
      index: this.index,
      close_to_close: this.returns["close_to_close"],
      listing: this.listing,
    }))
  }

  get window(): unknown {
    const inputs = () => ({
      eligible: { study: this.eligibleCount },
      book: { study: this.book("b2")["book"] },
    })
    return this.run(MetricWindow, {}, inputs)["output"]
  }

  get eligibleCount(): Series.Series {
    return this.run(EligibleCount, {}, () => ({ eligible: this.eligible }))["output"] as Series.Series
  }

  /** Returns of two candidates, counted from the first fill on. */
  get candidates(): Readonly<Record<string, Series.Series>> {
    const draw = this.draw(60)
    const later = draw.below(9)
    const { gross, net } = this.counted
    return {
      a: Series.make(this.world.calendar, { gross, net }),
      b: Series.make(this.world.calendar, {
        gross,
        net: net.map((value, row) => (row < later ? NaN : value * draw.unit() + 0.01 * (draw.unit() - 0.5))),
      }),
    }
  }

  private get counted() {
    const { eligibleCount: eligible, net } = this
    const inputs = () => ({ net, eligible, book: this.book("b2")["book"] })
    const counted = this.panel(CountedReturns, {}, inputs)
    return { gross: Series.column(counted, "gross"), net: Series.column(counted, "net") }
  }

  get folds(): unknown {
    return this.run(FoldWindows, { type: "yearly" }, () => ({ net: this.net }))["output"]
  }

  /** Which of the intents is chosen, over a stretch of sessions. */
  choice(name: string): Series.Series {
    const { calendar } = this.world
    const draw = this.draw(name === "early" ? 61 : 62)
    const rows = calendar.sessions.length
    const from = draw.below(rows + 1)
    const to = from + draw.below(rows - from + 1)
    const chosen = draw.below(2)
    const column = (at: number) => new Float64Array(rows).fill(NaN).fill(Number(at === chosen), from, to)
    return Series.make(calendar, { a: column(0), b: column(1) })
  }

  /** Labels that read up to six sessions on, some missing. */
  get spans(): Spans.Spans {
    const { calendar, assets } = this.world
    const width = Math.max(1, assets.length)
    const ends = this.cells(63, (draw, at) => {
      const row = Math.floor(at / width)
      const end = row + 1 + draw.below(6)
      return draw.chance(0.1) ? NaN : (calendar.sessions[end] ?? NaN)
    })
    return Spans.make(ends, ends.values)
  }

  get label(): Panel.Panel {
    const config = { horizon_sessions: 2, scale: "none" }
    return this.run(ForwardReturn, config, () => ({ index: this.index }))["label"] as Panel.Panel
  }

  get bets(): Ports {
    const config = {
      profit_take: 1,
      stop_loss: 1,
      expiry_sessions: 4,
      touch: "close",
      tie: "stop",
      at_expiry: "zero",
    }
    const inputs = () => ({ index: this.index, volatility: this.volatility, side: this.signal(0) })
    return this.run(TripleBarrier, config, inputs)
  }

  get uniqueness(): Ports {
    return this.run(LabelUniqueness, { horizon_sessions: 6 }, () => ({ ends: this.spans }))
  }

  get leverage(): Series.Series {
    const inputs = () => ({ weights: this.targets(2), book: this.book("b2")["book"], filled: undefined })
    return this.run(VolatilityTarget, { target_vol: 0.1, vol_lookback: 4 }, inputs)[
      "leverage"
    ] as Series.Series
  }

  get equity(): Series.Series {
    return this.panel(Equity, {}, () => ({ net: this.net, window: this.window }))
  }

  get drawdown(): Series.Series {
    return this.panel(Drawdown, {}, () => ({ equity: this.equity }))
  }

  // ------------------------------------------------------------------------------------------------ the judgement

  get daily(): Series.Series {
    const each = () => Object.fromEntries(books.map((name) => [name, this.book(name)["book"]]))
    return this.panel(AttributionDaily, {}, () => ({ ...each(), net: this.net }))
  }

  get parts(): Ports {
    return this.run(AttributionByAsset, {}, () => this.book("final"))
  }

  get orders(): Ports {
    const inputs = () => {
      const { listing, fill } = this
      return { ...this.book("final"), targets: this.targets(3), listing, after_fill: fill["after_fill"] }
    }
    return this.run(Orders, this.timing, inputs)
  }

  get costSummary(): unknown {
    const { calendar } = this.world.bars.close
    const ones = new Float64Array(calendar.sessions.length).fill(1)
    const inputs = () => ({
      ...this.book("final"),
      ...this.costs,
      window: this.window,
      returns: this.net,
      coverage: Series.make(calendar, { volume_known: ones, impact_assumed: ones }),
    })
    return this.run(CostSummary, {}, inputs)["output"]
  }

  get metrics(): unknown {
    const inputs = () => ({ ...this.book("final"), net: this.net, window: this.window, leverage: undefined })
    return this.run(MetricsSummary, {}, inputs)["output"]
  }

  get relative(): unknown {
    const inputs = () => ({ net: this.net, benchmark: this.net, window: this.window })
    return this.run(MetricsRelative, { benchmark: "b" }, inputs)["output"]
  }

  get subPeriods(): unknown {
    return this.run(MetricsSubPeriods, { parts: 3 }, () => ({ net: this.net, window: this.window }))["output"]
  }

  get capped(): Ports {
    return this.run(CapBindings, { max_weight_per_asset: 0.25 }, () => ({ weights: this.targets(0) }))
  }
}
