import { answerOf, resume } from "../answer.ts"
import { backOf, keysOf, rowsOf, slice } from "../Case.ts"
import { differenceOfRows } from "../compare.ts"
import { idle, type Law } from "../Probe.ts"
import { compared, from, withoutRows } from "./unreached.ts"

/** Dropping all rows before t − back leaves outputs from t on unchanged; for stateful nodes, given the state. */
export const origin: Law = {
  variants: 1,
  exempt: withoutRows,
  try: (given, { cut }) => {
    const start = Math.max(0, cut - backOf(given))
    if (start === 0) return idle
    const before = given.spec.stateful ? answerOf(slice(given, 0, cut)) : undefined
    if (before !== undefined && before._tag !== "Answered") return before
    const range = from(given, cut)
    return compared(
      answerOf(given),
      resume(slice(given, start, rowsOf(given)), cut - start, before?.state),
      (expected, found) => differenceOfRows(expected, found, range),
      () => ({ kind: "rows-removed", side: "before", key: keysOf(given)[start]! }),
    )
  },
}
