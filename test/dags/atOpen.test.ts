/** Decisions at the open: what the session brings after it changes nothing, and a graph that would let it is refused. */
import * as Effect from "effect/Effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { LookaheadError } from "../../src/dag/errors.ts"
import { refuseLookahead, sights } from "../../src/dag/Lookahead.ts"
import type * as Node from "../../src/dag/Node.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import type * as Intent from "../../src/domain/Intent.ts"
import { Combine, EqualWeight, Schedule } from "../../src/pipeline/allocation/index.ts"
import {
  FillReturns,
  Listing,
  ListingAtOpen,
  Prices,
  Returns,
  TotalReturnIndex,
} from "../../src/pipeline/data/index.ts"
import { Blend, Eligible, ExposureMapping, Fills, Lag } from "../../src/pipeline/execution/index.ts"
import { Rsi } from "../../src/pipeline/features/index.ts"
import { Passthrough } from "../../src/pipeline/intent/index.ts"
import type { Bar } from "../oracle/types.ts"
import { documentAt, inputOf, type Program, runProgram } from "./programStudy.ts"
import type { RandomMarket } from "./randomMarket.ts"
import { type GivenStudy, studies } from "./studies.ts"

/** The study with its decisions at the open, one a session. */
function atOpen({ market, written }: GivenStudy, execution_time: string): GivenStudy {
  const { price_used: _, ...execution } = written["execution"] as Record<string, unknown>
  // every session decides, so that the one which is changed does
  const allocation = { ...(written["allocation"] as object), rebalance: { frequency: "daily" } }
  return {
    market,
    written: {
      ...written,
      period: {},
      allocation,
      execution: { ...execution, signal_time: "open", execution_time },
    },
  }
}

/** Other prices after the open of session `cut`; a session that had opened still has, others may come or go. */
function otherwise(market: RandomMarket, cut: number): RandomMarket {
  const later = (bar: Bar | null, t: number): Bar | null => {
    if (t < cut || (t === cut && (bar === null || !Number.isFinite(bar.open)))) return bar
    if (bar === null) return null
    const changed = { high: bar.high * 3, low: bar.low / 3, close: bar.close * 1.7, volume: bar.volume + 5 }
    return t === cut ? { ...bar, ...changed } : { ...bar, ...changed, open: bar.open * 1.4 }
  }
  const bars = Object.entries(market.bars).map(([asset, all]) => [asset, all.map(later)] as const)
  return { ...market, bars: Object.fromEntries(bars) }
}

/** Targets of a book, row by row, up to a session. */
const targetsTo = (program: Program, book: string, last: number): ReadonlyArray<number> => {
  const { values, assets } = inputOf(program, `execution/fills@${book}`, "targets")
  return [...values.subarray(0, (last + 1) * assets.length)]
}

describe("a study that decides at the open", () => {
  it("decides the same whatever its session does after the open", () => {
    let decided = 0
    const causal = fc.property(
      studies,
      fc.constantFrom("next_open", "next_close"),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (given, execution_time, share) => {
        const { market, written } = atOpen(given, execution_time)
        const cut = Math.floor(share * (market.sessions.length - 1))
        const [one, other] = [market, otherwise(market, cut)].map((each) => runProgram(each, written))
        const isDaily = one!.config.risk.leverage_update === "daily"
        for (const book of isDaily ? ["b0", "b1", "b2"] : ["b0", "b1", "b2", "final"]) {
          const targets = targetsTo(one!, book, cut)
          expect(targetsTo(other!, book, cut)).toEqual(targets)
          decided += targets.slice(-market.assets.length).some((weight) => Math.abs(weight) > 0) ? 1 : 0
        }
      },
    )
    fc.assert(causal, { seed: 31, numRuns: 150 })
    expect(decided).toBeGreaterThan(30)
  })

  it("fills on the close of the same session, or on the next open, and says which is which", () => {
    const property = fc.property(
      studies,
      fc.constantFrom("next_open", "next_close"),
      (given, execution_time) => {
        const study = atOpen(given, execution_time)
        const program = runProgram(study.market, study.written)
        const delay = program.config.execution.delay_sessions + (execution_time === "next_open" ? 1 : 0)
        if (program.config.risk.leverage_update === "daily") return
        const orders = documentAt<ReadonlyArray<{ decision: string; due: string | null }>>(
          program,
          "execution/orders",
          "orders",
        )
        for (const { decision, due } of orders)
          if (due !== null)
            expect(study.market.sessions.indexOf(due)).toBe(study.market.sessions.indexOf(decision) + delay)
      },
    )
    fc.assert(property, { seed: 32, numRuns: 60 })
  })
})

describe("RSI of the close", () => {
  /** One book that acts on the direction of RSI, decided when `signal_time` says. */
  function book(
    signal_time: "open" | "close",
    known: (intent: Node.Source<Intent.Intent>) => Node.Source<Intent.Intent>,
  ) {
    const prices = Prices({ snapshot: "demo" }, {})
    const listing = Listing({}, prices).state
    const listed = { ...prices, listing }
    const returns = Returns({}, listed)
    const index = TotalReturnIndex({}, listed)
    const tradable = signal_time === "open" ? ListingAtOpen({}, listed) : listing
    const { value } = Rsi({ period_sessions: 14 }, { index })
    // long wherever RSI is known: what counts is when it is known
    const intent = known(Passthrough({}, { index: value }))
    const intents = { rsi: intent }
    const schedule = Schedule({ frequency: "daily" }, { listing: tradable, intents: {}, estimates: {} })
    const eligible = Eligible({}, { schedule, listing: tradable, intents, estimates: {} })
    const exposure = Blend(
      { weights: { rsi: 1 } },
      { exposures: { rsi: ExposureMapping({ kind: "signals" }, { intent, eligible }) } },
    )
    const base = EqualWeight({ allocate_over: "universe" }, { eligible, exposure })
    const targets = Combine({}, { base, exposure })
    const { close_to_close } = returns
    const fill = FillReturns({ price_used: "close" }, listed)
    return Fills(
      { signal_time, execution_time: "next_close" },
      { targets, ...fill, close_to_close, listing, tradable },
    )
  }

  const proof = (target: Node.Source<unknown>) =>
    Effect.runSync(Effect.result(Effect.flatMap(prepare({ target }), refuseLookahead)))

  it("may decide at the close, and a session later at the open", () => {
    expect(proof(book("close", (intent) => intent).book)._tag).toBe("Success")
    expect(proof(book("open", (intent) => Lag({ sessions: 1 }, { intent })).book)._tag).toBe("Success")
  })

  it("is refused as a decision at the open of its own session, with the way that it takes", () => {
    const refused = proof(book("open", (intent) => intent).book)
    expect(refused._tag).toBe("Failure")
    const error = (refused as { readonly failure: LookaheadError }).failure
    expect(error).toMatchObject({
      _tag: "LookaheadError",
      node: "execution/fills",
      port: "targets",
      known: "open",
      halfSessionsAhead: 1,
    })
    expect(error.path.some((hop) => hop.startsWith("features/rsi.index"))).toBe(true)
  })
})

it("a long only intent of who has opened is known at the open", () => {
  const prices = Prices({ snapshot: "demo" }, {})
  const intent = Passthrough({}, { index: prices.open })
  const graph = Effect.runSync(prepare({ intent }))
  expect(sights(graph).get("intent/passthrough")!.ports["output"]).toMatchObject({ known: "open", ahead: 0 })
})
