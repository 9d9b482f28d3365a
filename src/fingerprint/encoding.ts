import { createHash } from "node:crypto"

/** What can be hashed: plain data without keys, so that nothing depends on the order of an object's keys. */
export type Encodable = string | number | boolean | null | ReadonlyArray<Encodable>

/**
 * Writes a value so that two different values never read the same: every part carries a type tag and its length.
 *
 * Strings are counted and kept in UTF-16 units, -0 and 0 differ, all NaN are one.
 */
export function encode(value: Encodable): string {
  if (value === null) return "z"
  if (typeof value === "boolean") return value ? "t" : "f"
  if (typeof value === "string") return `s${value.length}:${value}`
  if (typeof value === "number") {
    const digits = Object.is(value, -0) ? "-0" : String(value)
    return `n${digits.length}:${digits}`
  }
  let text = `l${value.length}:`
  for (const item of value) text += encode(item)
  return text
}

/** SHA-256 (hex) of an encoded value, over UTF-16 units, because UTF-8 maps all lone surrogates to one character. */
export function hashValue(value: Encodable): string {
  return createHash("sha256")
    .update(Buffer.from(encode(value), "utf16le"))
    .digest("hex")
}

/** SHA-256 (hex) of bytes. */
export function hashBytes(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex")
}
