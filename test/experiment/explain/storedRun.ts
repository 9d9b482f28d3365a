/** A study that ran in memory, put into a store as a run leaves it: what explanations read. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { hashOf } from "../../../src/dag/canonical.ts"
import type { NodeOutcome } from "../../../src/dag/Run.ts"
import { Store } from "../../../src/dag/store/Store.ts"
import { explainRun, type ExplainRequest } from "../../../src/experiment/explain/explainRun.ts"
import { GraphDocument, runGraphOf } from "../../../src/experiment/explain/RunGraph.ts"
import { graphJson } from "../../../src/experiment/run/graphJson.ts"
import * as Schema from "effect/Schema"
import { catalogue } from "../../../src/cli/catalogue.ts"
import type { Program } from "../../dags/programStudy.ts"

const ran = {
  fate: "computed",
  changes: null,
  rowsRun: null,
  rowsGiven: null,
  reasons: [],
  wallMs: 0,
  cpuMs: 0,
} as unknown as NodeOutcome

export interface StoredRun {
  readonly store: Store["Service"]
  /** as `graph.json` has it */
  readonly document: ReturnType<typeof graphJson>
}

/** Every value of the program under its content; what did not run has none. */
export const storedRun = ({ graph, values }: Program): Promise<StoredRun> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const store = yield* Effect.provide(Store, Layer.fresh(Store.layerMemory))
      const outcomes = new Map<string, NodeOutcome>()
      for (const { id, node } of graph.nodes) {
        const outputs: Record<string, string> = {}
        for (const [port, { type }] of Object.entries(node.spec.outputs)) {
          const value = values.get(id)?.[port]
          if (value !== undefined) outputs[port] = yield* store.put(type, value)
        }
        outcomes.set(id, {
          ...ran,
          id,
          key: hashOf(["test", id]),
          outputs,
        })
      }
      return { store, document: withoutTimes(graphJson(graph, outcomes, {})) }
    }),
  )

/** Nodes that did not run have no place in the graph of a run that ended well. */
function withoutTimes({ nodes }: ReturnType<typeof graphJson>): ReturnType<typeof graphJson> {
  const ran = nodes.filter(({ outputs }) => outputs.some(({ content }) => content !== null))
  return { nodes: ran }
}

export const explained = (
  { store, document }: StoredRun,
  asked: Pick<ExplainRequest, "asset" | "date" | "book">,
) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const graph = yield* runGraphOf("a run", Schema.decodeUnknownSync(GraphDocument)(document))
      return yield* explainRun({
        run: "a run",
        graph,
        seed: 0,
        ...asked,
        specOf: (name) => Effect.succeed(catalogue.find((spec) => spec.name === name)),
        weightsAt: () => Effect.die("the study in memory has no folder"),
        again: (nodes) => `sage dag run a-study --target ${nodes.join(" ")}`,
      })
    }).pipe(Effect.provideService(Store, store)),
  )
