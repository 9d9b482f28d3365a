/** Cells of nodes without an explainer: their inputs, and their own code called again on the rows within its reach. */
import * as Effect from "effect/Effect"
import type { Bench, Read } from "./Bench.ts"
import { type Asked, ask, draft, given, type Part, read, storedList } from "./Explainer.ts"
import type { Recomputer } from "./recompute.ts"
import type { Cell, Input, Rule, Stage } from "./Step.ts"

export const explainByCode = (
  bench: Bench,
  recomputer: Recomputer,
  cell: Cell,
  stage: Stage = "node",
): Read<ReadonlyArray<Part>> =>
  Effect.gen(function* () {
    const asked: Array<Asked> = []
    const inputs: Array<Input> = []
    for (const input of cell.node.inputs) {
      const name = input.key === undefined ? input.into : `${input.into}.${input.key}`
      const columns = yield* bench.columns(input)
      if (columns.includes(cell.column)) {
        asked.push(...ask(input, cell.day, cell.column))
        inputs.push(yield* read(bench, name, input, cell.day, cell.column))
      } else if (columns.length > 0 && columns.length <= mostColumns)
        inputs.push(storedList(name, yield* bench.row(input, cell.day), input, "all columns"))
    }
    return [...asked, draft(stage, cell, yield* ruleByCode(recomputer, cell), inputs)]
  })

/** Columns of a series that are shown where the cell has no place among them. */
const mostColumns = 40

export const ruleByCode = (recomputer: Recomputer, cell: Cell): Read<Rule> =>
  Effect.map(recomputer.cell(cell), (again): Rule => {
    if (again._tag === "Not") return given(`not checked: ${again.why}`)
    return {
      _tag: "Recomputed",
      text: `${cell.node.name} computed again on ${again.rows} rows`,
      value: again.value,
    }
  })
