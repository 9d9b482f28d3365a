import { describe, expect, it } from "vitest"
import * as Intent from "../../../src/domain/Intent.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { ListingAtOpen } from "../../../src/pipeline/data/listingAtOpen.ts"
import { Lag } from "../../../src/pipeline/execution/lag.ts"
import { UnusedWeight } from "../../../src/pipeline/execution/unusedWeight.ts"
import { runNode } from "../../laws/panelLaws.ts"

const calendar = { sessions: Int32Array.of(10, 11, 12, 13, 14) }
const panel = (...values: Array<number>) => Panel.make(calendar, ["A"], Float64Array.from(values))

describe("data/listing-at-open", () => {
  const at = (open: Panel.Panel, listing: Panel.Panel, delisted: string | null = null) => [
    ...runNode({
      node: ListingAtOpen,
      config: {},
      inputs: { open, listing, listing_table: { A: { first: "1970-01-01", delisted } } as never },
    }).panels["output"]!.values,
  ]

  it("knows who has opened, and who was listed yesterday and has not", () => {
    const open = panel(NaN, 5, NaN, NaN, 6)
    expect(at(open, panel(NaN, 1, 0, -1, 1))).toEqual([NaN, 1, 0, 0, 1])
  })

  it("does not know the close: a bar without an opening price has not opened", () => {
    expect(at(panel(NaN, NaN, 5, 5, 5), panel(1, 1, 1, 1, 1))).toEqual([NaN, 0, 1, 1, 1])
  })

  it("knows a dated delisting in advance", () => {
    expect(at(panel(5, 5, 5, 5, 5), panel(1, 1, -1, NaN, NaN), "1970-01-13")).toEqual([1, 1, 0, 1, 1])
  })
})

describe("execution/lag", () => {
  it("gives the intent of an earlier session, of the same kind", () => {
    const lag = (sessions: number) =>
      runNode({
        node: Lag,
        config: { sessions },
        inputs: { intent: Intent.signals(panel(1, 0, -1, NaN, 1)) },
      }).panels["output"]!
    expect([...lag(1).values]).toEqual([NaN, 1, 0, -1, NaN])
    expect([...lag(7).values]).toEqual([NaN, NaN, NaN, NaN, NaN])
    expect(Intent.signalsType.problem!(lag(1) as Intent.Signals)).toBeUndefined()
  })
})

describe("execution/unused-weight", () => {
  it("is the mean over the eligible assets of the weights of strategies without an opinion", () => {
    const of = (values: ReadonlyArray<number>) =>
      Panel.make({ sessions: Int32Array.of(1, 2) }, ["A", "B"], Float64Array.from(values))
    const eligible = of([1, 1, 0, NaN])
    const exposures = { a: of([1, NaN, NaN, NaN]), b: of([0, 0, NaN, NaN]) }
    const config = { weights: { a: 0.6, b: 0.4 } }
    const unused = runNode({ node: UnusedWeight, config, inputs: { eligible, exposures } }).panels["output"]!
    expect([...Series.column(unused, "unused")]).toEqual([0.3, NaN])
  })
})
