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
        const note = carried.listing === 0 ? `no bar for ${carried.missed} sessions` : "not listed, or its last session"
        return [draft("price", cell, formula(isKnown ? "0" : "unknown"), [], [note])]
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
        ...(isStale ? [`first bar after more than ${max_stale} sessions without one: no estimate uses it`] : []),
      ]
      return [...ask(closes, day, column), ...carried.asked, draft("price", cell, formula(text), inputs, notes)]
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
      const last =
        before === undefined ? { day: undefined } : yield* lastBar(bench, own, before, column)
      const level = yield* read(bench, "index_before", own, last.day, column)
      if (carried.listing !== 1) {
        const isCarried = carried.listing === 0 && carried.missed <= max_stale
        const note = `no bar for ${carried.missed} sessions; carried over ${max_stale} at most`
        const asked = ask(closes, carried.lastDay, column)
        return [...asked, draft("index", cell, formula(isCarried ? "index_before" : "unknown"), [level], [note])]
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
      const carried = yield* carriedClose(bench, cell)
      const names = price_used === "typical" ? (["high", "low", "close"] as const) : ([price_used] as const)
      const prices = yield* Effect.forEach(names, (name) =>
        read(bench, name, inputOf(node, name), day, column),
      )
      const paid = price_used === "typical" ? "(high + low + close) / 3" : price_used
      const asked = names.flatMap((name) => ask(inputOf(node, name), day, column))
      if (carried.listing !== 1)
        return [...asked, draft("price", cell, formula("unknown"), [], ["no bar, so no fill"])]
      if (port === "after_fill") {
        const close = yield* read(bench, "close", inputOf(node, "close"), day, column)
        const inputs = names.includes("close" as never) ? prices : [close, ...prices]
        const divisor = price_used === "typical" ? `(${paid})` : paid
        return [
          ...asked,
          ...ask(inputOf(node, "close"), day, column),
          draft("price", cell, formula(`close / ${divisor} - 1`), inputs),
        ]
      }
      const price = yield* read(bench, price_used === "typical" ? "close" : price_used, inputOf(node, price_used === "typical" ? "close" : price_used), day, column)
      const isFirst = !carried.isThere && price.value !== null
      const divided = price_used === "typical" ? `(${paid})` : paid
      const text = isFirst ? "0" : `${divided} * split_ratio / (${carried.text} - dividend) - 1`
      const inputs = isFirst
        ? prices
        : [
            ...prices,
            yield* read(bench, "dividend", inputOf(node, "dividend"), day, column),
            yield* read(bench, "split_ratio", inputOf(node, "split_ratio"), day, column),
            ...carried.inputs,
          ]
      const notes = isFirst ? ["first bar of its listing: nothing is held from before"] : []
      return [...asked, ...carried.asked, draft("price", cell, formula(text), inputs, notes)]
    }),
})
