/** The intent of a strategy on given levels of an index: its nodes run in memory. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { strategies } from "../../../dags/strategies/catalogue.ts"
import * as Node from "../../../src/dag/Node.ts"
import { prepare } from "../../../src/dag/Prepared.ts"
import * as Reach from "../../../src/dag/Reach.ts"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { evaluate } from "../../support/evaluate.ts"

const Given = Node.define({
  name: "given/market",
  title: "levels of an index, all assets listed",
  config: Schema.Struct({}),
  inputs: {},
  outputs: { index: Panel.type, listing: Panel.type, open: Node.knownAt("open", Panel.type) },
  reach: () => Reach.point,
  scope: "each",
  run: () => {
    throw new Error("its values are given")
  },
})

export interface Told {
  /** one value a session and asset, row by row */
  readonly intent: ReadonlyArray<number>
  /** ids of the nodes that it took */
  readonly nodes: ReadonlyArray<string>
}

/**
 * @param config as a study writes it under `strategies.NAME`
 * @param levels of one asset, or of several, each a list of one level a session
 */
export function intentOf(
  config: Readonly<Record<string, unknown>>,
  levels: ReadonlyArray<number> | ReadonlyArray<ReadonlyArray<number>>,
): Told {
  const columns = levels.map((each) => (typeof each === "number" ? undefined : each))
  const series =
    columns[0] === undefined ? [levels as ReadonlyArray<number>] : (columns as Array<Array<number>>)
  const sessions = Int32Array.from(series[0]!, (_, t) => 18000 + t)
  const index = Panel.fromColumns(
    Calendar.make(sessions),
    series.map((_, i) => `A${i}`),
    series.map((column) => Float64Array.from(column)),
  )
  const { index: source, listing, open } = Given({}, {})
  const decoded = Schema.decodeUnknownSync(strategies.schema)(config)
  const intent = strategies.intent(decoded, { index: source, listing, open }, "mine")
  const graph = Effect.runSync(prepare({ intent }))
  const given = new Map([
    [
      "given/market",
      { index, open: index, listing: Panel.like(index, new Float64Array(index.values.length).fill(1)) },
    ],
  ])
  const values = evaluate(graph, given)
  const panel = values.get(
    intent.node.label === undefined ? intent.node.spec.name : `${intent.node.spec.name}@${intent.node.label}`,
  )!
  return {
    intent: [...(panel["output"] as Panel.Panel).values],
    nodes: graph.nodes.map(({ id }) => id).filter((id) => id !== "given/market"),
  }
}

/** Whether a study accepts this under `strategies.NAME`. */
export const accepts = (config: Readonly<Record<string, unknown>>): boolean =>
  Schema.decodeUnknownResult(strategies.schema)(config, { onExcessProperty: "error" })._tag === "Success"
