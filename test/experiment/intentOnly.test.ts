/** What the compiler refuses (test/dag/portTypes.test.ts) is refused by a typed error where no compiler has looked. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { callNode } from "../../src/dag/callNode.ts"
import { WrongValue } from "../../src/dag/errors.ts"
import * as Node from "../../src/dag/Node.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Intent from "../../src/domain/Intent.ts"
import * as Panel from "../../src/domain/Panel.ts"
import * as Strategy from "../../src/experiment/Strategy.ts"
import { Combine } from "../../src/pipeline/allocation/combine.ts"

const nothing = Schema.Struct({})
const panel = (...values: Array<number>) =>
  Panel.make(Calendar.make(Int32Array.from(values, (_, t) => t)), ["A"], Float64Array.from(values))

/** As JavaScript would write it: the types say nothing. */
const nodeOf = (output: unknown, run: () => unknown) =>
  Node.define({
    name: "untyped/intent",
    title: "what a strategy in JavaScript returns",
    config: nothing,
    inputs: {},
    output: output as typeof Panel.type,
    reach: () => Reach.point,
    scope: "each",
    run: run as () => Panel.Panel,
  })

/** What running the node comes to. */
function outcomeOf(output: unknown, run: () => unknown) {
  const graph = Effect.runSync(prepare({ intent: nodeOf(output, run)({}, {}) }))
  const context = { seed: 0, workers: undefined, onReport: () => {}, onNote: () => {} }
  return Effect.runSync(
    Effect.result(callNode(graph.nodes[0]!, { inputs: {}, skip: 0, state: undefined }, context)),
  )
}

function problemOf(output: unknown, run: () => unknown): string {
  const outcome = outcomeOf(output, run)
  if (outcome._tag === "Success") return "none"
  const { cause } = outcome.failure as { readonly cause?: unknown }
  expect(outcome.failure._tag).toBe("NodeFailed")
  expect(cause).toBeInstanceOf(WrongValue)
  return outcome.failure.message
}

describe("a node of intent", () => {
  it("may return what it declared", () => {
    expect(problemOf(Intent.signalsType, () => Intent.signals(panel(-1, 0, 1, NaN)))).toBe("none")
    expect(problemOf(Intent.scoresType, () => Intent.scores(panel(-0.3, 12, NaN)))).toBe("none")
    expect(problemOf(Intent.type, () => Intent.scores(panel(-0.3)))).toBe("none")
  })

  it.each([
    ["signals", Intent.signalsType],
    ["scores", Intent.scoresType],
    ["either kind", Intent.type],
  ])("fails when it returns returns or weights where it declared %s", (_, output) => {
    expect(problemOf(output, () => panel(0.01, -0.02))).toMatch(
      /untyped\/intent failed: what it returned for output .* is not an intent .* declare it by Intent\./,
    )
  })

  it("fails when it writes weights into a copy of an intent", () => {
    const stolen = () => Panel.like(Intent.scores(panel(1, -1)), Float64Array.of(0.25, 0.75))
    expect(problemOf(Intent.scoresType, stolen)).toMatch(/is not an intent/)
  })

  it("fails when its signals are anything but −1, 0 and +1", () => {
    expect(problemOf(Intent.signalsType, () => Intent.signals(panel(1, 0.5)))).toMatch(
      /holds 0\.5, but signals are −1, 0, \+1 or NaN; declare scores/,
    )
    expect(problemOf(Intent.signalsType, () => Intent.scores(panel(1)))).toMatch(
      /declare it by Intent\.signals/,
    )
  })
})

describe("a strategy", () => {
  const config = Schema.Struct({ type: Schema.Literal("mine") })
  const source = <A>(output: unknown) => nodeOf(output, () => undefined)({}, {}) as unknown as Node.Source<A>
  const inputs = { index: source<Panel.Panel>(Panel.type), listing: source<Panel.Panel>(Panel.type) }

  function problem(kind: Intent.Kind, given: unknown): unknown {
    const intent = () => given as Node.Source<Intent.Signals>
    const strategy = Strategy.define({ type: "mine", title: "mine", kind: kind as "signals", config, intent })
    try {
      Strategy.catalogue([strategy]).intent({ type: "mine" }, { ...inputs, open: inputs.index }, "ours")
      return undefined
    } catch (error) {
      return error
    }
  }

  it("that gives the kind of intent which it declares is wired", () => {
    expect(problem("signals", source(Intent.signalsType))).toBeUndefined()
    expect(problem("scores", source(Intent.scoresType))).toBeUndefined()
  })

  it("that gives weights, returns, the other kind or nothing is refused with what it gave", () => {
    const base = source<Panel.Panel>(Panel.type)
    const weights = Combine({}, { base, exposure: base as never })
    const given = [weights, base, source(Intent.scoresType), undefined, {}]
    const errors = given.map((each) => problem("signals", each))
    for (const error of errors) expect(error).toBeInstanceOf(Strategy.NotIntent)
    expect(errors.map((error) => (error as Strategy.NotIntent).given)).toEqual([
      "target-weights",
      "panel",
      "scores",
      null,
      null,
    ])
    expect((errors[0] as Error).message).toMatch(
      /strategy ours \(type mine\) declares signals but gives a value of type target-weights; .* give the output/,
    )
  })

  it("waits for the close unless it says that it is known at the open", () => {
    const intent = () => source<Intent.Signals>(Intent.signalsType)
    const late = Strategy.define({ type: "mine", title: "mine", kind: "signals", config, intent })
    expect(Strategy.catalogue([late]).knownOf({ type: "mine" })).toBe("close")
    expect(Strategy.catalogue([{ ...late, known: "open" }]).knownOf({ type: "mine" })).toBe("open")
  })
})
