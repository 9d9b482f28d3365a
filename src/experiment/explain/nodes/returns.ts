/** Total returns from close to close, and the index that they build. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ask, draft, explainer, formula, read } from "../Explainer.ts"
import { inputOf, outputOf } from "../RunGraph.ts"
import { carriedClose } from "./carried.ts"
import { lastBar } from "./prices.ts"

const Stale = Schema.Struct({ max_stale: Schema.Int })

export const returns = explainer({
  name: "data/returns",
  config: Stale,
  explain: (bench, cell, { max_stale }) =>
    Effect.gen(function* () {
      const { node, day, column, port } = cell
      const carried = yield* carriedClose(bench, cell)
      if (carried.listing !== 1) {
        const isKnown =
          port === "close_to_close"
            ? carried.listing === 0 || carried.listing === -1
            : carried.listing === 0 && carried.missed <= max_stale
        const note =
          carried.listing === 0 ? `no bar for ${carried.missed} sessions` : "not listed, or its last session"
        return [draft("return", cell, formula(isKnown ? "0" : "unknown"), [], [note])]
      }
      const closes = inputOf(node, "close")
      const before = yield* bench.dayBefore(closes, day, 1)
      const gap =
        before === undefined || carried.lastDay === undefined
          ? 0
          : (yield* bench.stretch(closes, carried.lastDay, before, column)).length - 1
      const isStale = port === "estimation" && gap > max_stale
      const inputs = [
        yield* read(bench, "close", closes, day, column),
        yield* read(bench, "dividend", inputOf(node, "dividend"), day, column),
        yield* read(bench, "split_ratio", inputOf(node, "split_ratio"), day, column),
        ...carried.inputs,
      ]
      const text = isStale
        ? "unknown"
        : carried.isThere
          ? `close * split_ratio / (${carried.text} - dividend) - 1`
          : "unknown"
      const notes = [
        ...(carried.isThere ? [] : ["first bar of its listing"]),
        ...(isStale
          ? [`first bar after more than ${max_stale} sessions without one: no estimate uses it`]
          : []),
      ]
      return [
        ...ask(closes, day, column),
        ...carried.asked,
        draft("return", cell, formula(text), inputs, notes),
      ]
    }),
})

export const totalReturnIndex = explainer({
  name: "data/total-return-index",
  config: Stale,
  explain: (bench, cell, { max_stale }) =>
    Effect.gen(function* () {
      const { node, day, column } = cell
      const closes = inputOf(node, "close")
      const carried = yield* carriedClose(bench, cell)
      const own = outputOf(node, cell.port)
      const before = yield* bench.dayBefore(closes, day, 1)
      const last = before === undefined ? { day: undefined } : yield* lastBar(bench, own, before, column)
      const level = yield* read(bench, "index_before", own, last.day, column)
      if (carried.listing !== 1) {
        const isCarried = carried.listing === 0 && carried.missed <= max_stale
        const note = `no bar for ${carried.missed} sessions; carried over ${max_stale} at most`
        const asked = ask(closes, carried.lastDay, column)
        return [
          ...asked,
          draft("index", cell, formula(isCarried ? "index_before" : "unknown"), [level], [note]),
        ]
      }
      const close = yield* read(bench, "close", closes, day, column)
      const asked = [...ask(closes, day, column), ...carried.asked]
      if (!carried.isThere)
        return [...asked, draft("index", cell, formula("close"), [close], ["first bar of its listing"])]
      const inputs = [
        level,
        close,
        yield* read(bench, "dividend", inputOf(node, "dividend"), day, column),
        yield* read(bench, "split_ratio", inputOf(node, "split_ratio"), day, column),
        ...carried.inputs,
      ]
      const text = `index_before * (1 + (close * split_ratio / (${carried.text} - dividend) - 1))`
      return [...asked, draft("index", cell, formula(text), inputs)]
    }),
})

/** Return from the previous close to the fill price, and from there to the close. */
export const fillReturns = explainer({
  name: "data/fill-returns",
  config: Schema.Struct({ price_used: Schema.Literals(["open", "typical", "close"]) }),
  explain: (bench, cell, { price_used }) =>
    Effect.gen(function* () {
      const { node, day, column, port } = cell
      const isTypical = price_used === "typical"
      const names = isTypical ? ["high", "low", "close"] : [price_used]
      const paid = isTypical ? "((high + low + close) / 3)" : price_used
      const price = (name: string) => read(bench, name, inputOf(node, name), day, column)
      const prices = yield* Effect.forEach(names, price)
      const carried = yield* carriedClose(bench, cell)
      if (carried.listing !== 1)
        return [draft("return", cell, formula("unknown"), [], ["no bar, so no fill"])]
      if (port === "after_fill") {
        const inputs = names.includes("close") ? prices : [...prices, yield* price("close")]
        const asked = [...names, "close"].flatMap((name) => ask(inputOf(node, name), day, column))
        return [...asked, draft("return", cell, formula(`close / ${paid} - 1`), inputs)]
      }
      const asked = names.flatMap((name) => ask(inputOf(node, name), day, column))
      if (!carried.isThere) {
        const text = prices.some(({ value }) => value === null) ? "unknown" : "0"
        const note = "first bar of its listing: nothing is held from before"
        return [...asked, draft("return", cell, formula(text), prices, [note])]
      }
      const inputs = [...prices, yield* price("dividend"), yield* price("split_ratio"), ...carried.inputs]
      const text = `${paid} * split_ratio / (${carried.text} - dividend) - 1`
      return [...asked, ...carried.asked, draft("return", cell, formula(text), inputs)]
    }),
})
