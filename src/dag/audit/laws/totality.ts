import { answerOf } from "../answer.ts"
import { type Case, mapGrids, membersOf, rowsOf, slice, withMembers } from "../Case.ts"
import { held, type Law } from "../Probe.ts"

const filled = (given: Case, value: number): Case =>
  mapGrids(given, (grid) => ({ ...grid, cells: new Float64Array(grid.cells.length).fill(value) }))

const constant = (given: Case): Case =>
  mapGrids(given, (grid) => {
    const width = grid.columns.length
    return { ...grid, cells: grid.cells.map((_, at) => grid.cells[at % width]!) }
  })

/** What data can be at their worst. */
const forms: ReadonlyArray<readonly [name: string, of: (given: Case) => Case]> = [
  ["as given", (given) => given],
  ["nothing known", (given) => filled(given, NaN)],
  ["constant columns", constant],
  ["no row", (given) => slice(given, 0, 0)],
  ["one row", (given) => slice(given, 0, Math.min(1, rowsOf(given)))],
  ["one member", (given) => withMembers(given, membersOf(given).slice(0, 1))],
  ["no member", (given) => withMembers(given, [])],
]

/** Whatever the data: outputs of the declared form or a typed error, never a throw. */
export const totality: Law = {
  variants: forms.length,
  exempt: () => undefined,
  try: (given, { variant }) => {
    const [form, of] = forms[variant]!
    const changed = of(given)
    const answer = answerOf(changed)
    if (answer._tag === "Broken") {
      const difference = { port: "", row: null, column: null, expected: "an answer", found: answer.problem }
      return { _tag: "Violated", difference, cause: () => ({ kind: "form", form }) }
    }
    if (answer._tag !== "Answered") return answer
    const wrong = Object.entries(answer.grids).find(
      ([, { keys, columns, cells }]) => cells.length !== keys.length * columns.length,
    )
    return wrong === undefined
      ? held
      : { _tag: "Broken", problem: `its output ${wrong[0]} has no whole rows` }
  },
}
