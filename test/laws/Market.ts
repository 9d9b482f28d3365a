/** What a study would hand over in a world, made by the very nodes that make it: inputs that fit each other. */
import * as Panel from "../../src/domain/Panel.ts"
import * as Series from "../../src/domain/Series.ts"
import {
  Caps,
  Combine,
  EqualWeight,
  Volatility,
  VolatilityTarget,
} from "../../src/pipeline/allocation/index.ts"
import { AttributionByAsset, AttributionDaily } from "../../src/pipeline/attribution/index.ts"
import { CostComponents, CostSummary, NetReturns } from "../../src/pipeline/costs/index.ts"
import { FillReturns, Listing, Returns, TotalReturnIndex } from "../../src/pipeline/data/index.ts"
import { Eligible, ExposureMapping, Fills, Orders } from "../../src/pipeline/execution/index.ts"
import { Drawdown, Equity, MetricWindow } from "../../src/pipeline/metrics/index.ts"
import { type Draw, drawFrom } from "./draw.ts"
import { runDefinition } from "./runDefinition.ts"
import { makeWorld, type World } from "./World.ts"

type Ports = Readonly<Record<string, unknown>>

export class Market {
  readonly world: World
  private readonly made = new Map<string, Ports>()

  constructor(seed: number) {
    this.world = makeWorld(seed)
  }

  draw(stream: number): Draw {
    return drawFrom(this.world.seed, 1000 + stream)
  }

  /** Made when first asked for. */
  private once(name: string, make: () => Ports): Ports {
    const known = this.made.get(name)
    if (known !== undefined) return known
    const made = make()
    this.made.set(name, made)
    return made
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
    const inputs = { close: bars.close, listing_table: table }
    return this.once("listing", () => runDefinition(Listing, { delist_after: 1 + (seed % 7) }, inputs))[
      "state"
    ] as Panel.Panel
  }

  get listed(): Ports {
    const { close, dividend, split_ratio } = this.world.bars
    return { close, dividend, split_ratio, listing: this.listing }
  }

  get returns(): Ports {
    return this.once("returns", () => runDefinition(Returns, { max_stale: 3 }, this.listed))
  }

  get index(): Panel.Panel {
    return this.once("index", () => runDefinition(TotalReturnIndex, { max_stale: 3 }, this.listed))[
      "output"
    ] as Panel.Panel
  }

  get fill(): Ports {
    const price_used = this.draw(1).pick(["open", "close"])
    return this.once("fill", () =>
      runDefinition(FillReturns, { price_used }, { ...this.listed, ...this.world.bars }),
    )
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
    const decision = Float64Array.from(this.world.calendar.sessions, () =>
      draw.chance(this.world.busy) ? 1 : 0,
    )
    return Series.make(this.world.calendar, { decision })
  }

  get volatility(): Panel.Panel {
    const inputs = { returns: this.returns["estimation"], schedule: this.schedule }
    return this.once("volatility", () => runDefinition(Volatility, { lookback: 3 }, inputs))[
      "output"
    ] as Panel.Panel
  }

  get eligible(): Panel.Panel {
    const { schedule, listing, intents } = this
    return this.once("eligible", () =>
      runDefinition(Eligible, {}, { schedule, listing, intents, estimates: {} }),
    )["output"] as Panel.Panel
  }

  exposure(stream: number): Panel.Panel {
    const inputs = { intent: this.signal(stream), eligible: this.eligible }
    return this.once(`exposure ${stream}`, () => runDefinition(ExposureMapping, { kind: "signals" }, inputs))[
      "output"
    ] as Panel.Panel
  }

  get base(): Panel.Panel {
    const inputs = { eligible: this.eligible, exposure: this.exposure(0) }
    return this.once("base", () => runDefinition(EqualWeight, {}, inputs))["output"] as Panel.Panel
  }

  /** Target weights of a decision, of any size and sign. */
  targets(stream: number): Panel.Panel {
    const inputs = { base: this.base, exposure: this.exposure(stream) }
    const combined = this.once(`targets ${stream}`, () => runDefinition(Combine, {}, inputs))[
      "output"
    ] as Panel.Panel
    const size = this.draw(20 + stream).pick([0.7, 1, 2])
    return this.cells(30 + stream, (draw, at) => combined.values[at]! * size * draw.pick([1, 1, 0.5, 0]) + 0)
  }

  // ------------------------------------------------------------------------------------------------------ books

  book(name: "b0" | "b1" | "b2" | "final"): Ports {
    const stream = ["b0", "b1", "b2", "final"].indexOf(name)
    const { close_to_close } = this.returns
    return this.once(name, () =>
      runDefinition(Fills, this.timing, {
        targets: this.targets(stream),
        ...this.fill,
        close_to_close,
        listing: this.listing,
      }),
    )
  }

  get timing() {
    const delay_sessions = this.draw(4).pick([0, 0, 1, 3])
    return { execution_time: this.draw(5).pick(["next_open", "next_close", "signal_close"]), delay_sessions }
  }

  get costs(): Ports {
    const { target_turnover, traded_turnover } = this.book("final")
    const { close, volume } = this.world.bars
    const rates = { spread_bps: 10, slippage_bps: 5, impact_coefficient: this.draw(6).pick([0, 0.5]) }
    return this.once("costs", () =>
      runDefinition(CostComponents, rates, {
        target_turnover,
        traded_turnover,
        listing: this.listing,
        close,
        volume,
        returns: this.returns["estimation"],
      }),
    )
  }

  get net(): Series.Series {
    const inputs = { book: this.book("final")["book"], rates: this.costs["rates"] }
    return this.once("net", () => runDefinition(NetReturns, {}, inputs))["output"] as Series.Series
  }

  get window(): unknown {
    const inputs = { eligible: { study: this.eligible }, book: { study: this.book("b2")["book"] } }
    return this.once("window", () => runDefinition(MetricWindow, {}, inputs))["output"]
  }

  get leverage(): Series.Series {
    const inputs = { weights: this.targets(2), book: this.book("b2")["book"], filled: undefined }
    return this.once("leverage", () =>
      runDefinition(VolatilityTarget, { target_vol: 0.1, vol_lookback: 4 }, inputs),
    )["leverage"] as Series.Series
  }

  get equity(): Series.Series {
    const inputs = { net: this.net, window: this.window }
    return this.once("equity", () => runDefinition(Equity, {}, inputs))["output"] as Series.Series
  }

  get drawdown(): Series.Series {
    return this.once("drawdown", () => runDefinition(Drawdown, {}, { equity: this.equity }))[
      "output"
    ] as Series.Series
  }

  get daily(): Series.Series {
    const books = (["b0", "b1", "b2", "final"] as const).map((name) => [name, this.book(name)["book"]])
    const inputs = { ...Object.fromEntries(books), net: this.net }
    return this.once("daily", () => runDefinition(AttributionDaily, {}, inputs))["output"] as Series.Series
  }

  get parts(): Ports {
    return this.once("parts", () => runDefinition(AttributionByAsset, {}, this.book("final")))
  }

  get orders(): Ports {
    const { drifted, book } = this.book("final")
    const { listing } = this
    const inputs = { targets: this.targets(3), listing, after_fill: this.fill["after_fill"], drifted, book }
    return this.once("orders", () => runDefinition(Orders, this.timing, inputs))
  }

  get costSummary(): Ports {
    const { target_turnover, traded_turnover, book } = this.book("final")
    const { rates, impact_assumed } = this.costs
    const { window, net: returns } = this
    const inputs = {
      window,
      returns,
      book,
      rates,
      target_turnover,
      traded_turnover,
      volume: Panel.like(
        this.world.bars.close,
        this.world.bars.close.values.map(() => 1),
      ),
      impact_assumed,
    }
    return this.once("cost summary", () => runDefinition(CostSummary, {}, inputs))
  }

  get capped(): Ports {
    return this.once("capped", () =>
      runDefinition(Caps, { max_weight_per_asset: 0.25 }, { weights: this.targets(0) }),
    )
  }
}
