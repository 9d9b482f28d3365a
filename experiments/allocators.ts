import { Experiment } from "sage"
import { comparison } from "../dags/comparison.ts"

export default Experiment.define({
  question: "Which weights serve a trend signal best: equal, by volatility, or by an optimum over estimates?",
  graph: comparison, // one graph: signals are computed once, each method adds its own book
  config: {
    // without the bills, which next to stocks would take nearly all of every weight by risk
    data: { snapshot: "demo", universe: ["USEQ", "TECH", "EMEQ", "REIT", "LTGB", "CRED", "GOLD"] },
    strategies: {
      trend: { type: "trend", momentum_lookback: 252, sma_short: 50, sma_long: 200, breakout_period: 252 },
    },
    allocation: {
      method: "mean_variance", // left aside: all methods run
      covariance: "ledoit_wolf",
      window: 252,
      rebalance: { frequency: "monthly", day: "last_trading_day" },
    },
    costs: { spread_bps: 2, slippage_bps: 2 },
  },
  against: ["buy-and-hold", "sixty-forty"],
})
