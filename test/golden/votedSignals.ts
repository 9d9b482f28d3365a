/** Signals of the original's strategies that vote over three indicators, compared with ours. */
import * as Schema from "effect/Schema"
import { expect } from "vitest"
import type { Definition } from "../../src/dag/Node.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { runNode } from "../laws/panelLaws.ts"
import { signalsOf, type Tally } from "./support.ts"

/** How the original combines its indicators. */
export interface Vote {
  readonly combination_method: "majority" | "all" | "weighted"
  readonly weights: readonly [number, number, number]
  readonly weighted_threshold: number
}

/** The signals of an indicator where no listing is connected. */
export const indicatorSignal = (node: Definition, index: Panel.Panel, config: unknown): Panel.Panel =>
  runNode({ node, config, inputs: { index, listing: undefined } }).panels["signal"]!

/**
 * Counts every signal of a case. Exempt: those that the original gives before all three indicators exist, and weighted sums
 * that tie with the threshold, where ours is neutral and its answer is what rounding makes of the comparison.
 *
 * @param three the strategy's inputs, in the order of the weights
 */
export function compareVotes(
  node: Definition,
  three: Readonly<Record<string, Panel.Panel>>,
  { combination_method, weights, weighted_threshold }: Vote,
  signals: Readonly<Record<string, string>>,
  tally: Tally,
): void {
  const config = Schema.decodeUnknownSync(node.spec.config)({
    combination_method,
    weights,
    weighted_threshold,
  })
  const intent = runNode({ node, config, inputs: three }).panels["output"]!
  for (const [ticker, text] of Object.entries(signals)) {
    const i = intent.assets.indexOf(ticker)
    const ours = Panel.column(intent, i)
    const columns = Object.values(three).map((panel) => Panel.column(panel, i))
    signalsOf(text).forEach((theirs, t) => {
      const sum = weights.reduce((total, weight, k) => total + weight * columns[k]![t]!, 0)
      const tie = Math.abs(Math.abs(sum) - weighted_threshold) <= 1e-12
      if (Number.isNaN(ours[t]!) && theirs !== 0) tally.exempt("before all three indicators exist")
      else if (combination_method === "weighted" && tie && theirs !== 0) {
        expect([ours[t], theirs]).toEqual([0, sum > weighted_threshold ? 1 : -1])
        tally.exempt("weighted sums that tie with the threshold, Q13")
      } else
        tally.same(Number.isNaN(ours[t]!) ? 0 : ours[t]!, theirs, `${combination_method} ${ticker} row ${t}`)
    })
  }
}
