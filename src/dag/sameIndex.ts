/** Whether values on a time axis stand on one index, and where not. Nothing is ever aligned silently. */
import { IndexMismatch } from "./errors.ts"

/** The index of one input of a node. */
export interface Indexed {
  /** port, or port.key, and the output that it comes from */
  readonly input: string
  /** strictly increasing */
  readonly keys: Int32Array
  /** undefined for fields with a meaning of their own: those need not be the same */
  readonly members: ReadonlyArray<string> | undefined
  readonly showKey: (key: number) => string
}

/** The first input that does not stand on the index of those before it; undefined when all stand on one. */
export function indexMismatch(node: string, inputs: ReadonlyArray<Indexed>): IndexMismatch | undefined {
  const rows = inputs[0]
  const columns = inputs.find(({ members }) => members !== undefined)
  for (const input of inputs) {
    const found = rowsDiffer(node, rows!, input) ?? (columns && membersDiffer(node, columns, input))
    if (found !== undefined) return found
  }
  return undefined
}

// ------------------------------------------------------------------------------------------------------------ rows

function rowsDiffer(node: string, left: Indexed, right: Indexed): IndexMismatch | undefined {
  const [a, b] = [left.keys, right.keys]
  if (a === b) return undefined
  const at = firstUnequal(a, b)
  if (at < 0) return undefined
  const isMissing = at >= b.length || (at < a.length && a[at]! < b[at]!)
  return new IndexMismatch({
    node,
    left: left.input,
    right: right.input,
    what: "row",
    first: left.showKey(isMissing ? a[at]! : b[at]!),
    difference: isMissing ? "missing" : "extra",
    ...countOnly(a, b),
    shift: shiftOf(a, b),
  })
}

/** How far all rows of b lie from those of a; null when it is not one distance. */
function shiftOf(a: Int32Array, b: Int32Array): number | null {
  const shift = (b[0] ?? 0) - (a[0] ?? 0)
  if (a.length !== b.length || a.length < 2 || shift === 0) return null
  return a.every((key, row) => b[row]! - key === shift) ? shift : null
}

// --------------------------------------------------------------------------------------------------------- members

function membersDiffer(node: string, left: Indexed, right: Indexed): IndexMismatch | undefined {
  const [a, b] = [left.members!, right.members]
  if (b === undefined || a === b) return undefined
  const at = firstUnequal(a, b)
  if (at < 0) return undefined
  const counts = countOnly(a, b)
  const difference = counts.onlyLeft > 0 ? "missing" : counts.onlyRight > 0 ? "extra" : "order"
  const [inA, inB] = [new Set(a), new Set(b)]
  const first = {
    missing: () => a.find((name) => !inB.has(name)),
    extra: () => b.find((name) => !inA.has(name)),
    order: () => b[at],
  }[difference]()
  const facts = { node, left: left.input, right: right.input, what: "column", shift: null } as const
  return new IndexMismatch({ ...facts, first: first!, difference, ...counts })
}

// ---------------------------------------------------------------------------------------------------------- either

/** Place of the first difference; -1 when there is none. */
function firstUnequal<A>(a: ArrayLike<A>, b: ArrayLike<A>): number {
  const length = Math.max(a.length, b.length)
  for (let at = 0; at < length; at++) if (a[at] !== b[at]) return at
  return -1
}

function countOnly<A>(
  a: Iterable<A>,
  b: Iterable<A>,
): { readonly onlyLeft: number; readonly onlyRight: number } {
  const [inA, inB] = [new Set(a), new Set(b)]
  let both = 0
  for (const one of inA) if (inB.has(one)) both++
  return { onlyLeft: inA.size - both, onlyRight: inB.size - both }
}
