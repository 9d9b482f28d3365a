/** What causality and footprint share: rows outside the reach get other values, and nothing may move. */
import { type Answer, answerOf, type Answered } from "../answer.ts"
import { type Case, type CaseInput, isAligned, keysOf, rowsOf } from "../Case.ts"
import { changedPlaces, changeRows, describeCell, type Style, takeCells } from "../change.ts"
import { type Difference, differenceOfRows, type KeyRange } from "../compare.ts"
import { held, idle, type Trial } from "../Probe.ts"
import { smallest } from "../smallest.ts"

const cellBudget = 300

/** Why a law of rows says nothing about a node; undefined when it does. */
export function withoutRows(given: Case): string | undefined {
  if (!Object.values(given.spec.outputs).some(({ type }) => type.axis !== undefined))
    return "its outputs have no rows"
  if (!given.inputs.some(({ grid }) => grid !== undefined)) return "its inputs have no rows"
  if (!isAligned(given)) return "its inputs do not have the same rows"
  return undefined
}

/** Compares where both answered; anything else is said as it is. */
export function compared(
  expected: Answer,
  found: Answer,
  compare: (expected: Answered, found: Answered) => Difference | undefined,
  cause: Extract<Trial, { _tag: "Violated" }>["cause"],
): Trial {
  for (const answer of [expected, found]) if (answer._tag !== "Answered") return answer
  const difference = compare(expected as Answered, found as Answered)
  return difference === undefined ? held : { _tag: "Violated", difference, cause }
}

/** Keys of the outputs' rows up to row t of the inputs, and from it on. */
export const upTo = (given: Case, row: number): KeyRange => ({ from: -Infinity, to: keyAfter(given, row) })
export const from = (given: Case, row: number): KeyRange => ({
  from: keysOf(given)[row] ?? Infinity,
  to: Infinity,
})

const keyAfter = (given: Case, row: number): number => keysOf(given)[row + 1] ?? Infinity

export interface UnreachedRequest {
  readonly isUnreached: (input: CaseInput, row: number) => boolean
  readonly range: KeyRange
  readonly style: Style
  readonly salt: number
  readonly run?: (given: Case) => Answer
}

export function changeUnreached(
  given: Case,
  { isUnreached, range, style, salt, run = answerOf }: UnreachedRequest,
): Trial {
  const changed = changeRows(given, isUnreached, style, salt)
  const places = changedPlaces(given, changed)
  if (places.length === 0 || rowsOf(given) === 0) return idle
  const moves = (other: Case): Trial =>
    compared(run(given), run(other), (expected, found) => differenceOfRows(expected, found, range), cause)
  const cause = () => {
    const cells = smallest(
      places,
      (part) => part.length > 0 && moves(takeCells(given, changed, part))._tag === "Violated",
      cellBudget,
    )
    return { kind: "changed" as const, cells: cells.map(describeCell(given, changed)) }
  }
  return moves(changed)
}
