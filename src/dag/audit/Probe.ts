/** One trial of a law, and what came of it. */
import type { CaseInput } from "./Case.ts"
import type { Difference } from "./compare.ts"
import type { Case } from "./Case.ts"

export interface Probe {
  /** row at which history is divided, 0 … rows − 1 */
  readonly cut: number
  /** which of the law's ways to try */
  readonly variant: number
  /** draws what is changed to what */
  readonly salt: number
}

/** What was done to the inputs that should have made no difference. */
export type Cause =
  | { readonly kind: "changed"; readonly cells: ReadonlyArray<ChangedCell> }
  | { readonly kind: "rows-removed"; readonly side: "before" | "after"; readonly key: number }
  /** run in slices that begin at these keys */
  | { readonly kind: "sliced"; readonly keys: ReadonlyArray<number> }
  | { readonly kind: "member-added" }
  | { readonly kind: "members-kept"; readonly members: ReadonlyArray<string> }
  | { readonly kind: "repeated" }
  | { readonly kind: "mutated"; readonly input: string }
  /** inputs of an extreme form */
  | { readonly kind: "form"; readonly form: string }

export interface ChangedCell {
  /** port, or port.key */
  readonly input: string
  /** key of the row */
  readonly row: number
  readonly column: string
  readonly from: number
  readonly to: number
}

export type Trial =
  | { readonly _tag: "Held" }
  /** there was nothing to try here: no row beyond the reach, no member to leave out */
  | { readonly _tag: "Idle" }
  /** the node gave an expected error, which says nothing about rows */
  | { readonly _tag: "Refused" }
  /** it cannot be run without the world around it */
  | { readonly _tag: "Outside" }
  | { readonly _tag: "Violated"; readonly difference: Difference; readonly cause: () => Cause }
  | { readonly _tag: "Broken"; readonly problem: string }

export interface Law {
  readonly variants: number
  /** why the law says nothing about such a node; undefined when it does */
  readonly exempt: (given: Case) => string | undefined
  readonly try: (given: Case, probe: Probe) => Trial
}

export const held: Trial = { _tag: "Held" }
export const idle: Trial = { _tag: "Idle" }

export const inputName = ({ port, key }: Pick<CaseInput, "port" | "key">): string =>
  key === undefined ? port : `${port}.${key}`
