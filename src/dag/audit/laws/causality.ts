import { answerOf } from "../answer.ts"
import { aheadOf, type Case, keysOf, mapGrids, rowsOf } from "../Case.ts"
import { styles } from "../change.ts"
import { differenceOfRows } from "../compare.ts"
import * as Grid from "../../Grid.ts"
import { idle, type Law, type Probe, type Trial } from "../Probe.ts"
import { changeUnreached, compared, upTo, withoutRows } from "./unreached.ts"

/** Changing or removing rows after t + ahead leaves outputs up to t unchanged. That a row exists is data, too. */
export const causality: Law = {
  variants: 1 + styles.length,
  exempt: (given) =>
    withoutRows(given) ??
    (given.inputs.every(
      ({ grid, reach, inAdvance }) => grid === undefined || inAdvance || reach.ahead === Infinity,
    )
      ? "it reads everything"
      : undefined),
  try: (given, probe) => (probe.variant === 0 ? withoutLaterRows(given, probe) : withOtherRows(given, probe)),
}

function withoutLaterRows(given: Case, { cut }: Probe): Trial {
  const end = cut + aheadOf(given) + 1
  if (!(end < rowsOf(given))) return idle
  const shorter = mapGrids(given, (grid, { inAdvance }) => (inAdvance ? grid : Grid.slice(grid, 0, end)))
  const range = upTo(given, cut)
  return compared(
    answerOf(given),
    answerOf(shorter),
    (expected, found) => differenceOfRows(expected, found, range),
    () => ({ kind: "rows-removed", side: "after", key: keysOf(given)[end - 1]! }),
  )
}

const withOtherRows = (given: Case, { cut, variant, salt }: Probe): Trial =>
  changeUnreached(given, {
    isUnreached: ({ reach, inAdvance }, row) => !inAdvance && row > cut + reach.ahead,
    range: upTo(given, cut),
    style: styles[variant - 1]!,
    salt,
  })
