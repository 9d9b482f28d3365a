import { type Answer, answerOf, resume } from "../answer.ts"
import { type Case, slice } from "../Case.ts"
import { styles } from "../change.ts"
import { idle, type Law } from "../Probe.ts"
import { changeUnreached, from, withoutRows } from "./unreached.ts"

/** Changing inputs before t − back leaves outputs from t on unchanged; for stateful nodes, given the state after t − 1. */
export const footprint: Law = {
  variants: styles.length,
  exempt: (given) =>
    withoutRows(given) ??
    (given.inputs.every(({ grid, reach }) => grid === undefined || reach.back === Infinity)
      ? "it reads all of history"
      : undefined),
  try: (given, { cut, variant, salt }) => {
    const run = given.spec.stateful ? resumedAt(given, cut) : answerOf
    if (run === undefined) return idle
    return changeUnreached(given, {
      isUnreached: ({ reach }, row) => row < cut - reach.back,
      range: from(given, cut),
      style: styles[variant]!,
      salt,
      run,
    })
  },
}

/** Runs from row `cut` on with the state of the inputs as they were; undefined where there is none before. */
function resumedAt(given: Case, cut: number): ((other: Case) => Answer) | undefined {
  if (cut === 0) return undefined
  const before = answerOf(slice(given, 0, cut))
  return (other) => (before._tag === "Answered" ? resume(other, cut, before.state) : before)
}
