import { Experiment } from "sage"
import { walkForwardChoice } from "../dags/walkForwardChoice.ts"

export default Experiment.define({
  question: "Is the lookback of momentum worth choosing anew every year by what worked before?",
  graph: walkForwardChoice, // candidates side by side, then one book that follows the best of them into each fold
  config: {
    data: { snapshot: "demo", universe: ["USEQ", "TECH", "EMEQ", "REIT", "LTGB", "CRED", "GOLD"] },
    strategies: { momentum: { type: "time_series_momentum", momentum_lookback: 126, vol_lookback: 63 } },
    choice: { parameter: "strategies.momentum.momentum_lookback", values: [252, 126, 63, 21] },
    folds: { type: "walk_forward", window: "expanding", train_sessions: 756, test_sessions: 252 },
    allocation: { method: "inverse_vol", lookback: 60 },
    costs: { spread_bps: 2, slippage_bps: 2 },
  },
  against: ["buy-and-hold"],
})
