import { closureOf, type Closure } from "./closure.ts"
import { hashValue } from "./encoding.ts"
import { LinkedUnits } from "./linkedUnit.ts"
import { Names, type ReadSummary, type Resolve } from "./names.ts"
import type { Definition } from "./summary.ts"
import { SCHEME, type Duplicate, type FingerprintTable, type NodeFingerprint, type Refusal } from "./table.ts"

/**
 * Fingerprints every node definition in the entry files.
 *
 * Pure: files are known only through their summaries, imports only through `resolve`.
 *
 * @param entryFiles keys of the files whose definitions are wanted
 */
export function link(
  entryFiles: Iterable<string>,
  readSummary: ReadSummary,
  resolve: Resolve,
): FingerprintTable {
  const names = new Names(readSummary, resolve)
  const units = new LinkedUnits(names)
  const nodes: Record<string, NodeFingerprint> = {}
  const refusals: Array<Refusal> = []
  const duplicates: Array<Duplicate> = []
  const places = new Map<string, { file: string; line: number }>()
  for (const file of new Set(entryFiles)) {
    const summary = names.file(file)?.summary
    for (const { kind, line, what } of summary?.defects ?? [])
      refusals.push({ kind, node: null, file, line, what })
    for (const definition of summary?.definitions ?? []) {
      const { name, line } = definition
      const first = places.get(name)
      places.set(name, first ?? { file, line })
      if (first) duplicates.push({ name, first, second: { file, line } })
      const closure = closureOf(names, units, file, definition)
      const refused = refusalsOf(file, definition, closure)
      refusals.push(...refused)
      if (refused.length === 0) nodes[name] = fingerprintOf(file, definition, closure)
    }
  }
  return { nodes, refusals, duplicates }
}

function fingerprintOf(file: string, definition: Definition, closure: Closure): NodeFingerprint {
  const { content, declarations } = closure
  const packages = [...closure.packages.values()].sort((a, b) =>
    a.name + a.version < b.name + b.version ? -1 : 1,
  )
  const installed = packages.map(({ name, version, integrity }) => [name, version, integrity])
  const fingerprint = hashValue([SCHEME, content, installed])
  return { fingerprint, file, line: definition.line, declarations, packages }
}

/** What the definition reaches and cannot be followed; declared code excuses everything but missing files. */
function refusalsOf(file: string, definition: Definition, closure: Closure): ReadonlyArray<Refusal> {
  const { name: node, line, captured, codeDeps } = definition
  const factory: ReadonlyArray<Refusal> =
    captured.length > 0 ? [{ kind: "captured-variables", node, file, line, what: captured.join(", ") }] : []
  const found = [...factory, ...closure.hazards.map((hazard) => ({ ...hazard, node }))]
  return codeDeps === null ? found : found.filter(({ kind }) => UNEXCUSED.has(kind))
}

const UNEXCUSED: ReadonlySet<Refusal["kind"]> = new Set([
  "unresolved-import",
  "syntax-error",
  "unsupported-syntax",
])
