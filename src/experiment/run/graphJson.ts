/** The graph of a run as a document: nodes with their keys, reach, lookahead, fate and time. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Lookahead from "../../dag/Lookahead.ts"
import type { PreparedGraph } from "../../dag/Prepared.ts"
import * as Reach from "../../dag/Reach.ts"
import type { NodeOutcome } from "../../dag/Run.ts"
import type { Certificates } from "./certificates.ts"
import { ExtendedJson, extendedJson } from "./extendedJson.ts"

const GraphNodeJson = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  title: Schema.String,
  config: Schema.Json,
  scope: Schema.Literals(["each", "all"]),
  inputs: Schema.Array(
    Schema.Struct({
      port: Schema.String,
      from: Schema.String.annotate({ description: "id of the node, with .port where it has several" }),
      reach: Schema.String,
    }),
  ),
  outputs: Schema.Array(
    Schema.Struct({
      port: Schema.String,
      type: Schema.String,
      known: Schema.Literals(["open", "close"]),
      ahead: Schema.NullOr(Schema.Finite).annotate({
        description: "half sessions beyond the row's own event; null = known only at the end",
      }),
      content: Schema.NullOr(Schema.String),
    }),
  ),
  warm_up_rows: Schema.Finite,
  certificate: Schema.NullOr(Schema.String)
    .annotate({ description: "code fingerprint, where the code has passed its laws; else null" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  key: Schema.NullOr(Schema.String),
  fate: Schema.NullOr(Schema.String),
  extended: Schema.NullOr(ExtendedJson).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null))),
  wall_ms: Schema.NullOr(Schema.Finite),
  cpu_ms: Schema.NullOr(Schema.Finite),
})
export interface GraphNodeJson extends Schema.Schema.Type<typeof GraphNodeJson> {}

/** What graph.json holds. */
export const GraphJson = Schema.Struct({ nodes: Schema.Array(GraphNodeJson) })
export interface GraphJson extends Schema.Schema.Type<typeof GraphJson> {}

/** @param outcomes of a run by id; empty for a graph that has not run */
export function graphJson(
  graph: PreparedGraph,
  outcomes: ReadonlyMap<string, NodeOutcome>,
  certificates: Certificates,
): GraphJson {
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
