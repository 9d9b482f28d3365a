/** A node definition as a document: what `sage node show` prints. */
import * as Schema from "effect/Schema"
import type { Spec } from "../dag/Node.ts"
import * as Reach from "../dag/Reach.ts"
import { fieldsOf, type JsonSchema } from "../report/jsonSchema.ts"

export interface NodeDescription {
  readonly name: string
  readonly title: string
  readonly scope: "each" | "all"
  readonly decides: boolean
  readonly stateful: boolean
  readonly inputs: ReadonlyArray<{
    readonly port: string
    readonly type: string
    readonly arity: string
    readonly reach: string
  }>
  readonly outputs: ReadonlyArray<{ readonly port: string; readonly type: string; readonly known: string }>
  readonly config: ReadonlyArray<ConfigField>
}

export interface ConfigField {
  readonly field: string
  readonly description: string
  readonly required: boolean
  readonly allowed: string
}

export function describeNode(spec: Spec): NodeDescription {
  return {
    name: spec.name,
    title: spec.title,
    scope: spec.scope,
    decides: spec.decides,
    stateful: spec.stateful,
    inputs: Object.entries(spec.inputs).map(([port, { type, arity }]) => ({
      port,
      type: type.name,
      arity,
      reach: reachOf(spec, port),
    })),
    outputs: Object.entries(spec.outputs).map(([port, { type, known }]) => ({
      port,
      type: type.name,
      known: known ?? "as its inputs",
    })),
    config: configFields(spec),
  }
}

/** Reach depends on the config: shown for the defaults, or for an example where a field has none. */
function reachOf(spec: Spec, port: string): string {
  for (const example of [{}, exampleConfig(spec)]) {
    const decoded = Schema.decodeUnknownResult(spec.config)(example)
    if (decoded._tag === "Failure") continue
    const reach = spec.reach(decoded.success)
    const text = Reach.render("kind" in reach ? (reach as Reach.Reach) : reach[port]!)
    return Object.keys(example).length === 0 ? text : `${text} with ${JSON.stringify(example)}`
  }
  return "depends on the config"
}

/** Values for the fields that must be given: 20 where that is within bounds, the first word of several. */
function exampleConfig(spec: Spec): Readonly<Record<string, unknown>> {
  const { schema } = Schema.toJsonSchemaDocument(spec.config) as { readonly schema: JsonSchema }
  const required = schema.required ?? []
  const entries = Object.entries(schema.properties ?? {}).filter(([name]) => required.includes(name))
  return Object.fromEntries(entries.map(([name, property], i) => [name, exampleOf(property, 20 * (i + 1))]))
}

function exampleOf(property: JsonSchema, wish: number): unknown {
  const members = [property, ...(property.anyOf ?? []), ...(property.allOf ?? [])]
  const word = members.find((member) => member.enum !== undefined)?.enum?.[0]
  if (word !== undefined) return word
  const low = Math.max(...members.map(({ minimum }) => minimum ?? -Infinity))
  const high = Math.min(...members.map(({ maximum }) => maximum ?? Infinity))
  return Math.min(Math.max(wish, low), high)
}

/** The fields of the config, from the JSON Schema that is derived from it. */
function configFields(spec: Spec): ReadonlyArray<ConfigField> {
  const { schema } = Schema.toJsonSchemaDocument(spec.config) as { readonly schema: JsonSchema }
  return fieldsOf(schema).map(({ path, description, required, allowed }) => ({
    field: path,
    description,
    required,
    allowed,
  }))
}
