/** The graph of a run as a document: nodes with their keys, reach, lookahead, fate and time. */
import * as Lookahead from "../../dag/Lookahead.ts"
import type { PreparedGraph } from "../../dag/Prepared.ts"
import * as Reach from "../../dag/Reach.ts"
import type { NodeOutcome } from "../../dag/Run.ts"
import type { Certificates } from "./certificates.ts"
import { type ExtendedJson, extendedJson } from "./extendedJson.ts"

export interface GraphNodeJson {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly config: unknown
  readonly scope: "each" | "all"
  readonly inputs: ReadonlyArray<{ readonly port: string; readonly from: string; readonly reach: string }>
  readonly outputs: ReadonlyArray<{
    readonly port: string
    readonly type: string
    readonly known: "open" | "close"
    /** half sessions beyond the row's own event; null = known only at the end */
    readonly ahead: number | null
    readonly content: string | null
  }>
  readonly warm_up_rows: number
  /** code fingerprint, where the code has passed its laws; else null */
  readonly certificate: string | null
  readonly key: string | null
  readonly fate: string | null
  readonly extended: ExtendedJson | null
  readonly wall_ms: number | null
  readonly cpu_ms: number | null
}

/** @param outcomes of a run by id; empty for a graph that has not run */
export function graphJson(
  graph: PreparedGraph,
  outcomes: ReadonlyMap<string, NodeOutcome>,
  certificates: Certificates,
): { readonly nodes: ReadonlyArray<GraphNodeJson> } {
  const sights = Lookahead.sights(graph)
  const nodes = graph.nodes.map((node): GraphNodeJson => {
    const outcome = outcomes.get(node.id)
    const sight = sights.get(node.id)!
    return {
      id: node.id,
      name: node.node.spec.name,
      title: node.node.spec.title,
      config: JSON.parse(node.configText),
      scope: node.node.spec.scope,
      inputs: node.inputs.map(({ port, key, from, fromPort, reach }) => ({
        port: key === undefined ? port : `${port}.${key}`,
        from: from.node.spec.single ? from.id : `${from.id}.${fromPort}`,
        reach: Reach.render(reach),
      })),
      outputs: Object.entries(node.node.spec.outputs).map(([port, { type }]) => ({
        port,
        type: type.name,
        known: sight.ports[port]!.known,
        ahead: Number.isFinite(sight.ports[port]!.ahead) ? sight.ports[port]!.ahead : null,
        content: outcome?.outputs[port] ?? null,
      })),
      warm_up_rows: sight.warmUpRows,
      certificate: certificates[node.node.spec.name] ?? null,
      key: outcome?.key ?? null,
      fate: outcome?.fate ?? null,
      extended: outcome === undefined ? null : extendedJson(outcome),
      wall_ms: outcome?.wallMs ?? null,
      cpu_ms: outcome?.cpuMs ?? null,
    }
  })
  return { nodes }
}
