/** JSON Schema of what a study can be told, with defaults: for editors that complete presets, and for the docs table. */
import * as Schema from "effect/Schema"
import type { Study } from "../experiment/Study.ts"
import { complete, type JsonSchema } from "../report/jsonSchema.ts"

export function studySchema(study: Study<unknown, unknown>): JsonSchema & { readonly $schema: string } {
  const { schema } = Schema.toJsonSchemaDocument(study.config) as { readonly schema: JsonSchema }
  const whole = withStrategyDefaults(study, complete(schema, defaultsOf(study)))
  const properties = { ...whole.properties, against }
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...whole, properties }
}

/** What a preset may say beside the config of its study. */
const against: JsonSchema = {
  type: "array",
  items: { type: "string" },
  description:
    "presets of configs/presets, by name, that the result is held against on the same prices and sessions",
}

/** What a config that names one strategy comes to; the strategies apart, which have no default. */
function defaultsOf(study: Study<unknown, unknown>): unknown {
  const { strategies: _, ...defaults } = writtenWith(study, { type: "passthrough" })
  return defaults
}

interface Written {
  readonly strategies: { readonly any: unknown }
}

const writtenWith = (study: Study<unknown, unknown>, any: unknown): Written =>
  Schema.encodeUnknownSync(study.config)(
    Schema.decodeUnknownSync(study.config)({ strategies: { any } }),
  ) as Written

/** A study may have any number of strategies, each of one type with defaults of its own. */
function withStrategyDefaults(study: Study<unknown, unknown>, whole: JsonSchema): JsonSchema {
  const strategies = whole.properties?.["strategies"]
  const each = strategies?.additionalProperties
  if (strategies === undefined || typeof each !== "object" || each.anyOf === undefined) return whole
  const anyOf = each.anyOf.map((member) => {
    const type = member.properties?.["type"]?.enum?.[0]
    return complete(member, writtenWith(study, { type }).strategies.any)
  })
  const completed = { ...strategies, additionalProperties: { ...each, anyOf } }
  return { ...whole, properties: { ...whole.properties, strategies: completed } }
}
