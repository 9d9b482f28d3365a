import { type Answered, answerOf, callOn } from "../answer.ts"
import * as Case from "../Case.ts"
import { type Difference, differenceOfDocuments, differenceOfRows, differenceOfStates } from "../compare.ts"
import { inputName, type Law, type Trial } from "../Probe.ts"
import { compared } from "./unreached.ts"

/** Two calls agree, and inputs and config are as they were. */
export const purity: Law = {
  variants: 1,
  exempt: ({ spec }) =>
    spec.external === undefined && spec.validForMs === undefined ? undefined : "it reads the world",
  try: (given) => {
    const first = answerOf(given)
    const values = Case.valuesOf(given)
    const before = snapshotOf(given, values)
    const again = callOn(given, values)
    const mutated = mutation(before, snapshotOf(given, values))
    return mutated ?? compared(first, again, everything, () => ({ kind: "repeated" }))
  },
}

const everything = (expected: Answered, found: Answered): Difference | undefined =>
  differenceOfRows(expected, found) ??
  differenceOfDocuments(expected, found) ??
  differenceOfStates(expected.state, found.state)

/** What each input and the config hold, as text or bits. */
interface Held {
  readonly input: string
  readonly content: string | Float64Array
}

function snapshotOf(given: Case.Case, values: Readonly<Record<string, unknown>>): ReadonlyArray<Held> {
  const held = given.inputs.map((input): Held => {
    const at = values[input.port]
    const value = input.key === undefined ? at : (at as Readonly<Record<string, unknown>>)[input.key]
    const content = input.type.axis?.toGrid(value).cells.slice() ?? input.type.encode(value).header
    return { input: inputName(input), content }
  })
  return [...held, { input: "config", content: JSON.stringify(given.config) ?? "" }]
}

function mutation(before: ReadonlyArray<Held>, after: ReadonlyArray<Held>): Trial | undefined {
  for (const [i, { input, content }] of before.entries()) {
    const now = after[i]!.content
    const at = firstDifference(content, now)
    if (at === undefined) continue
    const difference = { port: input, row: null, column: null, expected: content[at]!, found: now[at] ?? "" }
    return { _tag: "Violated", difference, cause: () => ({ kind: "mutated", input }) }
  }
  return undefined
}

function firstDifference(left: string | Float64Array, right: string | Float64Array): number | undefined {
  for (let i = 0; i < Math.max(left.length, right.length); i++) if (!Object.is(left[i], right[i])) return i
  return undefined
}
