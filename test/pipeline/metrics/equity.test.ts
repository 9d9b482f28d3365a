import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import * as Window from "../../../src/domain/Window.ts"
import { Drawdown } from "../../../src/pipeline/metrics/drawdown.ts"
import { Equity } from "../../../src/pipeline/metrics/equity.ts"
import { runNode, studyOf } from "./fixtures.ts"

const returns = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 40 })
const equityOf = (net: Series.Series, window: Window.Window) =>
  runNode<Series.Series>(Equity, { net, window })
const drawdownOf = (equity: Series.Series) => runNode<Series.Series>(Drawdown, { equity })

describe("metrics/equity", () => {
  it("is 1 on the base session, NaN before it, and grows by each return", () => {
    const { net } = studyOf([0.5, 0.1, -0.5, 0.2], { grossReturns: [0.5, 0.2, -0.5, 0.2] })
    const equity = equityOf(net, Window.ofRows(net.calendar, 2, 4, ""))
    expect([...Series.column(equity, "net")]).toEqual([NaN, 1, 1.1, 0.55, 0.55 * 1.2])
    expect([...Series.column(equity, "gross")]).toEqual([NaN, 1, 1.2, 0.6, 0.6 * 1.2])
  })

  it("lacks the row of 1 where the first fill is on the first session", () => {
    const { net } = studyOf([0.1])
    expect([...Series.column(equityOf(net, Window.ofRows(net.calendar, 0, 1, "")), "net")]).toEqual([1, 1.1])
  })

  it("is 1 on the base session whether the session of the first fill is there yet or not", () => {
    const { net } = studyOf([0.5, 0.1, 0.2])
    const window = Window.ofRows(net.calendar, 2, 3, "")
    const early = equityOf(Panel.slice(net, 0, 2), window)
    expect([...Series.column(early, "net")]).toEqual([NaN, 1])
  })

  it("is NaN after ruin and throughout an empty window", () => {
    const { net, window } = studyOf([0.1, -1, NaN])
    expect([...Series.column(equityOf(net, window), "net")]).toEqual([1, 1.1, 0, NaN])
    expect(equityOf(net, Window.empty("why")).values.every(Number.isNaN)).toBe(true)
  })

  it("keeps its past bit for bit when rows are appended, and so does the drawdown", () => {
    fc.assert(
      fc.property(returns, returns, (past, future) => {
        const [short, long] = [studyOf(past), studyOf([...past, ...future])]
        const [before, after] = [short, long].map(({ net, window }) => equityOf(net, window))
        expect(Panel.slice(after!, 0, past.length + 1).values).toEqual(before!.values)
        expect(Panel.slice(drawdownOf(after!), 0, past.length + 1).values).toEqual(drawdownOf(before!).values)
      }),
      { seed: 31, numRuns: 100 },
    )
  })
})

describe("metrics/drawdown", () => {
  it("is never positive and 0 on the base session", () => {
    fc.assert(
      fc.property(returns, (list) => {
        const { net, window } = studyOf(list)
        const below = Series.column(drawdownOf(equityOf(net, window)), "net")
        expect(below[0]).toBe(0)
        expect(below.every((share) => share <= 0)).toBe(true)
      }),
      { seed: 32, numRuns: 100 },
    )
  })
})
