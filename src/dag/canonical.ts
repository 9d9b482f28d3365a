/**
 * One text for equal JSON values, and one byte string for equal structures.
 *
 * `encode` is injective: every value carries a type tag and, where it has parts, their number or length, so that no two
 * different structures share an encoding. Keys and content hashes are made of it.
 */
import { hash } from "node:crypto"

export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/** JSON with sorted keys. Numbers as JavaScript prints them (shortest round trip); −0 keeps its sign. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value)
  if (typeof value === "number") return numberText(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
  if (typeof value === "object") {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`
  }
  throw new TypeError(`${typeof value} has no canonical JSON; encode it by a Schema first.`)
}

function numberText(value: number): string {
  if (!Number.isFinite(value))
    throw new TypeError(`${value} has no canonical JSON; encode it by a Schema first.`)
  return Object.is(value, -0) ? "-0" : String(value)
}

/** Injective text of strings, numbers, booleans, null, arrays and plain objects. Lengths count UTF-16 units. */
export function encode(value: unknown): string {
  if (value === null || value === undefined) return "n;"
  switch (typeof value) {
    case "boolean":
      return value ? "t;" : "f;"
    case "number":
      return `d${Object.is(value, -0) ? "-0" : String(value)};`
    case "string":
      return `s${value.length}:${value};`
    case "object": {
      if (Array.isArray(value)) return `a${value.length}:${value.map(encode).join("")}`
      const entries = Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
      return `o${entries.length}:${entries.map(([key, item]) => encode(key) + encode(item)).join("")}`
    }
    default:
      throw new TypeError(`A ${typeof value} cannot enter a key.`)
  }
}

/** SHA-256 in hex of an injective encoding. UTF-16 units are hashed, since UTF-8 would merge lone surrogates. */
export const hashOf = (value: unknown): string => hashBytes(Buffer.from(encode(value), "utf16le"))

export const hashBytes = (bytes: Uint8Array): string => hash("sha256", bytes)
