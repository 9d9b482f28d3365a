import type * as Node from "./Node.ts"
import { portId } from "./portId.ts"
import type { PreparedNode } from "./Prepared.ts"

/** Every output of some nodes as a target, by `portId`, so that its value can be asked for. */
export const everyPort = (
  nodes: ReadonlyArray<PreparedNode>,
): Readonly<Record<string, Node.Source<unknown>>> =>
  Object.fromEntries(
    nodes.flatMap(({ id, node }) =>
      Object.keys(node.spec.outputs).map((port) => [portId(id, port), { node, port }]),
    ),
  )
