/**
 * Computes stored results once more from their stored inputs and compares: whether what is cached is what the code makes.
 * Nothing is written to the cache.
 */
import * as Effect from "effect/Effect"
import { hashOf } from "./canonical.ts"
import type { CallContext } from "./callNode.ts"
import { compute, type Failure, Workshop } from "./Compute.ts"
import { type Difference, firstDifference } from "./firstDifference.ts"
import type { SliceInput } from "./incremental/slice.ts"
import type { NodePlan, Plan } from "./Plan.ts"
import type { PreparedNode } from "./Prepared.ts"
import { Store } from "./store/Store.ts"

type Cached = Extract<NodePlan, { status: "cached" }>

export interface Rerun {
  readonly id: string
  /** `gone`: a stored input or output could not be read, so nothing was compared */
  readonly verdict: "same" | "differs" | "gone"
  readonly difference: (Difference & { readonly port: string }) | undefined
}

/** The nodes whose results are stored, a share of them (0 to 1, at least one) drawn by a seed. */
export function sampleOf(plan: Plan, share: number, seed: number): ReadonlyArray<PreparedNode> {
  // a second reading of the world would say nothing about the first
  const cached = plan.graph.nodes.filter(
    ({ id, node }) => plan.nodes.get(id)!.status === "cached" && node.spec.validForMs === undefined,
  )
  const drawn = cached
    .map((node) => ({ node, lot: hashOf(["rerun", seed, node.id]) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, Math.ceil(cached.length * share))
  const ids = new Set(drawn.map(({ node }) => node.id))
  return cached.filter(({ id }) => ids.has(id))
}

export const rerun = (
  plan: Plan,
  node: PreparedNode,
  context: CallContext,
): Effect.Effect<Rerun, Failure, Store> =>
  Effect.catchTag(compareOne(plan, node, context), "ObjectDamaged", () =>
    Effect.succeed({ id: node.id, verdict: "gone", difference: undefined } as const),
  )

const compareOne = (
  plan: Plan,
  node: PreparedNode,
  context: CallContext,
): Effect.Effect<Rerun, Failure, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const outputsOf = (id: string) => (plan.nodes.get(id) as Cached).result.outputs
    const inputs = node.inputs.map(
      (input): SliceInput => ({
        input,
        type: input.from.node.spec.outputs[input.fromPort]!.type,
        content: outputsOf(input.from.id)[input.fromPort]!,
      }),
    )
    const read = ({ type, content }: SliceInput) => store.get(type, content)
    const scratch = yield* Effect.provide(Store, Store.layerMemory)
    const computed = yield* compute(new Workshop(scratch, context), node, inputs, read, undefined, null)
    for (const [port, content] of Object.entries(outputsOf(node.id))) {
      if (computed.outputs[port] === content) continue
      const { type } = node.node.spec.outputs[port]!
      const stored = yield* store.get(type, content)
      const difference = firstDifference(type, stored, computed.values![port])
      if (difference !== undefined)
        return { id: node.id, verdict: "differs", difference: { port, ...difference } }
    }
    return { id: node.id, verdict: "same", difference: undefined }
  })
