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

/** Reach depends on the config; shown where the defaults alone tell it. */
function reachOf(spec: Spec, port: string): string {
  const decoded = Schema.decodeUnknownResult(spec.config)({})
  if (decoded._tag === "Failure") return "depends on the config"
  const reach = spec.reach(decoded.success)
  return Reach.render("kind" in reach ? (reach as Reach.Reach) : reach[port]!)
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
