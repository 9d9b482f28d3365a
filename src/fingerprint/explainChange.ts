import { encode } from "./encoding.ts"
import type { Declaration } from "./table.ts"

/** One declaration that differs between two runs of a node. */
export interface DeclarationChange {
  readonly kind: "changed" | "added" | "removed"
  readonly file: string
  readonly line: number
  readonly name: string
  /** The beginning of the source, then and now. */
  readonly before?: string
  readonly after?: string
}

/**
 * Says which declarations make two fingerprints of a node differ: what changed first, then what is new, then what is gone.
 *
 * A declaration that only moved to another file is no change.
 */
export function explainChange(
  before: ReadonlyArray<Declaration>,
  after: ReadonlyArray<Declaration>,
): ReadonlyArray<DeclarationChange> {
  const earlier = new Map(before.map((one) => [placeOf(one), one]))
  const later = new Set(after.map(placeOf))
  const gone = before.filter((one) => !later.has(placeOf(one)))
  const fresh = after.filter((one) => !earlier.has(placeOf(one)))
  return [
    ...after.flatMap((now) => changeOf(earlier.get(placeOf(now)), now)),
    ...without(fresh, gone).map(({ file, line, name, text }) => ({
      kind: "added" as const,
      file,
      line,
      name,
      after: text,
    })),
    ...without(gone, fresh).map(({ file, line, name, text }) => ({
      kind: "removed" as const,
      file,
      line,
      name,
      before: text,
    })),
  ]
}

function changeOf(was: Declaration | undefined, now: Declaration): ReadonlyArray<DeclarationChange> {
  if (was === undefined || was.hash === now.hash) return []
  const { file, line, name } = now
  return [{ kind: "changed", file, line, name, before: was.text, after: now.text }]
}

const placeOf = ({ file, name }: Declaration) => encode([file, name])

/** Those that are not the same code under the same name in the others. */
function without(
  these: ReadonlyArray<Declaration>,
  others: ReadonlyArray<Declaration>,
): ReadonlyArray<Declaration> {
  const same = new Set(others.map(({ name, hash }) => encode([name, hash])))
  return these.filter(({ name, hash }) => !same.has(encode([name, hash])))
}
