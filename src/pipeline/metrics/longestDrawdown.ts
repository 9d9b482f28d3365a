import { longestUnderwater } from "../../kernel/longestUnderwater.ts"
import type { ReturnMetric } from "./Metric.ts"

/** Not always the deepest one. A drawdown that is still open at the end counts with the sessions it has. */
export const longestDrawdown: ReturnMetric = {
  name: "longest_drawdown_sessions",
  title: "longest drawdown",
  unit: "sessions",
  of: "returns",
  formula: "most consecutive sessions that close below the highest equity before them",
  source: "definition",
  compute: ({ equity }) => longestUnderwater(equity),
}
