import * as Grid from "../../Grid.ts"
import { answerOf, type Answered } from "../answer.ts"
import { type Case, hasMembers, membersOf, withMembers } from "../Case.ts"
import { mix } from "../chance.ts"
import { type Difference, differenceOfRows } from "../compare.ts"
import { idle, type Law } from "../Probe.ts"
import { compared } from "./unreached.ts"

/** A node of scope `each` commutes with leaving members out and with putting them in another order. */
export const equivariance: Law = {
  variants: 3,
  exempt: ({ spec, inputs }) => {
    if (spec.scope !== "each") return "its scope is all"
    return inputs.some(hasMembers) ? undefined : "its inputs have no members"
  },
  try: (given, { variant, salt }) => {
    const all = membersOf(given)
    const some = all.filter((_, i) => (mix(salt, i) + variant) % 2 === 0)
    const members = variant === 0 ? all.toReversed() : some
    if (variant === 0 ? all.length < 2 : some.length === all.length) return idle
    return compared(
      answerOf(given),
      answerOf(withMembers(given, members)),
      (expected, found) => difference(given, expected, found, members),
      () => ({ kind: "members-kept", members }),
    )
  },
}

/** Outputs over members, those of the members kept; the others are of no member's own. */
function difference(
  { spec }: Case,
  expected: Answered,
  found: Answered,
  members: ReadonlyArray<string>,
): Difference | undefined {
  const over = Object.entries(expected.grids).filter(
    ([port]) => spec.outputs[port]!.type.columns !== "fields",
  )
  const kept = over.map(([port, grid]): [string, Grid.Grid] => [
    port,
    Grid.pick(
      grid,
      members.map((name) => grid.columns.indexOf(name)).filter((place) => place >= 0),
    ),
  ])
  return differenceOfRows({ ...expected, grids: Object.fromEntries(kept) }, found)
}
