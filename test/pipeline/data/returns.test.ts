import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Definition } from "../../../src/dag/Node.ts"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { FillReturns } from "../../../src/pipeline/data/fillReturns.ts"
import { Listing } from "../../../src/pipeline/data/listing.ts"
import type { ListingTable } from "../../../src/pipeline/data/listingTable.ts"
import { Returns } from "../../../src/pipeline/data/returns.ts"
import { SegmentReturns } from "../../../src/pipeline/data/segmentReturns.ts"
import { TotalReturnIndex } from "../../../src/pipeline/data/totalReturnIndex.ts"
import { type Shape, shapes } from "../../laws/markets.ts"
import { column } from "../../laws/naive.ts"
import { checkLaws, runNode } from "../../laws/panelLaws.ts"
import { type BarPanels, barsOf, tableOf } from "./markets.ts"
import { spansOf, statesOf, wholeMove } from "./oracle.ts"

const runs = { numRuns: 150, seed: 20260101 }
const limits = fc.record({
  delist_after: fc.integer({ min: 1, max: 8 }),
  max_stale: fc.integer({ min: 0, max: 5 }),
})

/** The laws want panels only: the table is put into the node beforehand. */
const listingWith = (table: ListingTable): Definition => {
  const { spec } = Listing
  const { close } = spec.inputs
  const run: typeof spec.run = (inputs, config, context) =>
    spec.run({ ...inputs, listing_table: table }, config, context)
  return { spec: { ...spec, inputs: { close: close! }, run } }
}

const listingOf = ({ close }: BarPanels, table: ListingTable, delist_after: number): Panel.Panel =>
  runNode({ node: listingWith(table), config: { delist_after }, inputs: { close } }).panels["state"]!

const pick = ({ close, dividend, split_ratio }: BarPanels, listing: Panel.Panel) => ({
  close,
  dividend,
  split_ratio,
  listing,
})

/** Each asset of a random market with everything that is known of it, as plain lists. */
function eachAsset(
  shape: Shape,
  { delist_after }: { delist_after: number },
  check: (asset: ReturnType<typeof assetOf>, i: number) => void,
): Panel.Panel {
  const bars = barsOf(shape)
  const table = tableOf(shape, bars)
  bars.close.assets.forEach((_, i) => check(assetOf(bars, table, delist_after, i), i))
  return listingOf(bars, table, delist_after)
}

function assetOf(bars: BarPanels, table: ListingTable, delistAfter: number, i: number) {
  const of = (panel: Panel.Panel) => column(panel.values, panel.assets.length, i)
  const close = of(bars.close)
  const delisted = table[bars.close.assets[i]!]!.delisted
  const spans = spansOf(close, [...bars.close.calendar.sessions], delisted, delistAfter)
  return { close, dividend: of(bars.dividend), split: of(bars.split_ratio), open: of(bars.open), spans }
}

const expectClose = (ours: ReadonlyArray<number>, theirs: ReadonlyArray<number>) => {
  expect(ours.map(Number.isNaN)).toEqual(theirs.map(Number.isNaN))
  ours.forEach((value, t) => {
    if (!Number.isNaN(value))
      expect(Math.abs(value - theirs[t]!)).toBeLessThan(1e-11 * Math.max(1, Math.abs(value)))
  })
}

describe("data/listing", () => {
  it("finds the spans between gaps that a look at the whole history finds", () => {
    fc.assert(
      fc.property(shapes(), limits, (shape, limit) => {
        const theirs: Array<ReadonlyArray<number>> = []
        const state = eachAsset(shape, limit, ({ spans, close }) =>
          theirs.push(statesOf(spans, close.length)),
        )
        theirs.forEach((expected, i) => expect(column(state.values, shape.width, i)).toEqual(expected))
      }),
      runs,
    )
  })

  it("keeps the laws of nodes", () => {
    fc.assert(
      fc.property(shapes(), limits, (shape, { delist_after }) => {
        const bars = barsOf(shape)
        const node = listingWith(tableOf(shape, bars))
        checkLaws({ node, config: { delist_after }, inputs: { close: bars.close } }, shape.cut)
      }),
      runs,
    )
  })

  const states = (closes: ReadonlyArray<number>, delisted: string | null, delist_after = 21) => {
    const close = Panel.make(
      Calendar.make(Int32Array.from(closes, (_, t) => t)),
      ["A"],
      Float64Array.from(closes),
    )
    const table = { A: { first: "1970-01-01", delisted } }
    return [
      ...runNode({ node: listingWith(table), config: { delist_after }, inputs: { close } }).panels["state"]!
        .values,
    ]
  }

  it("lists late, halts, dies of silence and lists anew", () => {
    expect(states([NaN, 1, NaN, 2, NaN, NaN, NaN, 5], null, 3)).toEqual([NaN, 1, 0, 1, 0, 0, -1, 1])
  })

  it("delists on the dated session, or on the first after it, and ignores a bar there", () => {
    expect(states([1, 1, NaN, NaN, 5], "1970-01-03")).toEqual([1, 1, -1, NaN, 1])
    expect(states([1, 1, 9, NaN, NaN], "1970-01-03")).toEqual([1, 1, -1, NaN, NaN])
  })

  it("takes the last row of the data for no delisting, and a date before the data for none either", () => {
    expect(states([1, NaN, NaN], null)).toEqual([1, 0, 0])
    expect(states([1, 1], "1969-12-01")).toEqual([1, 1])
    expect(states([NaN, NaN], "1970-01-02")).toEqual([NaN, NaN])
  })
})

describe("data/returns", () => {
  const naive = ({ close, dividend, split, spans }: ReturnType<typeof assetOf>, maxStale: number) => {
    const accounting = close.map(() => NaN)
    const estimation = close.map(() => NaN)
    for (const { bars, end } of spans) {
      for (let t = bars[0]! + 1; t <= Math.min(end, close.length - 1); t++) {
        const before = bars.filter((bar) => bar < t).at(-1)!
        const isBar = bars.includes(t)
        accounting[t] = isBar ? wholeMove(close, dividend, split, before, t) : 0
        const stale = isBar ? t - before - 1 : t - before
        if (stale <= maxStale && t !== end) estimation[t] = accounting[t]!
      }
    }
    return { accounting, estimation }
  }

  it("agree with an account of one share between bars", () => {
    fc.assert(
      fc.property(shapes(), limits, (shape, limit) => {
        const expected: Array<ReturnType<typeof naive>> = []
        const listing = eachAsset(shape, limit, (asset) => expected.push(naive(asset, limit.max_stale)))
        const inputs = pick(barsOf(shape), listing)
        const { panels } = runNode({ node: Returns, config: { max_stale: limit.max_stale }, inputs })
        expected.forEach(({ accounting, estimation }, i) => {
          expectClose(column(panels["close_to_close"]!.values, shape.width, i), accounting)
          expectClose(column(panels["estimation"]!.values, shape.width, i), estimation)
        })
      }),
      runs,
    )
  })

  it("of closes alone are the ratio of two closes, to the bit", () => {
    const inputs = oneAsset([1.1, 1.3, 0.7], [0, 0, 0], [1, 1, 1])
    const { close_to_close } = runNode({ node: Returns, config: { max_stale: 5 }, inputs }).panels
    expect([...close_to_close!.values]).toEqual([NaN, 1.3 / 1.1 - 1, 0.7 / 1.3 - 1])
  })

  it("count a dividend before that day's split", () => {
    const inputs = oneAsset([100, 24.5], [0, 2], [1, 4])
    const { close_to_close } = runNode({ node: Returns, config: { max_stale: 5 }, inputs }).panels
    expect(close_to_close!.values[1]).toBe(98 / 98 - 1)
  })

  it("are not known where a dividend is not, or where it eats the price", () => {
    const inputs = oneAsset([100, 50, 50], [0, NaN, 60], [1, 1, 1])
    const { close_to_close } = runNode({ node: Returns, config: { max_stale: 5 }, inputs }).panels
    expect([...close_to_close!.values]).toEqual([NaN, NaN, NaN])
  })
})

describe("data/total-return-index", () => {
  it("is the first close times the compounded returns, carried no further than allowed", () => {
    fc.assert(
      fc.property(shapes(), limits, (shape, { delist_after, max_stale }) => {
        const expected: Array<ReadonlyArray<number>> = []
        const listing = eachAsset(shape, { delist_after }, ({ close, dividend, split, spans }) => {
          const index = close.map(() => NaN)
          for (const { bars, end } of spans) {
            let level = close[bars[0]!]!
            bars.forEach((bar, k) => {
              if (k > 0) level *= 1 + wholeMove(close, dividend, split, bars[k - 1]!, bar)
              const until = Math.min(bars[k + 1] ?? end, end, bar + max_stale + 1, close.length)
              for (let t = bar; t < until; t++) index[t] = level
            })
          }
          expected.push(index)
        })
        const inputs = pick(barsOf(shape), listing)
        const { output } = runNode({ node: TotalReturnIndex, config: { max_stale }, inputs }).panels
        expected.forEach((index, i) => expectClose(column(output!.values, shape.width, i), index))
      }),
      runs,
    )
  })
})

describe("data/fill-returns", () => {
  it("cut the return from close to close at the fill price", () => {
    fc.assert(
      fc.property(
        shapes(),
        limits,
        fc.constantFrom("open", "typical", "close"),
        (shape, limit, price_used) => {
          const bars = barsOf(shape)
          const listing = listingOf(bars, tableOf(shape, bars), limit.delist_after)
          const inputs = { ...bars, listing }
          const { before_fill, after_fill } = runNode({
            node: FillReturns,
            config: { price_used },
            inputs,
          }).panels
          const returns = runNode({ node: Returns, config: { max_stale: 5 }, inputs: pick(bars, listing) })
          const whole = returns.panels["close_to_close"]!
          listing.values.forEach((state, at) => {
            const price = priceOf(bars, price_used, at)
            const isFill = state === 1 && !Number.isNaN(price)
            const [a, b] = [before_fill!.values[at]!, after_fill!.values[at]!]
            expect([Number.isNaN(a), Number.isNaN(b)]).toEqual([!isFill, !isFill])
            if (!isFill) return
            expect(Math.abs(price * (1 + b) - bars.close.values[at]!)).toBeLessThan(1e-10)
            if (Number.isNaN(whole.values[at]!)) expect(a).toBe(0)
            else expect(Math.abs((1 + a) * (1 + b) - 1 - whole.values[at]!)).toBeLessThan(1e-12)
            if (price_used === "close" && a !== 0) expect(a).toBe(whole.values[at])
          })
        },
      ),
      runs,
    )
  })

  const priceOf = ({ open, high, low, close }: BarPanels, used: string, at: number): number => {
    if (used === "open") return open.values[at]!
    return used === "close" ? close.values[at]! : (high.values[at]! + low.values[at]! + close.values[at]!) / 3
  }
})

describe("data/segment-returns", () => {
  const segmentsOf = (bars: BarPanels, listing: Panel.Panel) =>
    runNode({ node: SegmentReturns, config: {}, inputs: { open: bars.open, ...pick(bars, listing) } }).panels

  it("are what a share earned to the open and from it, and compound to the return from close to close", () => {
    fc.assert(
      fc.property(shapes(), limits, (shape, limit) => {
        const bars = barsOf(shape)
        const assets: Array<ReturnType<typeof assetOf>> = []
        const listing = eachAsset(shape, limit, (asset) => assets.push(asset))
        const whole = runNode({ node: Returns, config: { max_stale: 5 }, inputs: pick(bars, listing) }).panels
        const { overnight, intraday } = segmentsOf(bars, listing)
        assets.forEach(({ close, dividend, split, open, spans }, i) => {
          const night = close.map(() => NaN)
          const day = close.map(() => NaN)
          for (const { bars: own } of spans) {
            own.forEach((t, k) => {
              day[t] = close[t]! / open[t]! - 1
              if (k === 0) return
              const toOpen = close.with(t, open[t]!)
              night[t] = Number.isNaN(open[t]!) ? NaN : wholeMove(toOpen, dividend, split, own[k - 1]!, t)
            })
          }
          expectClose(column(overnight!.values, shape.width, i), night)
          expectClose(column(intraday!.values, shape.width, i), day)
        })
        overnight!.values.forEach((night, at) => {
          if (Number.isNaN(night)) return
          const compounded = (1 + night) * (1 + intraday!.values[at]!) - 1
          expect(Math.abs(compounded - whole["close_to_close"]!.values[at]!)).toBeLessThan(1e-12)
        })
      }),
      runs,
    )
  })

  it("keep the laws of nodes", () => {
    fc.assert(
      fc.property(shapes(), limits, (shape, { delist_after }) => {
        const bars = barsOf(shape)
        const listing = listingOf(bars, tableOf(shape, bars), delist_after)
        const inputs = { open: bars.open, ...pick(bars, listing) }
        checkLaws({ node: SegmentReturns, config: {}, inputs }, shape.cut)
      }),
      { ...runs, numRuns: 60 },
    )
  })
})

describe("a later dividend or split", () => {
  it("changes no earlier bit of any return", () => {
    fc.assert(
      fc.property(shapes(), limits, fc.double({ min: 0.01, max: 5, noNaN: true }), (shape, limit, amount) => {
        const bars = barsOf(shape)
        const listing = listingOf(bars, tableOf(shape, bars), limit.delist_after)
        const end = shape.cut * shape.width
        const from = (panel: Panel.Panel, cell: number) =>
          Panel.like(
            panel,
            panel.values.map((value, at) => (at >= end ? cell : value)),
          )
        const later = {
          ...bars,
          dividend: from(bars.dividend, amount),
          split_ratio: from(bars.split_ratio, 3),
        }
        const earlier = (of: BarPanels) => {
          const inputs = { ...of, listing }
          const config = { max_stale: limit.max_stale, price_used: "open" }
          return [Returns, SegmentReturns, FillReturns, TotalReturnIndex].flatMap((node) =>
            Object.values(runNode({ node, config, inputs }).panels).map(({ values }) => values.slice(0, end)),
          )
        }
        expect(earlier(later)).toEqual(earlier(bars))
      }),
      runs,
    )
  })
})

describe("an adjusted close", () => {
  /** As vendors do it: from the last close back, the price before an event is cut by what left with it. */
  function adjusted({
    close,
    dividend,
    split,
  }: {
    close: Array<number>
    dividend: Array<number>
    split: Array<number>
  }) {
    const out = [...close]
    let factor = 1
    for (let t = close.length - 1; t >= 0; t--) {
      out[t] = close[t]! * factor
      if (t > 0) factor *= (1 - dividend[t]! / close[t - 1]!) / split[t]!
    }
    return out
  }

  it("made of dividends and splits by the vendors' rule has the returns that we compute", () => {
    const days = fc.record({
      move: fc.double({ min: 0.9, max: 1.1, noNaN: true }),
      dividend: fc.oneof(
        { weight: 9, arbitrary: fc.constant(0) },
        fc.double({ min: 0, max: 2, noNaN: true }),
      ),
      split: fc.oneof({ weight: 19, arbitrary: fc.constant(1) }, fc.constantFrom(2, 3, 4, 0.1)),
    })
    fc.assert(
      fc.property(fc.array(days, { minLength: 2, maxLength: 60 }), (drawn) => {
        let level = 100
        const close = drawn.map(({ move, split }, t) => (level = t === 0 ? 100 : (level * move) / split))
        const dividend = drawn.map((day, t) => (t === 0 ? 0 : Math.min(day.dividend, close[t - 1]! * 0.2)))
        const split = drawn.map((day, t) => (t === 0 ? 1 : day.split))
        const vendor = adjusted({ close, dividend, split })
        const inputs = oneAsset(close, dividend, split)
        const { values } = runNode({ node: Returns, config: { max_stale: 5 }, inputs }).panels[
          "close_to_close"
        ]!
        const index = runNode({ node: TotalReturnIndex, config: { max_stale: 5 }, inputs }).panels["output"]!
          .values
        for (let t = 1; t < close.length; t++) {
          expect(Math.abs(values[t]! - (vendor[t]! / vendor[t - 1]! - 1))).toBeLessThan(1e-9)
          expect(Math.abs(index[t]! / index[0]! / (vendor[t]! / vendor[0]!) - 1)).toBeLessThan(1e-9)
        }
      }),
      runs,
    )
  })
})

describe("returns, fills and the index", () => {
  it("keep the laws of nodes", () => {
    fc.assert(
      fc.property(shapes(), limits, (shape, { delist_after, max_stale }) => {
        const bars = barsOf(shape)
        const listing = listingOf(bars, tableOf(shape, bars), delist_after)
        const inputs = pick(bars, listing)
        checkLaws({ node: Returns, config: { max_stale }, inputs }, shape.cut)
        checkLaws({ node: TotalReturnIndex, config: { max_stale }, inputs }, shape.cut)
        checkLaws(
          { node: FillReturns, config: { price_used: "open" }, inputs: { ...bars, listing } },
          shape.cut,
        )
      }),
      runs,
    )
  })

  it("change no earlier bit when a later dividend is paid", () => {
    const before = runNode({
      node: Returns,
      config: { max_stale: 5 },
      inputs: oneAsset([9, 9.1, 9.2], [0, 0, 0], [1, 1, 1]),
    })
    const after = runNode({
      node: Returns,
      config: { max_stale: 5 },
      inputs: oneAsset([9, 9.1, 9.2], [0, 0, 0.3], [1, 1, 1]),
    })
    expect(after.panels["close_to_close"]!.values[1]).toBe(before.panels["close_to_close"]!.values[1])
  })
})

function oneAsset(close: Array<number>, dividend: Array<number>, split: Array<number>) {
  const calendar = Calendar.make(Int32Array.from(close, (_, t) => t))
  const panel = (values: Array<number>) => Panel.make(calendar, ["A"], Float64Array.from(values))
  return {
    close: panel(close),
    dividend: panel(dividend),
    split_ratio: panel(split),
    listing: panel(close.map(() => 1)),
  }
}
