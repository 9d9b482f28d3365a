/** Cells of the grid of moving averages are whole studies: the same returns and the same figures. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { crossoverGrid } from "../../dags/crossoverGrid.ts"
import experiment from "../../experiments/moving-averages.ts"
import * as Stream from "../../src/dag/Stream.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import type * as Panel from "../../src/domain/Panel.ts"
import type * as Series from "../../src/domain/Series.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { CrossoverGrid } from "../../src/pipeline/execution/index.ts"
import { type GridCells, MetricsGrid } from "../../src/pipeline/metrics/grid.ts"
import type { Summary } from "../../src/pipeline/metrics/summary.ts"
import { runDefinition } from "../laws/runDefinition.ts"
import { type DemoMarket, readDemoMarket } from "./demoMarket.ts"
import { columnAt, documentAt, panelAt, type Program, runOn, runProgram } from "./programStudy.ts"
import { randomMarket } from "./randomMarket.ts"

interface Asked {
  readonly short: number
  readonly long: number
  readonly longOnly?: boolean
  readonly costs?: { readonly spread_bps: number; readonly slippage_bps: number }
}

/** The config of one pair as a full study. */
function pairStudy({ short, long, longOnly = false, costs }: Asked, universe: ReadonlyArray<string>) {
  const { grid: _grid, ...common } = experiment.config
  const crossover = {
    ...common.strategies["crossover"],
    sma_short: short,
    sma_long: long,
  }
  return {
    ...common,
    data: { snapshot: "demo", universe },
    strategies: { crossover },
    execution: { signal_time: "close", execution_time: "next_close", long_only: longOnly },
    costs: { ...(costs ?? { spread_bps: 2, slippage_bps: 2 }), asset_rates: "none" },
  }
}

const judges = new Set([
  "metrics/bootstrap",
  "metrics/capacity",
  "metrics/deflation",
  "allocation/cap-bindings",
])

/** The grid on the very panels that a study was run on. */
function gridOn(program: Program, pairs: ReadonlyArray<Asked>): Series.Series {
  const [first] = pairs
  const { spread_bps, slippage_bps } = first?.costs ?? { spread_bps: 2, slippage_bps: 2 }
  const config = {
    short_sessions: pairs.map(({ short }) => short),
    long_sessions: pairs.map(({ long }) => long),
    long_only: first?.longOnly ?? false,
    spread_bps,
    slippage_bps,
  }
  return runDefinition(CrossoverGrid, config, {
    index: panelAt(program, "data/total-return-index"),
    close_to_close: panelAt(program, "data/returns", "close_to_close"),
    listing: panelAt(program, "data/listing", "state"),
  })["output"] as Series.Series
}

const cellOf = (grid: Series.Series, { short, long }: Asked): Float64Array => {
  const column = grid.assets.indexOf(`${short}/${long}`)
  return Float64Array.from(grid.calendar.sessions, (_, t) => grid.values[t * grid.assets.length + column]!)
}

/** Where the cell has a return, it is the study's. @returns returns compared */
function expectEqual(program: Program, cell: Float64Array): number {
  const net = columnAt(program, "costs/net-returns", "output", "net")
  let compared = 0
  for (let t = 0; t < cell.length; t++) {
    if (Number.isNaN(cell[t]!)) continue
    compared++
    if (!(Math.abs(cell[t]! - net[t]!) <= 1e-12)) expect.fail(`row ${t}: ${cell[t]}, the study has ${net[t]}`)
  }
  return compared
}

const firstRow = (cell: Float64Array): number => cell.findIndex((value) => !Number.isNaN(value))

const drawPairs = (count: number, longest: number): ReadonlyArray<Asked> => {
  const source = Stream.column(77, "pairs", "a")
  return Array.from({ length: count }, (_, i) => {
    const long = 2 + Math.floor(source.unit(i, 0) * (longest - 1))
    return { short: 1 + Math.floor(source.unit(i, 1) * (long - 1)), long }
  })
}

describe("the grid of moving averages", () => {
  let demo: DemoMarket
  beforeAll(async () => {
    demo = await readDemoMarket()
  })

  it("has in 20 random cells the returns and figures of the full studies, to 1e-12", () => {
    const { assets } = demo.market
    for (const pair of drawPairs(20, 300)) {
      const program = runOn(demo.prices, demo.manifest, pairStudy(pair, assets), judges)
      const grid = gridOn(program, [pair])
      const cell = cellOf(grid, pair)
      const summary = documentAt<Summary>(program, "metrics/summary")
      expect(expectEqual(program, cell)).toBe(summary.n)
      expect(Calendar.isoAt(grid.calendar, firstRow(cell))).toBe(summary.window.first_fill)
      const { cells } = runDefinition(MetricsGrid, {}, { grid }) as { cells: GridCells }
      const found = cells.find(({ name }) => name === `${pair.short}/${pair.long}`)!
      for (const [name, figure] of Object.entries(found.figures))
        expect(Math.abs(figure! - summary.net[name]!), name).toBeLessThanOrEqual(1e-12)
    }
  }, 120_000)

  it("is the study wherever it has a return, in markets with gaps, late listings and deaths", () => {
    const costs = fc.record({ spread_bps: fc.constantFrom(0, 10, 3000), slippage_bps: fc.constantFrom(0, 5) })
    const asked = fc.record({ windows: fc.tuple(fc.nat(3), fc.nat(6)), longOnly: fc.boolean(), costs })
    let [compared, cut] = [0, 0]
    fc.assert(
      fc.property(randomMarket, asked, (market, { windows: [a, b], longOnly, costs }) => {
        const pair = { short: 1 + a, long: 2 + a + b, longOnly, costs }
        const program = runProgram(market, pairStudy(pair, market.assets), judges)
        const cell = cellOf(gridOn(program, [pair]), pair)
        compared += expectEqual(program, cell)
        if (firstRow(cell) >= 0 && Number.isNaN(cell.at(-1)!)) cut++
      }),
      { seed: 78, numRuns: 150 },
    )
    expect(compared).toBeGreaterThan(1000)
    expect(cut).toBeGreaterThan(10)
  }, 120_000)

  it("computes a pair the same whatever pairs stand beside it", () => {
    const { assets } = demo.market
    const program = runOn(demo.prices, demo.manifest, pairStudy({ short: 10, long: 40 }, assets), judges)
    const pairs = drawPairs(6, 120)
    const together = gridOn(program, pairs)
    for (const pair of pairs) expect(cellOf(together, pair)).toEqual(cellOf(gridOn(program, [pair]), pair))
  })
})

describe("a config that the grid does not follow", () => {
  const objectionsTo = (overrides: Readonly<Record<string, unknown>>): ReadonlyArray<string> => {
    const { config } = Effect.runSync(resolveConfig("grid", crossoverGrid, experiment.config, overrides))
    const market = {
      calendar: "nyse",
      periods_per_year: 252,
      sectors: {},
      default_universe: ["A"],
      name: "x",
    }
    return crossoverGrid.objections(config, market as never).map(({ path }) => path.join("."))
  }

  it("is refused by the name of its field", () => {
    expect(objectionsTo({})).toEqual([])
    for (const [path, value] of [
      ["execution.execution_time", "next_open"],
      ["allocation.method", "inverse_vol"],
      ["allocation.rebalance.frequency", "monthly"],
      ["risk.target_vol", 0.1],
      ["costs.impact_coefficient", 0.1],
      ["costs.cash_rate", 0.02],
      ["period.start", "2015-01-02"],
    ] as const)
      expect(objectionsTo({ [path]: value }), path).toEqual([path])
    expect(objectionsTo({ "strategies.crossover.momentum_lookback": 20 })).toEqual(["strategies"])
    expect(objectionsTo({ "grid.sma_long": [3] })).toEqual(["grid"])
  })
})

/** One asset, by its closes. */
const oneAsset = (closes: ReadonlyArray<number>): Readonly<Record<string, Panel.Panel>> => {
  const calendar = Calendar.make(Int32Array.from(closes, (_, t) => 18_000 + t))
  const panel = (values: ReadonlyArray<number>) => ({
    calendar,
    assets: ["A"],
    values: Float64Array.from(values),
  })
  const returns = closes.map((close, t) => (t === 0 ? NaN : close / closes[t - 1]! - 1))
  return {
    index: panel(closes),
    close_to_close: panel(returns),
    listing: panel(closes.map(() => 1)),
  }
}

describe("one pair by hand", () => {
  const grid = (closes: ReadonlyArray<number>, config: object = {}): ReadonlyArray<number> => {
    const given = { short_sessions: [1], long_sessions: [2], ...config }
    return [...(runDefinition(CrossoverGrid, given, oneAsset(closes))["output"] as Series.Series).values]
  }

  it("decides at a close, fills at the next, earns from there, and pays on the session of the fill", () => {
    // long from row 1 on, filled on row 2; at row 3 short, filled on row 4: the change is 2
    const net = grid([100, 110, 121, 100, 90], { slippage_bps: 100 })
    expect(net.slice(0, 2)).toEqual([NaN, NaN])
    expect(net[2]).toBeCloseTo(-0.01, 12)
    expect(net[3]).toBeCloseTo(100 / 121 - 1, 12)
    expect(net[4]).toBeCloseTo((90 / 100) * (1 - 0.02) - 1, 12)
  })

  it("ends with −1 where a short position loses everything", () => {
    const net = grid([100, 90, 80, 200, 210])
    expect(net[3]).toBe(-1)
    expect(net[4]).toBeNaN()
    expect(grid([100, 90, 80, 200, 210], { long_only: true })[3]).toBe(0)
  })
})
