/** What changes hands on a session, by either basis. */
import * as Effect from "effect/Effect"
import type { Bench, Read } from "../../Bench.ts"
import { draft, formula, read, setting } from "../../Explainer.ts"
import { inputOf, outputOf } from "../../RunGraph.ts"
import type { Cell, Draft } from "../../Step.ts"
import type { OrderBook } from "./orderLife.ts"

export const turnoverStep = (bench: Bench, cell: Cell, orders: OrderBook): Read<Draft> =>
  Effect.gen(function* () {
    const { node, day, column, port } = cell
    const state = yield* bench.cell(inputOf(node, "listing"), day, column)
    const { filled } = yield* orders.inForce(column, day)
    const fillsNow = filled?.fate._tag === "Filled" && filled.fate.day === day
    const drifted = yield* read(bench, "drifted", outputOf(node, "drifted"), day, column)
    if (!fillsNow && state >= 0) return draft("costs", cell, formula("0"), [], ["nothing changes hands"])
    if (!fillsNow && drifted.value === null)
      return draft("costs", cell, formula("unknown"), [], ["not listed"])
    const after = fillsNow
      ? yield* read(bench, "filled", outputOf(node, "filled"), day, column)
      : setting("filled", 0)
    if (port === "traded_turnover")
      return draft("costs", cell, formula("abs(filled - drifted)"), [after, drifted])
    const before = yield* lastTarget(bench, cell, orders)
    return draft("costs", cell, formula("abs(filled - last_target)"), [after, before])
  })

/** Target at which the asset filled the time before; 0 after its listing ended. */
const lastTarget = (bench: Bench, { node, day, column }: Cell, orders: OrderBook) =>
  Effect.gen(function* () {
    const filled = outputOf(node, "filled")
    const before = yield* bench.dayBefore(filled, day, 1)
    const last = before === undefined ? undefined : (yield* orders.inForce(column, before)).filled
    if (before === undefined || last?.fate._tag !== "Filled") return setting("last_target", 0)
    const states = yield* bench.stretch(inputOf(node, "listing"), last.fate.day + 1, before, column)
    const ended = states.some(([, state]) => !(state >= 0))
    return ended
      ? setting("last_target", 0)
      : yield* read(bench, "last_target", filled, last.fate.day, column)
  })
