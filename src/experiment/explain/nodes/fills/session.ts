/** One session of a book, for one asset: growth to the fill, drift, fill, growth to the close. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { isFillable, isGone } from "../../../../kernel/bookOrders.ts"
import type { Bench, Named, Read } from "../../Bench.ts"
import { ask, draft, formula, type Part, read, setting, settings, sibling, stored } from "../../Explainer.ts"
import { inputOf, outputOf } from "../../RunGraph.ts"
import type { Cell, Draft, Input } from "../../Step.ts"

export const Config = Schema.Struct({
  signal_time: Schema.Literals(["close", "open"]),
  execution_time: Schema.Literals(["next_open", "next_close", "signal_close"]),
  delay_sessions: Schema.Int,
  targets_at: Schema.Literals(["decision", "fill"]),
  every_session: Schema.Boolean,
  cash_rate: Schema.Finite,
  financing_spread: Schema.Finite,
  short_borrow: Schema.Finite,
  periods_per_year: Schema.Finite,
  delisting_return: Schema.Finite,
})

export type Config = typeof Config.Type

/** A session as the accounting sees it. */
export interface Session {
  /** whether the book takes the moment of fills: something fills, a decision comes due, or every session has it */
  readonly event: boolean
  readonly before: number | undefined
  /** weights at the previous close of what is held, by asset */
  readonly held: ReadonlyArray<Named>
  /** return from the previous close to the fill (or the close, without one), of what is held */
  readonly toFill: ReadonlyArray<Named>
}

export const openSession = (bench: Bench, { node, day }: Cell, config: Config): Read<Session> =>
  Effect.gen(function* () {
    const book = outputOf(node, "book")
    const held = outputOf(node, "held")
    const before = yield* bench.dayBefore(held, day, 1)
    const event =
      config.every_session ||
      (yield* bench.cell(book, day, "fill_event")) === 1 ||
      !Number.isNaN(yield* bench.cell(book, day, "decision"))
    const weights = before === undefined ? [] : yield* bench.row(held, before)
    const known = new Map(yield* bench.row(inputOf(node, event ? "before_fill" : "close_to_close"), day))
    const prices = new Map(yield* bench.row(inputOf(node, "after_fill"), day))
    const states = new Map(yield* bench.row(inputOf(node, "listing"), day))
    const own = weights.filter(([, weight]) => weight !== 0 && !Number.isNaN(weight))
    const toFill = own.map(([asset]): Named => {
      const state = states.get(asset) ?? NaN
      if (isGone(state)) return [asset, config.delisting_return]
      const stands = event && !isFillable(state, prices.get(asset) ?? NaN)
      return [asset, stands ? 0 : orZero(known.get(asset) ?? NaN)]
    })
    return { event, before, held: own, toFill }
  })

const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value)

const bookCell = (cell: Cell, column: string): Cell => ({ ...sibling(cell, "book"), column })

/** Growth of net asset value to the fill: holdings, interest on cash, the fee on what is short. */
export function growthToFill(cell: Cell, { held, toFill }: Session, config: Config): Draft {
  const paysFor = (name: string, rate: number): ReadonlyArray<Input> =>
    rate === 0 ? [] : [setting(name, rate)]
  const hasShorts = held.some(([, weight]) => weight < 0)
  const interest = config.cash_rate !== 0 || config.financing_spread !== 0
  const parts = [
    "1 + sum(held * earned)",
    ...(interest
      ? [
          "(1 - sum(held)) * if(1 - sum(held) < 0, (cash_rate + financing_spread) / periods, cash_rate / periods)",
        ]
      : []),
  ]
  const borrow = hasShorts && config.short_borrow !== 0 ? " - short_borrow / periods * shorts(held)" : ""
  const inputs = [
    settings("held", held),
    settings("earned", toFill),
    ...(interest
      ? [setting("cash_rate", config.cash_rate), setting("financing_spread", config.financing_spread)]
      : []),
    ...(borrow === "" ? [] : paysFor("short_borrow", config.short_borrow)),
    ...(interest || borrow !== "" ? [setting("periods", config.periods_per_year)] : []),
  ]
  const notes = [
    "held: weights at the previous close; earned: returns to the fill, or to the close without one",
  ]
  return draft("book", bookCell(cell, "g1"), formula(parts.join(" + ") + borrow), inputs, notes)
}

/** Weights right before the fill, after the return that moved them. */
export const driftSteps = (bench: Bench, cell: Cell, session: Session): Read<ReadonlyArray<Part>> =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const { held, toFill, before, event } = session
    const own = held.find(([asset]) => asset === column)
    const drifted = sibling(cell, "drifted")
    if (own === undefined) {
      const isThere = !Number.isNaN(yield* bench.cell(inputOf(node, "listing"), day, column))
      const text = isThere ? "0" : "unknown"
      return [draft("drift", drifted, formula(text), [], ["nothing held at the previous close"])]
    }
    const earned = toFill.find(([asset]) => asset === column)![1]
    const source = inputOf(node, event ? "before_fill" : "close_to_close")
    const isStored = (yield* bench.cell(source, day, column)) === earned
    const inputs = [
      yield* read(bench, "held_before", outputOf(node, "held"), before, column),
      isStored ? stored("earned", earned, source, day, column) : setting("earned", earned),
      yield* read(bench, "g1", outputOf(node, "book"), day, "g1"),
    ]
    return [
      ...(isStored ? ask(source, day, column) : []),
      draft(
        "drift",
        drifted,
        formula("held_before * (1 + earned) / g1"),
        inputs,
        isStored ? [] : ["no price on this session: it stands at its last close, or its listing ends"],
      ),
    ]
  })

/** Returns from the fill to the close of what is held after it. */
const fromFill = (
  bench: Bench,
  cell: Cell,
): Read<{ readonly filled: ReadonlyArray<Named>; readonly earned: ReadonlyArray<Named> }> =>
  Effect.gen(function* () {
    const { node, day } = cell
    const row = yield* bench.row(outputOf(node, "filled"), day)
    const filled = row.filter(([, weight]) => weight !== 0 && !Number.isNaN(weight))
    const prices = new Map(yield* bench.row(inputOf(node, "after_fill"), day))
    const whole = new Map(yield* bench.row(inputOf(node, "close_to_close"), day))
    const states = new Map(yield* bench.row(inputOf(node, "listing"), day))
    const earned = filled.map(([asset]): Named => {
      const after = prices.get(asset) ?? NaN
      const fillable = isFillable(states.get(asset) ?? NaN, after)
      return [asset, fillable ? after : orZero(whole.get(asset) ?? NaN)]
    })
    return { filled, earned }
  })

/** Growth from the fill, and the weight at the close. */
export const closeSteps = (bench: Bench, cell: Cell, { event }: Session): Read<ReadonlyArray<Part>> =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const held = sibling(cell, "held")
    const weight = yield* read(bench, "filled", outputOf(node, "filled"), day, column)
    if (!event)
      return [draft("held weight", held, formula("filled"), [weight], ["nothing fills on this session"])]
    const { filled, earned } = yield* fromFill(bench, cell)
    const own = earned.find(([asset]) => asset === column)?.[1] ?? 0
    const source = inputOf(node, "after_fill")
    const isStored = (yield* bench.cell(source, day, column)) === own
    const growth = draft(
      "book",
      bookCell(cell, "g2"),
      formula("sum(1, filled * earned)"),
      [settings("filled", filled), settings("earned", earned)],
      ["filled: weights right after the fill; earned: returns from the fill to the close"],
    )
    const inputs = [
      weight,
      isStored ? stored("earned", own, source, day, column) : setting("earned", own),
      yield* read(bench, "g2", outputOf(node, "book"), day, "g2"),
    ]
    return [
      ...(isStored ? ask(source, day, column) : []),
      growth,
      draft("held weight", held, formula("filled * (1 + earned) / g2"), inputs),
    ]
  })

/** What the asset adds to the gross return of the session. */
export const contributionStep = (bench: Bench, cell: Cell, session: Session, config: Config): Read<Draft> =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const target = sibling(cell, "contribution")
    const own = session.held.find(([asset]) => asset === column)
    const { filled, earned } = session.event ? yield* fromFill(bench, cell) : { filled: [], earned: [] }
    const after = filled.find(([asset]) => asset === column)
    const inputs: Array<Input> = []
    const parts: Array<string> = []
    if (own !== undefined) {
      inputs.push(
        yield* read(bench, "held_before", outputOf(node, "held"), session.before, column),
        setting("earned_to_fill", session.toFill.find(([asset]) => asset === column)![1]),
      )
      parts.push("held_before * earned_to_fill")
      if (own[1] < 0 && config.short_borrow !== 0) {
        inputs.push(setting("short_borrow", config.short_borrow), setting("periods", config.periods_per_year))
        parts.push("short_borrow / periods * held_before")
      }
    }
    if (after !== undefined) {
      inputs.push(
        yield* read(bench, "g1", outputOf(node, "book"), day, "g1"),
        yield* read(bench, "filled", outputOf(node, "filled"), day, column),
        setting("earned_from_fill", earned.find(([asset]) => asset === column)![1]),
      )
      parts.push("g1 * filled * earned_from_fill")
    }
    const isThere = !Number.isNaN(yield* bench.cell(inputOf(node, "listing"), day, column))
    const text = parts.length === 0 ? (isThere ? "0" : "unknown") : parts.join(" + ")
    return draft("contribution", target, formula(text), inputs, ["part of the session's gross return"])
  })
