import type { State } from "../../Node.ts"
import { answerOf, resume } from "../answer.ts"
import { aheadOf, backOf, type Case, keysOf, rowsOf, slice } from "../Case.ts"
import { type Difference, differenceOfRows, differenceOfStates } from "../compare.ts"
import { held, idle, type Law, type Trial } from "../Probe.ts"
import { compared, withoutRows } from "./unreached.ts"

/** Where slices begin beside the first: one cut, two, and some days appended one by one. */
const splits: ReadonlyArray<(cut: number) => ReadonlyArray<number>> = [
  (cut) => [cut],
  (cut) => [cut >> 1, cut],
  (cut) => [cut, cut + 1, cut + 2, cut + 3],
]

/** Any split into slices, each with its lookback and the state handed over, gives what one pass gives. */
export const chunking: Law = {
  variants: splits.length,
  exempt: (given) =>
    withoutRows(given) ??
    (given.spec.aligns ? "it makes rows of its own, so it is never run in slices" : undefined) ??
    (aheadOf(given) === Infinity ? "it reads everything" : undefined),
  try: (given, { cut, variant }) => {
    const starts = splits[variant]!(cut).filter((row) => row > 0 && row < rowsOf(given))
    return starts.length === 0 ? idle : runSlices(given, [0, ...new Set(starts)])
  },
}

function runSlices(given: Case, starts: ReadonlyArray<number>): Trial {
  const keys = keysOf(given)
  const cause = () => ({ kind: "sliced" as const, keys: starts.map((row) => keys[row]!) })
  const whole = answerOf(given)
  let state: State | undefined
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? keys.length
    const part = runSlice(given, start, end, state)
    const range = { from: keys[start]!, to: keys[end] ?? Infinity }
    const trial = compared(whole, part, (expected, found) => differenceOfRows(expected, found, range), cause)
    if (trial._tag !== "Held") return trial
    if (part._tag === "Answered") state = part.state
  }
  const expected = whole._tag === "Answered" ? whole.state : undefined
  const difference: Difference | undefined = differenceOfStates(expected, state)
  return difference === undefined ? held : { _tag: "Violated", difference, cause }
}

/** As the engine slices: lookback before; rows ahead only where no state goes on from the last row. */
function runSlice(given: Case, start: number, end: number, state: State | undefined) {
  const first = Math.max(0, start - backOf(given))
  const last = given.spec.stateful ? end : Math.min(rowsOf(given), end + aheadOf(given))
  return resume(slice(given, first, last), start - first, state)
}
