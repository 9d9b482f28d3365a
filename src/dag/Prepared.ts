/** A graph whose configs are decoded: what planning, running and lookahead work on. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { canonicalJson, hashOf } from "./canonical.ts"
import { ConfigError, type GraphError } from "./errors.ts"
import * as Graph from "./Graph.ts"
import type { GraphNode, Source } from "./Node.ts"
import type { Reach } from "./Reach.ts"

export interface PreparedNode {
  readonly id: string
  readonly node: GraphNode
  /** decoded: defaults filled in */
  readonly config: unknown
  /** canonical JSON of the config as users write it, defaults included */
  readonly configText: string
  readonly inputs: ReadonlyArray<PreparedInput>
}

export interface PreparedInput {
  readonly port: string
  readonly key: string | undefined
  readonly from: PreparedNode
  readonly fromPort: string
  readonly reach: Reach
}

export interface PreparedGraph {
  readonly nodes: ReadonlyArray<PreparedNode>
  readonly byId: ReadonlyMap<string, PreparedNode>
  readonly targets: Readonly<Record<string, { readonly node: PreparedNode; readonly port: string }>>
}

export const prepare = (
  targets: Readonly<Record<string, Source<unknown>>>,
): Effect.Effect<PreparedGraph, GraphError | ConfigError> =>
  Effect.gen(function* () {
    const graph = yield* Graph.make(targets)
    const prepared = new Map<GraphNode, PreparedNode>()
    const known = graph.nodes.some(({ isVariant }) => isVariant) ? new Map<string, PreparedNode>() : undefined
    for (const node of graph.nodes) prepared.set(node, shared(yield* prepareNode(node, prepared), known))
    const nodes = [...new Set(prepared.values())]
    return {
      nodes,
      byId: new Map(nodes.map((node) => [node.id, node])),
      targets: Object.fromEntries(
        Object.entries(graph.targets).map(([name, { node, port }]) => [
          name,
          { node: prepared.get(node)!, port },
        ]),
      ),
    }
  })

/** The node, or the one before it that a variant gives way to. */
function shared(node: PreparedNode, known: Map<string, PreparedNode> | undefined): PreparedNode {
  if (known === undefined) return node
  const content = contentOf(node)
  const equal = known.get(content)
  if (equal !== undefined && node.node.isVariant) return equal
  if (equal === undefined) known.set(content, node)
  return node
}

/** Nodes are the same when definition, config and all their inputs are: known before anything runs. */
export const contentOf = ({ node, configText, inputs }: PreparedNode): string =>
  hashOf([
    node.spec.name,
    configText,
    inputs.map(({ port, key, from, fromPort }) => [port, key ?? null, from.id, fromPort]),
  ])

/** A node on top of prepared ones: its inputs are looked up in `prepared`. */
export function prepareNode(
  node: GraphNode,
  prepared: ReadonlyMap<GraphNode, PreparedNode>,
): Effect.Effect<PreparedNode, ConfigError> {
  const id = Graph.idOf(node)
  return Effect.map(decodeConfig(id, node), ({ config, configText }) => {
    const reach = node.spec.reach(config)
    const reachOf = (port: string): Reach => ("kind" in reach ? (reach as Reach) : reach[port]!)
    const inputs = node.inputs.map(({ port, key, source }) => ({
      port,
      key,
      from: prepared.get(source.node)!,
      fromPort: source.port,
      reach: reachOf(port),
    }))
    return { id, node, config, configText, inputs }
  })
}

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

function decodeConfig(
  id: string,
  node: GraphNode,
): Effect.Effect<{ config: unknown; configText: string }, ConfigError> {
  const schema = node.spec.config
  return Schema.decodeUnknownEffect(schema)(node.config, { errors: "all", onExcessProperty: "error" }).pipe(
    Effect.flatMap((config) =>
      Effect.map(Schema.encodeEffect(schema)(config), (encoded) => ({
        config,
        configText: canonicalJson(encoded),
      })),
    ),
    Effect.mapError((error) => {
      const { issues } = formatIssue(error.issue)
      return new ConfigError({
        node: id,
        issues: issues.map(({ path, message }) => ({ path: (path ?? []).map(String).join("."), message })),
      })
    }),
  )
}
