import { HAZARD_KINDS } from "./summary.ts"

/** Version of the fingerprint scheme; it enters every hash, so raise it when the meaning of a fingerprint changes. */
export const SCHEME = "fp:v1"

/** The fingerprint of every node definition that could be followed, and why the others could not. */
export interface FingerprintTable {
  readonly nodes: Readonly<Record<string, NodeFingerprint>>
  readonly refusals: ReadonlyArray<Refusal>
  readonly duplicates: ReadonlyArray<Duplicate>
}

export interface NodeFingerprint {
  /** SHA-256 (hex) of everything the definition reaches. Independent of where the files lie. */
  readonly fingerprint: string
  readonly file: string
  readonly line: number
  /** What entered the fingerprint, the definition itself first. */
  readonly declarations: ReadonlyArray<Declaration>
  readonly packages: ReadonlyArray<Package>
}

/** A reached declaration. `hash` ignores comments, formatting and types; `text` is the beginning of its source. */
export interface Declaration {
  readonly file: string
  readonly name: string
  readonly line: number
  readonly hash: string
  readonly text: string
}

/** An installed package; `integrity` is empty where the lockfile gives none. */
export interface Package {
  readonly name: string
  readonly version: string
  readonly integrity: string
}

/** Code of a node that cannot be followed; `node` is null where even the name is unknown. */
export interface Refusal {
  readonly kind: RefusalKind
  readonly node: string | null
  readonly file: string
  readonly line: number
  readonly what: string
}

export const REFUSAL_KINDS = [
  ...HAZARD_KINDS,
  "captured-variables",
  "unresolved-import",
  "unresolved-load",
] as const

export type RefusalKind = (typeof REFUSAL_KINDS)[number]

/** Two definitions of one name. */
export interface Duplicate {
  readonly name: string
  readonly first: Place
  readonly second: Place
}

export interface Place {
  readonly file: string
  readonly line: number
}

/** What the author can do about a refusal. */
function remedy(kind: RefusalKind): string {
  switch (kind) {
    case "eval":
    case "code-loader":
      return "Import the code instead, or list the files it is made from in the node's codeDeps."
    case "computed-import":
      return "Write the module's name as a string literal, or list the modules it may load in the node's codeDeps."
    case "own-location":
      return 'Write new URL("./file", import.meta.url), or list the files it reads in the node\'s codeDeps.'
    case "captured-variables":
      return "Lift the definition to the top level and make what varies part of its config, or list the files that give these variables their values in codeDeps."
    case "computed-definition":
      return 'Write Node.define({ name: "…" }) with an object and the name as a string literal, after any spread; codeDeps is a list of string literals.'
    case "unresolved-import":
      return "Correct the path (with its extension), or install the package so that the lockfile lists it; linked packages are imported by relative path."
    case "unresolved-load":
      return "Correct the path (with its extension), or list what it loads in the node's codeDeps."
    case "unsupported-syntax":
      return "Use import and export as Node runs them."
    case "syntax-error":
      return "Correct the syntax."
  }
}

/** A refusal as one line: place, what, and what to do. */
export function renderRefusal(refusal: Refusal): string {
  const node = refusal.node === null ? "" : ` (node ${refusal.node})`
  return `${refusal.file}:${refusal.line}: ${headline[refusal.kind]}: ${refusal.what}${node}. ${remedy(refusal.kind)}`
}

/** A duplicate as one line: both places, and what to do. */
export function renderDuplicate({ name, first, second }: Duplicate): string {
  const places = `${first.file}:${first.line} and ${second.file}:${second.line}`
  return `two nodes are named ${name}: ${places}. Rename one of them.`
}

const headline: Readonly<Record<RefusalKind, string>> = {
  eval: "code made from text cannot be followed",
  "code-loader": "code loaded at run time cannot be followed",
  "computed-import": "a computed import cannot be followed",
  "own-location": "files found from the module's own place cannot be followed",
  "captured-variables": "the definition uses variables of a surrounding function or block",
  "computed-definition": "the definition cannot be read from its source",
  "unresolved-import": "an import does not resolve",
  "unresolved-load": "what is loaded here is no file",
  "unsupported-syntax": "this syntax cannot be followed",
  "syntax-error": "the file does not parse",
}
