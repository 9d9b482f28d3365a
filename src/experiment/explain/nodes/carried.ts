/** The last known close of an asset before a session, with what was paid and split on sessions without a bar since. */
import * as Effect from "effect/Effect"
import type { Bench, Read } from "../Bench.ts"
import { type Asked, ask, stored, storedList } from "../Explainer.ts"
import { inputOf } from "../RunGraph.ts"
import type { Cell, Input } from "../Step.ts"
import { lastBar } from "./prices.ts"

export interface Carried {
  readonly asked: ReadonlyArray<Asked>
  /** how the formula names it */
  readonly text: string
  readonly inputs: ReadonlyArray<Input>
  /** 1 bar, 0 none while listed, −1 the delisting session, NaN not listed; at the session itself */
  readonly listing: number
  /** sessions without a bar up to and including this one; 0 with a bar */
  readonly missed: number
  /** whether the asset was listed, with a bar, before this session */
  readonly isThere: boolean
  readonly lastDay: number | undefined
}

/** @param cell of a node with the ports close, dividend, split_ratio and listing */
export const carriedClose = (bench: Bench, cell: Cell): Read<Carried> =>
  Effect.gen(function* () {
    const { node, day, column } = cell
    const [closes, dividends, splits, listings] = ["close", "dividend", "split_ratio", "listing"].map(
      (port) => inputOf(node, port),
    )
    const listing = yield* bench.cell(listings, day, column)
    const before = yield* bench.dayBefore(closes, day, 1)
    const last = before === undefined ? { day: undefined } : yield* lastBar(bench, closes, before, column)
    const states = last.day === undefined ? [] : yield* bench.stretch(listings, last.day, before!, column)
    const isThere = last.day !== undefined && states.every(([, state]) => state >= 0)
    const missed = listing === 1 ? 0 : states.length
    if (!isThere || last.day === undefined)
      return { asked: [], text: "unknown", inputs: [], listing, missed, isThere, lastDay: undefined }
    const close = yield* bench.cell(closes, last.day, column)
    const input = stored("close_before", close, closes, last.day, column)
    const asked = ask(closes, last.day, column)
    const common = { asked, listing, missed, isThere, lastDay: last.day }
    if (states.length <= 1) return { ...common, text: "close_before", inputs: [input] }
    const gap = states.slice(1)
    const [paid, split] = [
      yield* bench.stretch(dividends, last.day + 1, before!, column),
      yield* bench.stretch(splits, last.day + 1, before!, column),
    ]
    const where = `${gap[0]![0]} … ${gap.at(-1)![0]} ${column}`
    return {
      ...common,
      text: "carry(close_before, gap_dividends, gap_splits)",
      inputs: [
        input,
        storedList("gap_dividends", paid, dividends, where),
        storedList("gap_splits", split, splits, where),
      ],
    }
  })
