import { Experiment } from "sage"
import { study } from "../dags/study.ts"

/** What the systems with a volatility target have in common. */
const targeted = { "risk.target_vol": 0.1, "risk.max_weight_per_asset": 0.4 }

export default Experiment.define({
  question: "Which of five systems on the same assets is worth its costs, and can they be told apart at all?",
  graph: study,
  config: {
    // without the treasury bill: by inverse volatility it would be most of every book
    data: { snapshot: "demo", universe: ["USEQ", "TECH", "EMEQ", "REIT", "LTGB", "CRED", "GOLD"] },
    strategies: { everything: { type: "passthrough" } },
    execution: { signal_time: "close", execution_time: "next_open" },
    allocation: {
      method: "equal_weight",
      rebalance: { frequency: "monthly", day: "last_trading_day" },
    },
    costs: { spread_bps: 2, slippage_bps: 2 },
  },
  against: ["buy-and-hold"],
  // `sage compare experiments/five-systems.ts` runs each; what a system does not name is as above
  systems: {
    "buy and hold": { "allocation.rebalance": { frequency: "once" } },
    "equal weight": {},
    "inverse volatility": { "allocation.method": "inverse_vol", ...targeted },
    trend: {
      strategies: { trend: { type: "trend" } },
      "allocation.method": "inverse_vol",
      ...targeted,
    },
    "trend and reversion": {
      strategies: { trend: { type: "trend" }, reversion: { type: "mean_reversion" } },
      meta: { type: "risk_parity", lookback: 60, min_weight: 0.1, max_weight: 0.9 },
      "allocation.method": "inverse_vol",
      ...targeted,
    },
  },
})
