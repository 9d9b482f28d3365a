import { Experiment } from "sage"
import { study } from "../dags/study.ts"

export default Experiment.define({
  question: "Does a three-indicator trend rule beat buy and hold once it pays for its trades?",
  graph: study, // a ready graph of dags/: a function from config to nodes; write your own the same way
  config: {
    data: { snapshot: "demo" },
    strategies: {
      trend: { type: "trend", momentum_lookback: 252, sma_short: 50, sma_long: 200, breakout_period: 252 },
    },
    execution: { signal_time: "close", execution_time: "next_open" },
    allocation: {
      method: "inverse_vol",
      lookback: 60,
      rebalance: { frequency: "monthly", day: "last_trading_day" },
    },
    risk: { target_vol: 0.1, max_weight_per_asset: 0.4 },
    costs: { spread_bps: 2, slippage_bps: 2 },
  },
  against: ["buy-and-hold", "equal-weight-vol-target", "sixty-forty"],
  vary: { "strategies.trend.momentum_lookback": [126, 252], "costs.spread_bps": [1, 2, 4] },
})
