/** Held weights of a book: the order and its fill, the drift since, the session itself. */
import * as Effect from "effect/Effect"
import { formatIsoDate } from "../../../../kernel/civilDate.ts"
import { replacesFirst } from "../../../../pipeline/execution/fills/timing.ts"
import type { Bench, Read } from "../../Bench.ts"
import {
  ask,
  draft,
  explainer,
  formula,
  given,
  known,
  type Part,
  read,
  sibling,
  storedList,
} from "../../Explainer.ts"
import { inputOf, outputOf } from "../../RunGraph.ts"
import type { Cell, Draft } from "../../Step.ts"
import { type Order, OrderBook } from "./orderLife.ts"
import { closeSteps, Config, contributionStep, driftSteps, growthToFill, openSession } from "./session.ts"
import { turnoverStep } from "./turnover.ts"

export const fills = explainer({
  name: "execution/fills",
  config: Config,
  explain: (bench, cell, config, byCode) =>
    Effect.gen(function* () {
      const orders = new OrderBook(bench, cell.node, { decidesFirst: replacesFirst(config) })
      const ruin = yield* ruinBy(bench, cell)
      if (ruin !== undefined)
        return [draft("held weight", cell, formula("unknown"), [], [`the book lost everything on ${ruin}`])]
      switch (cell.port) {
        case "held":
        case "filled":
          return yield* weight(bench, cell, config, orders)
        case "target_turnover":
        case "traded_turnover":
          return [yield* turnoverStep(bench, cell, orders)]
        default:
          return [draft("book", cell, yield* byCode(cell), [])]
      }
    }),
})

/** Session of ruin, where that is past. */
const ruinBy = (bench: Bench, { node, day }: Cell): Read<string | undefined> =>
  Effect.map(
    bench.stretch(outputOf(node, "book"), -Infinity, day, "ruin"),
    (rows) => rows.find(([, value]) => value === 1)?.[0],
  )

const weight = (bench: Bench, cell: Cell, config: Config, orders: OrderBook): Read<ReadonlyArray<Part>> =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const targets = inputOf(node, "targets")
    const { filled, later } = yield* orders.inForce(column, day)
    const fillDay = filled?.fate._tag === "Filled" ? filled.fate.day : undefined
    const session = yield* openSession(bench, cell, config)
    const parts: Array<Part> = []
    if (filled !== undefined) parts.push(...ask(targets, filled.decision, column))
    if (filled !== undefined && fillDay !== undefined && fillDay < day)
      parts.push(...(yield* sinceFill(bench, cell, config, filled, fillDay, session.before)))
    parts.push(growthToFill(cell, session, config), ...(yield* driftSteps(bench, cell, session)))
    parts.push(
      ...(filled !== undefined && fillDay === day
        ? yield* orderSteps(bench, cell, config, filled)
        : [yield* unfilled(bench, cell)]),
    )
    if (cell.port === "filled") return parts
    parts.push(...(yield* closeSteps(bench, cell, session)))
    parts.push(yield* contributionStep(bench, cell, session, config))
    return [...parts, ...(yield* pending(bench, cell, config, orders, filled, later))]
  })

/** From the fill to the close before the session that is asked about. */
const sinceFill = (
  bench: Bench,
  cell: Cell,
  config: Config,
  order: Order,
  fillDay: number,
  before: number | undefined,
): Read<ReadonlyArray<Part>> =>
  Effect.gen(function* () {
    const { node, column } = cell
    const atFill = { ...cell, day: fillDay }
    const session = yield* openSession(bench, atFill, config)
    const steps: Array<Part> = [
      ...(yield* orderSteps(bench, atFill, config, order)),
      ...(yield* closeSteps(bench, atFill, session)).filter(
        (part) => part._tag === "Asked" || part.stage === "held weight",
      ),
    ]
    if (before === undefined || before <= fillDay) return steps
    const [held, book] = [outputOf(node, "held"), outputOf(node, "book")]
    const target: Cell = { ...sibling(cell, "held"), day: before }
    const states = yield* bench.stretch(inputOf(node, "listing"), fillDay + 1, before, column)
    const ended = states.find(([, state]) => !(state >= 0))
    if (ended !== undefined) {
      const isThere = !Number.isNaN(states.at(-1)![1])
      const note = `its listing ended by ${ended[0]}: the holding went to cash`
      return [...steps, draft("drift", target, formula(isThere ? "0" : "unknown"), [], [note])]
    }
    const returns = yield* bench.stretch(inputOf(node, "close_to_close"), fillDay + 1, before, column)
    const grown = yield* bench.stretch(book, fillDay + 1, before, "gross")
    const where = `${formatIsoDate(fillDay + 1)} … ${formatIsoDate(before)}`
    const inputs = [
      yield* read(bench, "held_at_fill", held, fillDay, column),
      storedList("returns", known(returns), inputOf(node, "close_to_close"), `${where} ${column}`),
      storedList("book_returns", grown, book, `${where} gross`),
    ]
    const text = "held_at_fill * product(1 + returns) / product(1 + book_returns)"
    const note = `${grown.length} sessions of drift since the fill`
    return [...steps, draft("drift", target, formula(text, driftTolerance), inputs, [note])]
  })

/** One product for many sessions, each of which rounds. */
const driftTolerance = 1e-10

/** The order that filled: its target, times what frozen holdings leave of it. */
const orderSteps = (bench: Bench, cell: Cell, config: Config, order: Order): Read<ReadonlyArray<Draft>> =>
  Effect.gen(function* () {
    const { node, column } = cell
    const book = outputOf(node, "book")
    const target = yield* read(bench, "target", inputOf(node, "targets"), order.decision, column)
    const scale = order.due === undefined ? NaN : yield* bench.cell(book, order.due, "scale")
    const isScaled = scale !== 1
    const text = target.value === null ? "0" : isScaled ? "target * scale" : "target"
    const inputs = [target, ...(isScaled ? [yield* read(bench, "scale", book, order.due, "scale")] : [])]
    const filled: Cell = sibling(cell, "filled")
    const notes = [
      `decided on ${formatIsoDate(order.decision)}, filled on ${formatIsoDate(cell.day)} at the ${momentOf(config)}`,
      ...(target.value === null ? ["no wish is a target of 0"] : []),
    ]
    const filledStep = draft("order", filled, formula(text), inputs, notes)
    return isScaled && order.due !== undefined
      ? [yield* scaleStep(bench, cell, order.decision, order.due), filledStep]
      : [filledStep]
  })

const momentOf = ({ execution_time }: Config): string => (execution_time === "next_open" ? "open" : "close")

/** What holdings that could not be sold leave for the other targets. */
const scaleStep = (bench: Bench, cell: Cell, decision: number, due: number): Read<Draft> =>
  Effect.gen(function* () {
    const { node } = cell
    const tradable = new Map(
      yield* bench.row(inputOf(node, "tradable") ?? inputOf(node, "listing"), decision),
    )
    const wanted = known(yield* bench.row(inputOf(node, "targets"), decision))
    const drifted = known(yield* bench.row(outputOf(node, "drifted"), due))
    const frozen = drifted.filter(([asset, weight]) => tradable.get(asset) !== 1 && weight !== 0)
    const scale: Cell = { ...sibling(cell, "book"), day: due, column: "scale" }
    return draft("order", scale, formula("max(0, 1 - sum(abs(frozen)) / max(1, sum(abs(targets))))"), [
      storedList("frozen", frozen, outputOf(node, "drifted"), "without a bar at the decision"),
      storedList("targets", wanted, inputOf(node, "targets"), "all assets"),
    ])
  })

/** Nothing of the asset filled on the session. */
const unfilled = (bench: Bench, cell: Cell): Read<Draft> =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const state = yield* bench.cell(inputOf(node, "listing"), day, column)
    const drifted = yield* read(bench, "drifted", outputOf(node, "drifted"), day, column)
    const filled = sibling(cell, "filled")
    if (state >= 0)
      return draft("order", filled, formula("drifted"), [drifted], ["no order of it fills on this session"])
    const text = drifted.value === null ? "unknown" : "0"
    return draft(
      "order",
      filled,
      formula(text),
      [],
      ["not listed, or its last session: what was held is cash"],
    )
  })

/** Orders that a reader would expect and that did not fill: frozen, waiting, cancelled; and decisions still in their delay. */
const pending = (
  bench: Bench,
  cell: Cell,
  config: Config,
  orders: OrderBook,
  filled: Order | undefined,
  later: ReadonlyArray<Order>,
): Read<ReadonlyArray<Part>> =>
  Effect.gen(function* () {
    const { day, column } = cell
    const targets = inputOf(cell.node, "targets")
    const newest = (yield* orders.due(day))[0]?.decision ?? filled?.decision ?? -Infinity
    const undue = [...(yield* orders.decisionsIn(newest + 1, day))].map(
      (decision): Order => ({ decision, due: undefined, fate: { _tag: "Waiting" } }),
    )
    const parts: Array<Part> = []
    for (const order of [...[...later].reverse(), ...undue]) {
      const wish = yield* read(bench, "target", targets, order.decision, column)
      const rule = given(fateOf(order, config))
      const note = `decided on ${formatIsoDate(order.decision)}`
      parts.push(...ask(targets, order.decision, column), draft("order", cell, rule, [wish], [note]))
    }
    return parts
  })

function fateOf({ fate, due }: Order, { delay_sessions, execution_time }: Config): string {
  const moment = execution_time === "next_open" ? "open" : "close"
  switch (fate._tag) {
    case "Filled":
      return "filled"
    case "Frozen":
      return "no order: the asset could not be traded at the decision, so what is held stays"
    case "Replaced":
      return "waited, and a newer decision took its place"
    case "Cancelled":
      return "cancelled: the listing ended before the fill"
    case "Waiting":
      return due === undefined
        ? `waiting: it fills at the first ${moment} after the decision${delay_sessions === 0 ? "" : ` and ${delay_sessions} sessions`}`
        : `waiting for a bar with the price of its fill since ${formatIsoDate(due)}`
  }
}
