/**
 * The key of a node's result: a hash of everything that determines it. Inputs enter by content, not by key, so that a
 * changed node that yields the same bytes leaves everything downstream cached.
 */
import { hashOf } from "./canonical.ts"
import type { ResultRow } from "./store/Catalogue.ts"
import { layoutVersion } from "./store/layout.ts"

export type KeyParts = Pick<ResultRow, "definition" | "code" | "config" | "inputs" | "external" | "seed">

export const keyOf = (parts: KeyParts): string =>
  hashOf([
    "node",
    layoutVersion,
    parts.definition,
    parts.code,
    parts.config,
    parts.inputs.map(({ port, key, content }) => [port, key, content]),
    parts.external,
    parts.seed,
  ])
