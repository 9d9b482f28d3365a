/**
 * What one source file contributes to fingerprints: plain data, stored as JSON beside the file's hash, so that an
 * unchanged file is never parsed again.
 */
export interface FileSummary {
  /** `code` was parsed; `content` (JSON, text, binary) has one declaration that stands for all of it. */
  readonly kind: "code" | "content"
  /** Declarations and side effects of the top level, in source order. */
  readonly units: ReadonlyArray<Unit>
  readonly imports: ReadonlyArray<Import>
  /** Every module that is loaded with this one, in source order. Type-only imports are not. */
  readonly modules: ReadonlyArray<ModuleRequest>
  readonly exports: ReadonlyArray<LocalExport>
  readonly reexports: ReadonlyArray<Reexport>
  /** Specifiers of `export * from`. */
  readonly stars: ReadonlyArray<string>
  readonly definitions: ReadonlyArray<Definition>
  /** Node definitions that have no name to file a fingerprint under, and syntax errors. */
  readonly defects: ReadonlyArray<Hazard>
}

/** One top-level declaration or one top-level statement that runs for its effect. */
export interface Unit {
  /** The names it binds; an effect usually binds none; `default` is the nameless default export. */
  readonly names: ReadonlyArray<string>
  readonly isEffect: boolean
  readonly line: number
  /** Hash of its syntax tree without comments, formatting and types. */
  readonly hash: string
  /** Names of this file that it mentions, with the members that follow: `Panel.mapColumns` is ["Panel", "mapColumns"]. */
  readonly refs: ReadonlyArray<ReadonlyArray<string>>
  /** Names of this file that it assigns to, itself or in a member. */
  readonly writes: ReadonlyArray<string>
  /** Literal specifiers of `import()`, `require()`, `new URL(…, import.meta.url)`: loaded only when this is reached. */
  readonly loads: ReadonlyArray<string>
  readonly hazards: ReadonlyArray<Hazard>
  /** The beginning of its source, for explanations only. */
  readonly text: string
}

export interface ModuleRequest {
  readonly from: string
  readonly line: number
}

/** `import { imported as local } from "from"`; `*` is the namespace. */
export interface Import {
  readonly local: string
  readonly from: string
  readonly imported: string
}

/** `export { local as exported }`. */
export interface LocalExport {
  readonly exported: string
  readonly local: string
}

/** `export { imported as exported } from "from"`; `*` is the namespace. */
export interface Reexport {
  readonly exported: string
  readonly from: string
  readonly imported: string
}

/** One `Node.define({ name: "…" })`. */
export interface Definition {
  readonly name: string
  readonly line: number
  /** Index of the unit that holds it. */
  readonly unit: number
  /** Variables of surrounding functions or blocks that it uses: their values cannot be seen in the source. */
  readonly captured: ReadonlyArray<string>
  /** Files that the author declares as part of this node's code; null when nothing is declared. */
  readonly codeDeps: ReadonlyArray<string> | null
}

/** A place whose code cannot be followed. */
export interface Hazard {
  readonly kind: HazardKind
  readonly line: number
  /** The offending source or name. */
  readonly what: string
}

export const HAZARD_KINDS = [
  "eval",
  "computed-import",
  "code-loader",
  "own-location",
  "unsupported-syntax",
  "computed-definition",
  "syntax-error",
] as const

export type HazardKind = (typeof HAZARD_KINDS)[number]
