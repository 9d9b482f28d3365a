/** Why a node runs, as data: found by comparing the parts of its key with those of its last result. */
import type { CodeDeclaration, CodePackage } from "./Code.ts"
import type { InputChange } from "./InputChange.ts"
import { jsonChanges } from "./jsonChanges.ts"
import type { KeyParts } from "./Key.ts"
import type { ResultRow } from "./store/Catalogue.ts"

export type Reason =
  | { readonly kind: "never-run" }
  | { readonly kind: "forced" }
  | { readonly kind: "code-changed"; readonly declarations: ReadonlyArray<DeclarationChange> }
  | {
      readonly kind: "package-changed"
      readonly name: string
      readonly old: string | null
      readonly new: string | null
    }
  | { readonly kind: "config-changed"; readonly path: string; readonly old: unknown; readonly new: unknown }
  | {
      readonly kind: "input-changed"
      readonly input: string
      readonly from: string
      readonly old: string | null
      readonly new: string | null
      /** what differs between the two; looked up only when somebody asks why */
      readonly change?: InputChange
    }
  | { readonly kind: "source-changed"; readonly old: string | null; readonly new: string | null }
  | { readonly kind: "expired"; readonly readAt: string; readonly validForMs: number }
  | { readonly kind: "seed-changed"; readonly old: number | null; readonly new: number | null }
  | { readonly kind: "object-missing"; readonly port: string }
  | { readonly kind: "object-damaged"; readonly path: string }

export interface DeclarationChange {
  readonly change: "changed" | "added" | "removed"
  readonly file: string
  readonly line: number
  readonly name: string
  readonly before?: string
  readonly after?: string
}

/** What stood behind a fingerprint, as the store keeps it. */
export interface CodeRecord {
  readonly declarations: ReadonlyArray<CodeDeclaration>
  readonly packages: ReadonlyArray<CodePackage>
}

export interface CodePair {
  readonly before: CodeRecord
  readonly after: CodeRecord
}

/** What differs from the last result of this node; `never-run` when there is none. */
export function reasonsOf(now: KeyParts, last: ResultRow | undefined, code: CodePair): ReadonlyArray<Reason> {
  if (last === undefined) return [{ kind: "never-run" }]
  const reasons: Array<Reason> = []
  if (now.code !== last.code) {
    reasons.push(...codeReasons(code))
  }
  if (now.config !== last.config) {
    for (const { path, old, new: next } of jsonChanges(JSON.parse(last.config), JSON.parse(now.config))) {
      reasons.push({ kind: "config-changed", path, old, new: next })
    }
  }
  if (now.external !== last.external)
    reasons.push({ kind: "source-changed", old: last.external, new: now.external })
  if (now.seed !== last.seed) reasons.push({ kind: "seed-changed", old: last.seed, new: now.seed })
  return [...reasons, ...inputChanges(now, last)]
}

function inputChanges(now: KeyParts, last: ResultRow): ReadonlyArray<Reason> {
  const name = (input: { readonly port: string; readonly key: string | null }): string =>
    input.key === null ? input.port : `${input.port}.${input.key}`
  const before = new Map(last.inputs.map((input) => [name(input), input]))
  const reasons: Array<Reason> = []
  for (const input of now.inputs) {
    const old = before.get(name(input))
    before.delete(name(input))
    if (old?.content === input.content) continue
    reasons.push({
      kind: "input-changed",
      input: name(input),
      from: input.from,
      old: old?.content ?? null,
      new: input.content,
    })
  }
  for (const [input, old] of before) {
    reasons.push({ kind: "input-changed", input, from: old.from, old: old.content, new: null })
  }
  return reasons
}

/** Declarations and packages that differ; a code change without either is a change of the fingerprint's own rules. */
function codeReasons({ before, after }: CodePair): ReadonlyArray<Reason> {
  const declarations = declarationChanges(before.declarations, after.declarations)
  const packages = packageChanges(before.packages, after.packages)
  return declarations.length > 0 || packages.length === 0
    ? [{ kind: "code-changed", declarations }, ...packages]
    : packages
}

function packageChanges(
  before: ReadonlyArray<CodePackage>,
  after: ReadonlyArray<CodePackage>,
): ReadonlyArray<Reason> {
  const text = ({ version, integrity }: CodePackage): string => `${version} ${integrity}`.trim()
  const old = new Map(before.map((one) => [one.name, text(one)]))
  const now = new Map(after.map((one) => [one.name, text(one)]))
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => ({
      kind: "package-changed",
      name,
      old: old.get(name) ?? null,
      new: now.get(name) ?? null,
    }))
}

function declarationChanges(
  before: ReadonlyArray<CodeDeclaration>,
  after: ReadonlyArray<CodeDeclaration>,
): ReadonlyArray<DeclarationChange> {
  const id = (declaration: CodeDeclaration): string => `${declaration.file} ${declaration.name}`
  const old = new Map(before.map((declaration) => [id(declaration), declaration]))
  const changes: Array<DeclarationChange> = []
  for (const now of after) {
    const was = old.get(id(now))
    old.delete(id(now))
    if (was?.hash === now.hash) continue
    changes.push({
      change: was === undefined ? "added" : "changed",
      file: now.file,
      line: now.line,
      name: now.name,
      ...(was?.text === undefined ? {} : { before: was.text }),
      ...(now.text === undefined ? {} : { after: now.text }),
    })
  }
  for (const was of old.values()) {
    const before = was.text === undefined ? {} : { before: was.text }
    changes.push({ change: "removed", file: was.file, line: was.line, name: was.name, ...before })
  }
  return changes
}
