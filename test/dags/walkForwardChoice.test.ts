/** A parameter chosen anew for each fold, on the shipped snapshot: chosen by what lies before, traded as chosen, and told so. */
import * as Effect from "effect/Effect"
import { beforeAll, describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { walkForwardChoice } from "../../dags/walkForwardChoice.ts"
import experiment from "../../experiments/walk-forward-choice.ts"
import { type PreparedGraph, prepare } from "../../src/dag/Prepared.ts"
import { refuseLookahead } from "../../src/dag/Lookahead.ts"
import * as Panel from "../../src/domain/Panel.ts"
import * as Series from "../../src/domain/Series.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { formatIsoDate } from "../../src/kernel/civilDate.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import type { ByFold } from "../../src/pipeline/metrics/byFold.ts"
import type { Summary } from "../../src/pipeline/metrics/summary.ts"
import type { Choices } from "../../src/pipeline/validation/choices.ts"
import { choicesTable } from "../../src/report/text/choicesTable.ts"
import { foldsTable } from "../../src/report/text/foldsTable.ts"
import { evaluate, type Values } from "../support/evaluate.ts"
import { noTrials, studyContext } from "../support/studyContext.ts"
import { readDemoMarket } from "./demoMarket.ts"

let manifest: SnapshotManifest
let prices: Values

beforeAll(async () => {
  ;({ manifest, prices } = await readDemoMarket(experiment.config.data?.universe))
})

type All = ReadonlyMap<string, Values>

const graphOf = (set: Readonly<Record<string, unknown>>): PreparedGraph => {
  const { config } = Effect.runSync(resolveConfig("test", walkForwardChoice, experiment.config, set))
  return Effect.runSync(prepare(walkForwardChoice.files(config, manifest, studyContext)))
}

const run = (graph: PreparedGraph, given: Values = prices): All =>
  evaluate(
    graph,
    new Map([
      ["data/prices", given],
      ["experiment/trials", noTrials],
    ]),
    { skip: ({ id }) => id.startsWith("artifacts/") && !id.startsWith("artifacts/comparison") },
  )

const runWith = (set: Readonly<Record<string, unknown>> = {}, given?: Values): All => run(graphOf(set), given)

const output = <A>(all: All, id: string): A => all.get(id)!["output"] as A
const choices = (all: All): Choices => output(all, "validation/choices")
const net = (all: All, label = ""): Float64Array =>
  Series.column(output<Series.Series>(all, `costs/net-returns${label}`), "net")

const values = [252, 126, 63, 21].map(String)

describe("experiments/walk-forward-choice.ts", () => {
  let graph: PreparedGraph
  let all: All
  let dates: ReadonlyArray<string>
  beforeAll(() => {
    graph = graphOf({})
    all = run(graph)
    dates = Array.from(output<Series.Series>(all, "costs/net-returns").calendar.sessions, formatIsoDate)
  })

  it("has nodes of its own for each candidate and each fold, and shares the market", () => {
    const count = (name: string) => graph.nodes.filter(({ node }) => node.spec.name === name).length
    expect(count("data/returns")).toBe(1)
    expect(count("features/momentum")).toBe(values.length)
    expect(count("metrics/counted-returns")).toBe(values.length)
    expect(count("validation/best-in-training")).toBe(9)
    expect(graph.nodes.map(({ id }) => id)).toContain("validation/best-in-training@2018-01-03")
  })

  it("is proven to see nothing of what it will be judged by: each choice lies a session behind", () => {
    const sights = Effect.runSync(refuseLookahead(graph))
    expect(sights.get("intent/chosen")!.ports["output"]!.ahead).toBeLessThanOrEqual(0)
    const choice = sights.get("validation/best-in-training@2018-01-03")!.ports["output"]!
    expect(choice).toMatchObject({ known: "open", ahead: -1 })
  })

  it("chooses what a plain computation over the sessions before finds", () => {
    for (const fold of choices(all).folds) {
      const first = dates.indexOf(fold.test_from!)
      const scores = values.map((value) => {
        const counted = Series.column(output<Series.Series>(all, `metrics/counted-returns@${value}`), "net")
        return { value, returns: Array.from(counted.subarray(0, first)) }
      })
      // all candidates from the first session that all count
      const start = Math.max(...scores.map(({ returns }) => returns.findIndex((r) => !Number.isNaN(r))))
      const sharpes = scores.map(({ value, returns }) => {
        const part = returns.slice(start)
        const average = part.reduce((a, b) => a + b, 0) / part.length
        const variance = part.reduce((sum, r) => sum + (r - average) ** 2, 0) / (part.length - 1)
        return { value, sharpe: (average / Math.sqrt(variance)) * Math.sqrt(252) }
      })
      const best = sharpes.reduce((a, b) => (b.sharpe > a.sharpe ? b : a))
      expect(fold.chosen).toBe(best.value)
      expect(fold.train_from).toBe(dates[start])
      expect(fold.train_to).toBe(dates[first - 1])
      for (const { value, sharpe } of sharpes)
        expect(fold.candidates.find(({ name }) => name === value)!.train_sharpe).toBeCloseTo(sharpe, 10)
    }
  })

  it("wants in each test window what the chosen candidate wants, and nothing before", () => {
    const wanted = output<Panel.Panel>(all, "intent/chosen")
    const width = wanted.assets.length
    const { folds } = choices(all)
    for (let row = 0; row < dates.length; row++) {
      const fold = folds.find(
        ({ test_from, test_to }) => dates[row]! >= test_from! && dates[row]! <= test_to!,
      )
      const cells = wanted.values.subarray(row * width, (row + 1) * width)
      const chosen = fold?.chosen
      if (chosen === undefined || chosen === null) {
        expect(cells.every(Number.isNaN)).toBe(true)
      } else {
        const one = output<Panel.Panel>(all, `intent/time-series-momentum@momentum@${chosen}`)
        expect(cells).toEqual(one.values.subarray(row * width, (row + 1) * width))
      }
    }
  })

  it("counts from the first test window on, and each candidate is the study of its value", () => {
    const { window } = output<Summary>(all, "metrics/summary")
    expect(window.first_fill! > choices(all).folds[0]!.test_from!).toBe(true)
    const written = structuredClone(experiment.config) as Record<string, unknown>
    delete written["choice"]
    const set = { "strategies.momentum.momentum_lookback": 63 }
    const { config } = Effect.runSync(resolveConfig("test", study, written, set))
    const alone = run(Effect.runSync(prepare(study.files(config, manifest, studyContext))))
    expect(net(all, "@63")).toEqual(net(alone))
  })

  it("tells its folds as it was judged in them", () => {
    const { folds } = output<ByFold>(all, "metrics/by-fold")
    const chosen = choices(all).folds
    expect(folds.map(({ name }) => name)).toEqual(chosen.map(({ name }) => name))
    folds.slice(1).forEach((fold, i) => {
      expect([fold.test_from, fold.test_to, fold.sessions]).toEqual([
        chosen[i + 1]!.test_from,
        chosen[i + 1]!.test_to,
        chosen[i + 1]!.test_sessions,
      ])
    })
    expect(foldsTable(output(all, "metrics/by-fold")).split("\n")).toHaveLength(9 + 3)
    expect(choicesTable(choices(all))).toMatch(/best of its test window in \d of 9 folds/)
  })
})

describe("a choice", () => {
  /** The same prices, other from a date on. */
  const otherwise = (from: string): Values =>
    Object.fromEntries(
      Object.entries(prices).map(([port, value]) => {
        if (!["open", "high", "low", "close", "adj_close"].includes(port)) return [port, value]
        const panel = value as Panel.Panel
        const width = panel.assets.length
        const changed = panel.values.map((price, at) => {
          const row = Math.floor(at / width)
          const isAfter = formatIsoDate(panel.calendar.sessions[row]!) >= from
          return isAfter ? price * (1 + 0.2 * Math.sin(row * (1 + (at % width)))) : price
        })
        return [port, Panel.like(panel, changed)]
      }),
    )

  it("is the same whatever happens from its test window on, and not whatever happens before", () => {
    const [first, second] = choices(runWith()).folds
    const inTest = choices(runWith({}, otherwise(first!.test_from!))).folds
    expect({ ...inTest[0], candidates: null }).toEqual({ ...first, candidates: null })
    expect(inTest[0]!.candidates.map(({ train_sharpe }) => train_sharpe)).toEqual(
      first!.candidates.map(({ train_sharpe }) => train_sharpe),
    )
    expect(inTest[1]!.candidates[0]!.train_sharpe).not.toBe(second!.candidates[0]!.train_sharpe)
  })

  it("leaves out what purge and embargo say", () => {
    const purged = choices(runWith({ "folds.purge_sessions": 21, "folds.embargo_sessions": 5 })).folds
    const whole = choices(runWith({ "folds.train_sessions": 782 })).folds
    // the same test windows, 26 sessions of training less
    expect(purged.map(({ test_from }) => test_from)).toEqual(whole.map(({ test_from }) => test_from))
    purged.forEach(({ train_sessions }, i) => expect(train_sessions).toBe(whole[i]!.train_sessions - 26))
  })

  it("rolls, where asked: no fold looks back further than train_sessions, once there is so much", () => {
    const rolling = choices(runWith({ "folds.window": "rolling" })).folds
    expect(rolling.slice(2).map(({ train_sessions }) => train_sessions)).toEqual(
      rolling.slice(2).map(() => 756),
    )
  })

  it("is none where there are too few results: nothing is wanted and nothing held", () => {
    const all = runWith({ "folds.type": "yearly", "folds.min_train_sessions": 700 })
    const { folds } = choices(all)
    const silent = folds.filter(({ chosen }) => chosen === null)
    expect(silent.map(({ name }) => name)).toEqual(["2013", "2014", "2015", "2016"])
    expect(silent[3]!.reason).toMatch(/no candidate has results/)
    expect(silent[3]!.candidates[0]!.reason).toMatch(/fewer than 700 sessions/)
    const book = output<Series.Series>(all, "metrics/summary") as unknown as Summary
    expect(book.window.first_fill! > "2017-01-01").toBe(true)
    expect(choicesTable(choices(all))).toMatch(/4 chose nothing/)
  })

  it("among equals is the first that is named", () => {
    const all = runWith({
      "strategies.momentum.momentum_lookback": 63,
      "choice.parameter": "strategies.momentum.clip",
      // no score is ever clipped, and ranks do not see the scale
      "choice.values": [90, 80, 100],
    })
    for (const { chosen, tied } of choices(all).folds)
      expect([chosen, tied]).toEqual(["90", ["90", "80", "100"]])
  })

  it("at the open is made on what was known at the close before", () => {
    const set = { "execution.signal_time": "open", "execution.execution_time": "next_close" }
    const sights = Effect.runSync(refuseLookahead(graphOf(set)))
    expect(sights.get("intent/chosen")!.ports["output"]!.ahead).toBeLessThanOrEqual(0)
  })
})

describe("a choice that cannot be made", () => {
  const objectionsTo = (set: Readonly<Record<string, unknown>>, facts: object = {}) => {
    const { config } = Effect.runSync(resolveConfig("test", walkForwardChoice, experiment.config, set))
    return walkForwardChoice
      .objections(config, Object.assign({}, manifest, facts))
      .map(({ path, message }) => `${path.join(".")}: ${message}`)
  }

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    [
      "of no field",
      { "choice.parameter": "allocation.lookback" },
      /choice\.parameter: .*write strategies\.NAME\.FIELD/,
    ],
    [
      "of an unknown strategy",
      { "choice.parameter": "strategies.trend.x" },
      /no strategy trend; the study has momentum/,
    ],
    [
      "of an unknown field",
      { "choice.parameter": "strategies.momentum.lookback" },
      /has no field lookback; it has .*momentum_lookback/,
    ],
    [
      "of a value out of bounds",
      { "choice.values": [63, 0] },
      /choice\.values\.1: .*takes no momentum_lookback of 0/,
    ],
    ["of a word for a number", { "choice.values": ["x", 63] }, /choice\.values\.0/],
    [
      "without a test window",
      { "folds.train_sessions": 3100 },
      /folds\.train_sessions: no test window begins before/,
    ],
    ["in live mode", { "data.mode": "live" }, /data\.mode: .*pin the prices/],
  ])("%s is refused at the field", (_, set, message) => {
    expect(objectionsTo(set).join("\n")).toMatch(message)
  })

  it("by windows of sessions needs a calendar that is known in advance", () => {
    expect(objectionsTo({}, { calendar: "union" }).join("\n")).toMatch(/folds\.type: .*use yearly/)
    expect(objectionsTo({ "folds.type": "yearly" }, { calendar: "union" }).join("\n")).not.toMatch(/folds/)
  })

  it("among one value, or the same twice, is no choice", () => {
    for (const given of [[63], [63, 63]]) {
      const outcome = resolveConfig("test", walkForwardChoice, experiment.config, { "choice.values": given })
      const error = Effect.runSync(Effect.flip(outcome))
      expect(error.issues.map(({ path }) => path)).toEqual(["choice.values"])
    }
  })

  it("since folds would never have training enough is refused with the config", () => {
    const outcome = resolveConfig("test", walkForwardChoice, experiment.config, {
      "folds.min_train_sessions": 800,
    })
    expect(Effect.runSync(Effect.flip(outcome)).message).toMatch(
      /min_train_sessions 800 exceeds train_sessions 756/,
    )
  })
})
