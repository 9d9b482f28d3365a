/**
 * Twenty random cells of the demo study, recomputed by the oracle: plain arithmetic from prices, of its own (test/oracle).
 * What the explanation says of each stage must be what that arithmetic gives.
 */
import { beforeAll, describe, expect, it } from "vitest"
import * as Panel from "../../../src/domain/Panel.ts"
import trend from "../../../experiments/trend.ts"
import type { Step } from "../../../src/experiment/explain/Step.ts"
import { type DemoMarket, readDemoMarket } from "../../dags/demoMarket.ts"
import { runOracle } from "../../dags/oracleStudy.ts"
import { panelAt, type Program, runOn } from "../../dags/programStudy.ts"
import { chance } from "../../laws/markets.ts"
import type { Study } from "../../oracle/naiveStudy.ts"
import { explained, type StoredRun, storedRun } from "./storedRun.ts"

let demo: DemoMarket
let program: Program
let oracle: Study
let run: StoredRun

beforeAll(async () => {
  demo = await readDemoMarket()
  program = runOn(demo.prices, demo.manifest, trend.config)
  oracle = runOracle(demo.market, program.config)
  run = await storedRun(program)
})

/** The one number of a stage on a session; of that column and port, where several stand there. */
function numberAt(
  steps: ReadonlyArray<Step>,
  wanted: Partial<Pick<Step, "stage" | "node" | "port" | "column">> & Pick<Step, "date">,
): number {
  const found = steps.filter((step) =>
    Object.entries(wanted).every(([field, value]) => step[field as keyof Step] === value),
  )
  expect(found.length, JSON.stringify(wanted)).toBe(1)
  return found[0]!.stored!
}

const cells = 20
const rateBps = 2 / 2 + 2 // half the spread, and slippage

describe("twenty random cells of the demo study", () => {
  it("are what plain arithmetic from prices gives, stage by stage", async () => {
    const { sessions, assets, bars } = demo.market
    const next = chance(20)
    let fills = 0
    for (let k = 0; k < cells; k++) {
      // every other one on the session of a fill
      const opening = oracle.decisions[3 + Math.floor(next() * (oracle.decisions.length - 4))]!
      const t = k % 2 === 0 ? opening.due : 300 + Math.floor(next() * (sessions.length - 300))
      const i = Math.floor(next() * assets.length)
      const [date, column] = [sessions[t]!, assets[i]!]
      const told = await explained(run, { asset: column, date, book: undefined })
      expect(told.wrong).toEqual([])
      const { steps } = told.assets[0]!
      const is = (wanted: Parameters<typeof numberAt>[1], value: number): void =>
        expect(numberAt(steps, wanted), `${date} ${column} ${JSON.stringify(wanted)}`).toBeCloseTo(value, 10)

      const decision = oracle.decisions.findLast(({ due }) => due <= t)!
      const decided = sessions[decision.decided]!
      is(
        { date: decided, column, node: "data/prices", port: "close" },
        bars[column]![decision.decided]!.close,
      )
      is({ date: decided, column, stage: "signal" }, decision.exposure[i]!)
      is({ date: decided, column, stage: "blend" }, decision.exposure[i]!)
      is({ date: decided, column, stage: "base weight" }, decision.base[i]!)
      is({ date: decided, column, node: "allocation/caps@before-leverage" }, decision.rows[2][i]!)
      is({ date: decided, column: "leverage", stage: "leverage" }, decision.leverage)
      is({ date: decided, column, node: "allocation/caps@after-leverage" }, decision.rows[3][i]!)

      const day = oracle.days[t]!
      const { before, a, b, g1, g2, w, drifted, after, paidTarget } = day.books[3]
      fills += Number(decision.due === t)
      is({ date, column: "g1", stage: "book" }, g1)
      is({ date, column, port: "drifted" }, drifted[i]!)
      is({ date, column, stage: "order", port: "filled" }, w[i]!)
      is({ date, column, stage: "held weight" }, after[i]!)
      is({ date, column, stage: "contribution" }, before[i]! * a[i]! + g1 * w[i]! * b[i]!)
      is({ date, column, port: "by_asset" }, (paidTarget[i]! * rateBps) / 1e4)
      is({ date, column: "gross", node: "costs/net-returns" }, g1 * g2 - 1)
      is({ date, column: "net", node: "costs/net-returns" }, day.net)
    }
    expect(fills).toBeGreaterThanOrEqual(cells / 2)
  })
})

describe("a number that its inputs do not give", () => {
  const planted = [
    ["execution/fills@final", "held", /filled/],
    ["allocation/inverse-vol", "output", /volatilit/],
    ["intent/trend@trend", "output", /vote/],
    ["costs/components", "by_asset", /turnover/],
  ] as const

  it.each(planted)("is found where one cell of %s.%s was changed", async (id, port, formula) => {
    const { sessions, assets } = demo.market
    const t = oracle.decisions[40]!.due
    const rowOf = id.startsWith("execution") || id.startsWith("costs") ? t : oracle.decisions[40]!.decided
    const panel = panelAt(program, id, port)
    const values = panel.values.slice()
    const at = rowOf * assets.length + 3
    values[at] = values[at]! === 1 ? -1 : values[at]! + 1e-9
    const changed = { ...program.values.get(id), [port]: Panel.like(panel, values) }
    const spoiled = await storedRun({ ...program, values: new Map([...program.values, [id, changed]]) })
    const { wrong } = await explained(spoiled, { asset: assets[3]!, date: sessions[t]!, book: undefined })
    const found = wrong.find((step) => step.node === id && step.port === port && step.column === assets[3])
    expect(found?.formula).toMatch(formula)
    expect(found?.value).not.toBe(found?.stored)
  })
})
