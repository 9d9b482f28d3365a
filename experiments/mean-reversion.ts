import { Experiment } from "sage"
import { study } from "../dags/study.ts"

export default Experiment.define({
  question: "Does buying what fell too far add anything to following the trend, once it pays for its trades?",
  graph: study,
  config: {
    // without the treasury bill: by inverse volatility it would be most of the book, and there is nothing in it to revert
    data: { snapshot: "demo", universe: ["USEQ", "TECH", "EMEQ", "REIT", "LTGB", "CRED", "GOLD"] },
    strategies: {
      trend: { type: "trend" },
      reversion: { type: "mean_reversion", rsi_period: 14, bb_period: 20, zscore_lookback: 60 },
    },
    // the quieter strategy gets more: weights by the volatility of what each would have earned alone
    meta: { type: "risk_parity", lookback: 60, min_weight: 0.1, max_weight: 0.9 },
    execution: { signal_time: "close", execution_time: "next_open" },
    allocation: {
      method: "inverse_vol",
      lookback: 60,
      rebalance: { frequency: "weekly", day: "last_trading_day" },
    },
    risk: { target_vol: 0.1, max_weight_per_asset: 0.4 },
    costs: { spread_bps: 2, slippage_bps: 2 },
  },
  against: ["buy-and-hold", "equal-weight-vol-target", "sixty-forty"],
  vary: {
    "meta.type": ["fixed_weight", "risk_parity"],
    "strategies.reversion.zscore_threshold": [1, 1.5, 2],
  },
})
