/**
 * The state of what a node reads from the world, as an answer that enters the node's key: one text, or one text for all of
 * it and one a part, where the rows of the output depend on one part each (a file a year). Two states in parts tell which
 * rows must be read again.
 */
import { canonicalJson } from "./canonical.ts"

export type External = string | StateInParts

export interface StateInParts {
  /** of what is no part's: which columns there are, what documents say */
  readonly state: string
  readonly parts: Readonly<Record<string, string>>
}

/** As it stands in keys: a text as it is, parts as canonical JSON. */
export const externalText = (external: External): string =>
  typeof external === "string" ? external : canonicalJson(external)

/** The parts that differ between two states or are in one alone; undefined when one of the two is not in parts. */
export function changedParts(old: string | null, now: string | null): ReadonlySet<string> | undefined {
  const [before, after] = [inParts(old), inParts(now)]
  if (before === undefined || after === undefined) return undefined
  const names = new Set([...Object.keys(before.parts), ...Object.keys(after.parts)])
  return new Set([...names].filter((name) => before.parts[name] !== after.parts[name]))
}

export const partNames = (external: string | null): ReadonlyArray<string> =>
  Object.keys(inParts(external)?.parts ?? {})

function inParts(external: string | null): StateInParts | undefined {
  if (external === null || !external.startsWith('{"parts":')) return undefined
  return JSON.parse(external) as StateInParts
}
