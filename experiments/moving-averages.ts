import { Experiment } from "sage"
import { crossoverGrid } from "../dags/crossoverGrid.ts"

const every = (step: number, from: number, to: number): ReadonlyArray<number> =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step)

export default Experiment.define({
  question: "Which two moving averages, and does choosing them tell anything?",
  graph: crossoverGrid,
  against: ["buy-and-hold"],
  config: {
    data: { snapshot: "demo" },
    // as in configs/presets/moving-averages.yaml, which runs one pair as a full study
    strategies: {
      crossover: {
        type: "trend",
        combination_method: "weighted",
        weights: [0, 1, 0],
        momentum_lookback: 1,
        breakout_period: 1,
      },
    },
    execution: { signal_time: "close", execution_time: "next_close" },
    allocation: { method: "equal_weight", rebalance: { frequency: "daily" } },
    costs: { spread_bps: 2, slippage_bps: 2, asset_rates: "none" },
    grid: { sma_short: every(5, 5, 225), sma_long: every(5, 10, 230) },
  },
})
