/** A JSON value that a Schema describes (metrics, manifests, diagnostics), stored as canonical JSON. */
import * as Schema from "effect/Schema"
import { canonicalJson } from "./canonical.ts"
import type { ValueType } from "./ValueType.ts"

/** @param name unique among value types: two documents of one name flow into each other's ports */
export function of<T>(name: string, schema: Schema.Codec<T, unknown>): ValueType<T> {
  const decode = Schema.decodeUnknownSync(schema)
  const encode = Schema.encodeSync(schema)
  return {
    name,
    widens: [],
    encode: (value) => ({ header: canonicalJson(encode(value)), chunks: [] }),
    decode: (encoded) => decode(JSON.parse(encoded.header)),
    describe: (value) => {
      const text = canonicalJson(encode(value))
      return text.length <= 120 ? text : `${text.slice(0, 117)}...`
    },
  }
}
