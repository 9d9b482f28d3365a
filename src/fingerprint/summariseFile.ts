import { hashValue } from "./encoding.ts"
import type { Definition, FileSummary, Hazard, Unit } from "./summary.ts"
import { canonical } from "./syntax/canonical.ts"
import { readDefineCall } from "./syntax/defineCall.ts"
import { parse } from "./syntax/parse.ts"
import { collectReferences, type FileContext, type FoundDefinition } from "./syntax/references.ts"
import { sortStatements, type Part, type TopLevel } from "./syntax/statements.ts"

/** Version of the summaries' content; raise it with any change of this file or of syntax/. */
export const SUMMARY_VERSION = 2

const CODE = /\.[cm]?[jt]sx?$/
const SHOWN_CHARACTERS = 400

/** Is a file parsed, or does its content count as it is? */
export const isCode = (path: string): boolean => CODE.test(path)

/**
 * Summarises one source file. The result depends on the text and on the path's extension alone.
 *
 * JSON counts without its spacing; any other file that is not code goes through `summariseContent`.
 */
export function summariseFile(path: string, text: string): FileSummary {
  if (!isCode(path)) return summariseContent(hashValue(["json", compactJson(text)]), text)
  const lineAt = makeLineAt(text)
  const parsed = parse(path, text)
  if (parsed._tag === "SyntaxError") {
    return {
      ...EMPTY,
      defects: [{ kind: "syntax-error", line: lineAt(parsed.offset), what: parsed.message }],
    }
  }
  const top = sortStatements(parsed.body, lineAt)
  const context = makeContext(top, lineAt)
  const found = top.parts.map((part) => summarisePart(part, text, context))
  const { definitions, defects } = sortDefinitions(
    found.map(({ definitions }) => definitions),
    lineAt,
  )
  const { imports, modules, exports, reexports, stars } = top
  const units = found.map(({ unit }) => unit)
  return { kind: "code", units, imports, modules, exports, reexports, stars, definitions, defects }
}

/** Summarises a file that is not code by the hash of its content. */
export function summariseContent(hash: string, text = ""): FileSummary {
  const unit: Unit = {
    names: ["default"],
    isEffect: false,
    line: 1,
    hash,
    refs: [],
    writes: [],
    loads: [],
    hazards: [],
    text: text.slice(0, SHOWN_CHARACTERS),
  }
  return { ...EMPTY, kind: "content", units: [unit] }
}

const EMPTY: FileSummary = {
  kind: "code",
  units: [],
  imports: [],
  modules: [],
  exports: [],
  reexports: [],
  stars: [],
  definitions: [],
  defects: [],
}

/** Spaces outside strings mean nothing in JSON. */
const compactJson = (text: string) => text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1")

function makeContext(top: TopLevel, lineAt: (offset: number) => number): FileContext {
  const names = new Set(top.parts.flatMap((part) => part.names))
  const imports = new Map(top.imports.map((one) => [one.local, one]))
  return { lineAt, isTopLevel: (name) => names.has(name), importOf: (local) => imports.get(local) }
}

function summarisePart(part: Part, source: string, context: FileContext) {
  const { definitions, ...references } = collectReferences(part.tree, context)
  const unit: Unit = {
    names: part.names,
    isEffect: part.isEffect,
    line: context.lineAt(part.shown.start),
    hash: hashValue([part.declares, canonical(part.tree)]),
    ...references,
    text: source.slice(part.shown.start, Math.min(part.shown.end, part.shown.start + SHOWN_CHARACTERS)),
  }
  return { unit, definitions }
}

/** Definitions that can be read, and those that cannot. */
function sortDefinitions(
  found: ReadonlyArray<ReadonlyArray<FoundDefinition>>,
  lineAt: (offset: number) => number,
): { definitions: ReadonlyArray<Definition>; defects: ReadonlyArray<Hazard> } {
  const definitions: Array<Definition> = []
  const defects: Array<Hazard> = []
  found.forEach((ofUnit, unit) => {
    for (const { call, captured } of ofUnit) {
      const line = lineAt(call.start)
      const { name, codeDeps } = readDefineCall(call)
      if (name !== undefined && codeDeps !== undefined)
        definitions.push({ name, line, unit, captured, codeDeps })
      else defects.push({ kind: "computed-definition", line, what: name ?? "its name" })
    }
  })
  return { definitions, defects }
}

function makeLineAt(text: string): (offset: number) => number {
  const ends: Array<number> = []
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends.push(at)
  return (offset) => {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low + 1
  }
}
