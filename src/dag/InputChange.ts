/**
 * What differs between two contents of an input, for whoever asks why a node runs. Reads what it must of both; planning
 * and running never ask.
 */
import * as Effect from "effect/Effect"
import type { StoreError } from "./errors.ts"
import { shownKey } from "./Grid.ts"
import { type GridChange, gridChanges } from "./incremental/gridChange.ts"
import { RowReader } from "./incremental/rowReader.ts"
import { type JsonChange, jsonChanges } from "./jsonChanges.ts"
import type { Store } from "./store/Store.ts"
import type { ValueType } from "./ValueType.ts"

export interface InputChange {
  /** first and last row that differs, came or went, as the value's type shows its keys; null where rows did not change */
  readonly first: string | null
  readonly last: string | null
  readonly parts: ReadonlyArray<ChangePart>
}

export type ChangePart =
  | {
      readonly kind: "appended" | "back-filled" | "inserted" | "deleted"
      readonly rows: number
      readonly first: string
      readonly last: string
    }
  | {
      readonly kind: "revised"
      readonly rows: number
      readonly cells: number
      readonly columns: ReadonlyArray<string>
      readonly first: string
      readonly last: string
    }
  | {
      readonly kind: "columns"
      readonly added: ReadonlyArray<string>
      readonly removed: ReadonlyArray<string>
    }
  /** of a document: how many leaves differ, and some of them */
  | { readonly kind: "fields"; readonly count: number; readonly some: ReadonlyArray<JsonChange> }

/** Undefined when one of the two is not stored any more, or nothing can be said of its type. */
export const inputChange = (
  store: Store["Service"],
  type: ValueType<unknown>,
  old: string,
  now: string,
): Effect.Effect<InputChange | undefined, StoreError> =>
  Effect.gen(function* () {
    const reader = new RowReader(store)
    const [before, after] = [yield* reader.open(old), yield* reader.open(now)]
    if (type.axis === undefined) return fieldsChange(before.header, after.header)
    const changes = yield* gridChanges(reader, before, after)
    const rows = changes.filter((change) => change.kind !== "columns")
    const show = (key: number): string => shownKey(type.axis, key)
    return {
      first: rows.length === 0 ? null : show(Math.min(...rows.map(({ first }) => first))),
      last: rows.length === 0 ? null : show(Math.max(...rows.map(({ last }) => last))),
      parts: changes.map((change) => shown(change, show)),
    }
  }).pipe(Effect.catchTag("ObjectDamaged", () => Effect.succeed(undefined)))

function shown(change: GridChange, show: (key: number) => string): ChangePart {
  return change.kind === "columns"
    ? change
    : { ...change, first: show(change.first), last: show(change.last) }
}

const shownFields = 3

function fieldsChange(before: string, after: string): InputChange | undefined {
  const changes = jsonChanges(JSON.parse(before), JSON.parse(after))
  if (changes.length === 0) return undefined // bytes: nothing to say
  const fields: ChangePart = { kind: "fields", count: changes.length, some: changes.slice(0, shownFields) }
  return { first: null, last: null, parts: [fields] }
}
