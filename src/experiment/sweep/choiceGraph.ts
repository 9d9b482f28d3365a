/** The graph that asks whether choosing the best cell of a sweep overfits: one node over the net returns of all cells. */
import * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type { GraphNode, Source } from "../../dag/Node.ts"
import { type PreparedGraph, type PreparedNode, prepareNode } from "../../dag/Prepared.ts"
import type { Series } from "../../domain/Series.ts"
import type { Window } from "../../domain/Window.ts"
import type { rates } from "../../pipeline/metrics/config.ts"
import { MetricsOverfitting } from "../../pipeline/metrics/overfitting.ts"
import { MetricsSummary } from "../../pipeline/metrics/summary.ts"

export interface ChoiceCell {
  readonly name: string
  /** the node behind its metrics.json */
  readonly metrics: PreparedNode
  /** nodes of the merged graph by their id in the cell's */
  readonly mergedOf: ReadonlyMap<string, PreparedNode>
}

/** Undefined for fewer than two cells, and for studies whose metrics are not Sage's: which returns count is not known. */
export const choiceGraph = (cells: ReadonlyArray<ChoiceCell>) =>
  Effect.gen(function* () {
    const [first] = cells
    if (first === undefined || cells.length < 2) return undefined
    if (cells.some(({ metrics }) => metrics.node.spec.name !== MetricsSummary.spec.name)) return undefined
    const merged = new Map<GraphNode, PreparedNode>()
    const sources = <A>(port: "net" | "window"): Readonly<Record<string, Source<A>>> =>
      Object.fromEntries(
        cells.map(({ name, metrics, mergedOf }) => {
          const { from, fromPort } = metrics.inputs.find((input) => input.port === port)!
          merged.set(from.node, mergedOf.get(from.id)!)
          return [name, { node: from.node, port: fromPort }]
        }),
      )
    const { risk_free, periods_per_year } = first.metrics.config as Schema.Schema.Type<typeof rates>
    const choice = MetricsOverfitting(
      { risk_free, periods_per_year },
      { net: sources<Series>("net"), window: sources<Window>("window") },
    )
    return graphOf(yield* prepareNode(choice.node, merged), choice.port)
  })

/** The node with all that it rests on. */
function graphOf(node: PreparedNode, port: string): PreparedGraph {
  const nodes = new Set<PreparedNode>()
  const visit = (one: PreparedNode): void => {
    if (nodes.has(one)) return
    for (const { from } of one.inputs) visit(from)
    nodes.add(one)
  }
  visit(node)
  return {
    nodes: [...nodes],
    byId: new Map([...nodes].map((one) => [one.id, one])),
    targets: { overfitting: { node, port } },
  }
}
