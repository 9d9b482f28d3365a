/** The graph of a run as its folder tells it: nodes with their configs, what flows into them, and contents of their outputs. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { RunGraphUnreadable } from "./errors.ts"

/** A hash as the store writes it: what is not one never becomes a question to the store. */
const Hash = Schema.String.check(Schema.isPattern(/^[0-9a-f]{64}$/))

/** No control characters, so that no name can steer a terminal. */
const Name = Schema.String.check(Schema.isPattern(/^[^\p{Cc}]{1,400}$/u))

/** Of `graph.json`, what an explanation reads. */
export const GraphDocument = Schema.Struct({
  nodes: Schema.Array(
    Schema.Struct({
      id: Name,
      name: Name,
      config: Schema.Json,
      inputs: Schema.Array(Schema.Struct({ port: Name, from: Name })),
      outputs: Schema.Array(Schema.Struct({ port: Name, type: Name, content: Schema.NullOr(Hash) })),
      key: Schema.NullOr(Hash),
    }),
  ),
})

/** One output of one node, with the content that it had in the run. */
export interface Wire {
  readonly node: RunNode
  readonly port: string
  readonly content: string
}

export interface RunInput extends Wire {
  /** the input port of the node that reads it */
  readonly into: string
  /** name of the source within a port that takes several */
  readonly key: string | undefined
}

export interface RunNode {
  readonly id: string
  /** of its definition: `execution/fills` */
  readonly name: string
  readonly config: unknown
  readonly key: string
  readonly inputs: ReadonlyArray<RunInput>
  /** contents by port */
  readonly outputs: ReadonlyMap<string, string>
}

export interface RunGraph {
  readonly nodes: ReadonlyMap<string, RunNode>
}

/** @param run as messages name it */
export const runGraphOf = (
  run: string,
  { nodes: documents }: typeof GraphDocument.Type,
): Effect.Effect<RunGraph, RunGraphUnreadable> =>
  Effect.gen(function* () {
    const nodes = new Map<string, RunNode>()
    for (const document of documents) {
      const node = nodeOf(document, nodes)
      if (typeof node === "string") return yield* new RunGraphUnreadable({ run, problem: node })
      nodes.set(node.id, node)
    }
    return { nodes }
  })

type Document = (typeof GraphDocument.Type)["nodes"][number]

/** A run writes inputs before those who use them, so a graph in which they come later is none. */
function nodeOf(document: Document, nodes: ReadonlyMap<string, RunNode>): RunNode | string {
  const { id, name, config, key } = document
  if (nodes.has(id)) return `it holds two nodes ${id}`
  const inputs: Array<RunInput> = []
  for (const { port, from } of document.inputs) {
    const wire = wireOf(from, nodes)
    if (wire === undefined) return `${id} reads ${from}, which no earlier node gives`
    const dot = port.indexOf(".")
    inputs.push({
      ...wire,
      into: dot < 0 ? port : port.slice(0, dot),
      key: dot < 0 ? undefined : port.slice(dot + 1),
    })
  }
  const outputs = new Map(
    document.outputs.flatMap(({ port, content }) => (content === null ? [] : [[port, content] as const])),
  )
  return { id, name, config, key: key ?? "", inputs, outputs }
}

/** `id` of a node with one output, or `id.port`; ids may hold points themselves. */
function wireOf(from: string, nodes: ReadonlyMap<string, RunNode>): Wire | undefined {
  const alone = nodes.get(from)
  const only = alone === undefined ? undefined : [...alone.outputs][0]
  if (alone !== undefined && only !== undefined) return { node: alone, port: only[0], content: only[1] }
  const dot = from.lastIndexOf(".")
  const node = nodes.get(from.slice(0, dot))
  const content = node?.outputs.get(from.slice(dot + 1))
  return node === undefined || content === undefined
    ? undefined
    : { node, port: from.slice(dot + 1), content }
}

export const outputOf = (node: RunNode, port: string): Wire | undefined => {
  const content = node.outputs.get(port)
  return content === undefined ? undefined : { node, port, content }
}

/** The one source of a port. */
export const inputOf = (node: RunNode, port: string): Wire | undefined =>
  node.inputs.find(({ into }) => into === port)

/** All sources of a port that takes several, in the order of their names' code units, as nodes add them up. */
export const inputsOf = (node: RunNode, port: string): ReadonlyArray<RunInput & { readonly key: string }> =>
  node.inputs
    .flatMap((input) =>
      input.into === port && input.key !== undefined ? [{ ...input, key: input.key }] : [],
    )
    .sort((left, right) => (left.key < right.key ? -1 : 1))

/** An output as people name it: without its port where the node has no other. */
export const shownWire = ({ node, port }: Wire): string =>
  node.outputs.size === 1 ? node.id : `${node.id}.${port}`
