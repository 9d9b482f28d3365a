/** Walks from a held weight back to prices, and tells every number on the way in the order in which it came about. */
import * as Effect from "effect/Effect"
import type { Bench, Read } from "./Bench.ts"
import { explainers } from "./catalogue.ts"
import { checkStep } from "./checkStep.ts"
import type { Part } from "./Explainer.ts"
import { explainByCode, ruleByCode } from "./fallback.ts"
import type { Recomputer } from "./recompute.ts"
import type { Cell, Step } from "./Step.ts"

/** Steps of some cells, each once: what they are made of comes before them. */
export const explainCells = (
  bench: Bench,
  recomputer: Recomputer,
  cells: ReadonlyArray<Cell>,
): Read<ReadonlyArray<Step>> =>
  Effect.gen(function* () {
    const steps: Array<Step> = []
    const told = new Set<string>()
    // a stack of its own: a chain of nodes may be longer than JavaScript's
    const open: Array<Part> = cells.map((cell): Part => ({ _tag: "Asked", cell })).reverse()
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      const { cell } = part
      const id = `${part._tag} ${cell.node.id} ${cell.port} ${cell.day} ${cell.column} ${part._tag === "Draft" ? part.rule.text : ""}`
      if (told.has(id)) continue
      told.add(id)
      if (part._tag === "Draft") steps.push(checkStep(part, yield* bench.cell(cell, cell.day, cell.column)))
      else open.push(...[...(yield* partsOf(bench, recomputer, cell))].reverse())
    }
    return steps
  })

const partsOf = (bench: Bench, recomputer: Recomputer, cell: Cell): Read<ReadonlyArray<Part>> =>
  Effect.gen(function* () {
    const known = explainers.get(cell.node.name)
    const parts = yield* known?.explain(bench, cell, (other) => ruleByCode(recomputer, other)) ??
      Effect.succeed(undefined)
    return parts ?? (yield* explainByCode(bench, recomputer, cell))
  })
