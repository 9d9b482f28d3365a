import type { Plan } from "./Plan.ts"
import { portId } from "./portId.ts"
import type { PreparedInput, PreparedNode } from "./Prepared.ts"

/** Values in memory for as long as a node that may still run wants them. */
export class LiveValues {
  private readonly uses = new Map<string, number>()
  private readonly values = new Map<string, unknown>()

  constructor(plan: Plan) {
    for (const node of plan.graph.nodes) {
      if (plan.nodes.get(node.id)!.status === "cached") continue
      for (const input of node.inputs)
        this.uses.set(sourceOf(input), (this.uses.get(sourceOf(input)) ?? 0) + 1)
    }
  }

  keep(id: string, port: string, value: unknown): void {
    const name = portId(id, port)
    if ((this.uses.get(name) ?? 0) > 0) this.values.set(name, value)
  }

  find(input: PreparedInput): unknown {
    return this.values.get(sourceOf(input))
  }

  release(node: PreparedNode): void {
    for (const input of node.inputs) {
      const left = this.uses.get(sourceOf(input))! - 1
      this.uses.set(sourceOf(input), left)
      if (left === 0) this.values.delete(sourceOf(input))
    }
  }
}

const sourceOf = ({ from, fromPort }: PreparedInput): string => portId(from.id, fromPort)
