/** JSON Schema of what a study can be told, with defaults: for editors that complete presets, and for the docs table. */
import * as Schema from "effect/Schema"
import type { Study } from "../experiment/Study.ts"
import { complete, type JsonSchema } from "../report/jsonSchema.ts"

export function studySchema(study: Study<unknown, unknown>): JsonSchema & { readonly $schema: string } {
  const { schema } = Schema.toJsonSchemaDocument(study.config) as { readonly schema: JsonSchema }
  const completed = complete(schema, defaultsOf(study))
  const properties = { ...completed.properties, against }
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...completed, properties }
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
  const least = { strategies: { any: { type: "passthrough" } } }
  const { strategies: _, ...defaults } = Schema.encodeUnknownSync(study.config)(
    Schema.decodeUnknownSync(study.config)(least),
  ) as Readonly<Record<string, unknown>>
  return defaults
}
