/**
 * What flows along an edge: how a value is laid out in canonical buffers, and, when it has a time axis, how rows are
 * addressed. The engine stores and hashes values through this interface only and never looks inside them.
 */
import type { Encoded } from "./Encoded.ts"
import type { Axis } from "./Grid.ts"

export interface ValueType<in out A> {
  readonly name: string
  /** names of the types whose ports also accept this value: an intent is a panel */
  readonly widens: ReadonlyArray<string>
  readonly encode: (value: A) => Encoded
  readonly decode: (encoded: Encoded) => A
  /** absent for values without a time axis: documents, blobs */
  readonly axis?: Axis<A>
  /**
   * What the columns of a value on a time axis are: members of a set (assets), of which others may come and go, or fields
   * with a meaning of their own (the returns of a book); members by default
   */
  readonly columns?: "members" | "fields"
  /**
   * What is wrong with a value that a run returned, in words that follow the name of the port; absent where the compiler
   * alone tells
   */
  readonly problem?: (value: A) => string | undefined
  /** one line for people: "3020 × 8 panel, 2013-01-02 … 2024-12-31" */
  readonly describe: (value: A) => string
}

/** Whether a port that wants `wanted` takes a value of type `given`. */
export function accepts(wanted: TypeInfo, given: TypeInfo): boolean {
  return given.name === wanted.name || given.widens.includes(wanted.name)
}

/** What can be said of a type once its values are forgotten. */
export type TypeInfo = Pick<ValueType<never>, "name" | "widens">
