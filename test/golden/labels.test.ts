import { it } from "vitest"
import { concurrency } from "../../src/kernel/labels/concurrency.ts"
import { tripleBarrier } from "../../src/kernel/labels/tripleBarrier.ts"
import { closesOf, describeGolden, readGolden, tallyOf } from "./support.ts"

type Event = readonly [
  entry: number,
  volatility: number,
  exit: number,
  kind: "pt" | "sl" | "time" | "truncated",
  label: number,
  sign: number,
  result: number,
  uniqueness: number,
]

interface Golden {
  readonly cases: ReadonlyArray<{
    readonly ticker: string
    readonly start: string
    readonly end: string
    readonly rows: number
    readonly pt: number
    readonly sl: number
    readonly horizon: number
    readonly counts: Readonly<Record<string, number>>
    readonly kinds: Readonly<Record<string, number>>
    readonly n: number
    readonly events: ReadonlyArray<Event>
  }>
}

const file = "peers/labels"
const barrierOf = { pt: 1, sl: -1, time: 0 } as const

describeGolden("labels", [`golden/${file}.json`, "data/sp20-prices.csv"], () => {
  it("triple barriers: exit, barrier, return and average uniqueness of every event", () => {
    const tally = tallyOf(`${file}.json`)
    for (const { ticker, start, end, rows, pt, sl, horizon, events, n } of readGolden<Golden>(file).cases) {
      const input = { prices: "sp20-prices.csv", tickers: [ticker], from: start, to: end, rows }
      const close = closesOf(input).values
      const volatility = new Float64Array(rows).fill(NaN)
      for (const [entry, size] of events) volatility[entry] = size
      const ours = tripleBarrier({ close, range: undefined, volatility, side: undefined }, 1, {
        profitTake: pt,
        stopLoss: sl,
        expiry: horizon,
        tie: "stop",
      })
      // theirs counts a label whose data end early up to the last row; ours has none there
      const ends = Float64Array.from(close, () => NaN)
      for (const [entry, , exit] of events) ends[entry] = exit
      const { uniqueness } = concurrency(ends, 1, horizon)
      const isWhole = events.length === n // else only the first events are listed, and later ones overlap the last of them
      events.forEach(([entry, , exit, kind, label, , result, unique]) => {
        const where = `${ticker} row ${entry}`
        if (kind === "truncated") tally.same(ours.barrier[entry]!, null, `${where} has no label`)
        else {
          tally.same(ours.end[entry]!, exit, `${where} exit`)
          tally.same(ours.barrier[entry]!, barrierOf[kind], `${where} barrier`)
          tally.same(ours.barrier[entry]!, label, `${where} label`)
          tally.same(ours.result[entry]!, result, `${where} return`, 1e-9)
        }
        if (isWhole || entry + horizon < events.at(-1)![0]) {
          tally.same(uniqueness[entry]!, unique, `${where} uniqueness`, 1e-9)
        } else tally.exempt("uniqueness of events that overlap others the file does not list")
      })
    }
    tally.finish(20)
  })
})
