/** Progress on a terminal: one line on stderr that is drawn over, and wiped at the end. Silent elsewhere. */
import type { NodePlan, Plan } from "../dag/Plan.ts"
import type { RunEvent } from "../dag/Run.ts"
import { progressLine } from "../report/text/progress.ts"

export interface Progress {
  readonly onPlan: (plan: Plan) => void
  readonly onEvent: (event: RunEvent) => void
  readonly end: () => void
}

const silent: Progress = { onPlan: () => {}, onEvent: () => {}, end: () => {} }

export function makeProgress(enabled: boolean): Progress {
  const { stderr } = process
  if (!enabled || !stderr.isTTY) return silent
  let state = { total: 0, done: 0, computed: 0, current: "" }
  const draw = (): void => void stderr.write(`\r\u001b[2K${progressLine(state, stderr.columns - 1)}`)
  return {
    onPlan: (plan) => {
      const cached = [...plan.nodes.values()].filter(({ status }: NodePlan) => status === "cached").length
      state = { ...state, total: plan.nodes.size, done: cached }
      draw()
    },
    onEvent: (event) => {
      if (event.type === "started") state = { ...state, current: event.id }
      else if (event.type === "finished") {
        const computed = state.computed + (event.outcome.fate === "computed" ? 1 : 0)
        state = { ...state, done: state.done + 1, computed }
      }
      draw()
    },
    end: () => void stderr.write("\r\u001b[2K"),
  }
}
