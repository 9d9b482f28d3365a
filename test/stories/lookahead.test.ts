/** A user's own graph in which a decision could see the future is refused before anything runs, with the way it would. */
import { afterAll, describe, expect, it } from "vitest"
import { makeProject } from "./project.ts"

const project = makeProject()
afterAll(() => project.remove())

/** An experiment that wires a node of its own between the index and what decides. */
const experiment = (definitions: string, decision: string): string => `
import { Document, Experiment, Intent, Node, Panel, Reach, Study } from "sage"
import { Prices } from "sage/data"
import { Momentum } from "sage/features"
import { Passthrough } from "sage/intent"
import * as Schema from "effect/Schema"

const none = Schema.Struct({})
${definitions}
export default Experiment.define({
  question: "Who would not like to know?",
  graph: Study.define({
    config: Schema.Struct({ snapshot: Schema.String }),
    snapshot: ({ snapshot }) => snapshot,
    seed: () => 0,
    optimisticFill: () => false,
    objections: () => [],
    files: ({ snapshot }) => {
      const prices = Prices({ snapshot }, {})
      return { "decision.json": ${decision} }
    },
  }),
  config: { snapshot: "demo" },
})
`

const Tomorrow = `
const Tomorrow = Node.define({
  name: "own/tomorrow",
  title: "the close of the next session",
  config: none,
  inputs: { close: Panel.type },
  output: Panel.type,
  reach: () => Reach.future(1),
  scope: "each",
  run: ({ close }) =>
    Panel.mapColumns(close, (column) => column.map((_, t) => column[t + 1] ?? NaN)),
})
`

const Standardised = `
const Mean = Node.define({
  name: "own/mean",
  title: "mean over the whole sample",
  config: none,
  inputs: { close: Panel.type },
  output: Document.of("own-mean", Schema.Finite),
  reach: () => Reach.whole("a mean over the sample"),
  scope: "all",
  run: ({ close }) => close.values.reduce((a, b) => a + b, 0) / close.values.length,
})
const Standardised = Node.define({
  name: "own/standardised",
  title: "closes less the mean",
  config: none,
  inputs: { close: Panel.type, mean: Document.of("own-mean", Schema.Finite) },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  run: ({ close, mean }) => Panel.like(close, close.values.map((price) => price - mean)),
})
`

const AtTheOpen = `
const AtTheOpen = Node.define({
  name: "own/at-the-open",
  title: "a wish made at the open",
  config: none,
  inputs: { momentum: Panel.type },
  output: Node.knownAt("open", Intent.scoresType),
  reach: () => Reach.point,
  scope: "each",
  decides: true,
  run: ({ momentum }) => Intent.scores(momentum),
})
const Yesterday = Node.define({
  name: "own/yesterday",
  title: "the row before",
  config: none,
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: () => Reach.lag(1),
  scope: "each",
  run: ({ x }) => Panel.mapColumns(x, (column) => column.map((_, t) => column[t - 1] ?? NaN)),
})
`
const momentum = "Momentum({ lookback_sessions: 20 }, { index: prices.close }).value"

async function refused(file: string, definitions: string, decision: string) {
  project.write(`experiments/${file}`, experiment(definitions, decision))
  const { code, stdout, stderr } = await project.sage("dag", "run", `experiments/${file}`)
  expect(stdout).toBe("")
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m)
  return { code, stderr }
}

describe("a graph is refused with exit code 3", () => {
  it("when an intent could see the next close, with path and interval", async () => {
    const { code, stderr } = await refused(
      "tomorrow.ts",
      Tomorrow,
      "Passthrough({}, { index: Tomorrow({}, { close: prices.close }) })",
    )
    expect(code).toBe(3)
    expect(stderr).toContain(
      "intent/passthrough is known at the close of its session but could see 2 half session(s) ahead, through\n" +
        "  data/prices\n" +
        "  → own/tomorrow.close [−0, +1]\n" +
        "  → intent/passthrough.index [−0, +0]\n" +
        "Delay the input by a session, or decide at a later event.",
    )
  })

  it("when a statistic of the whole sample takes part", async () => {
    const { code, stderr } = await refused(
      "standardised.ts",
      Standardised,
      "Passthrough({}, { index: Standardised({}, { close: prices.close, mean: Mean({}, { close: prices.close }) }) })",
    )
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /could see all of the future, through\n {2}data\/prices\n {2}→ own\/mean\.close \[−∞, ∞\]/,
    )
  })

  it("when a decision at the open uses an indicator of that day's close", async () => {
    const { code, stderr } = await refused("open.ts", AtTheOpen, `AtTheOpen({}, { momentum: ${momentum} })`)
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /own\/at-the-open is known at the open of its session but could see 1 half session\(s\) ahead, through\n {2}data\/prices\n {2}→ features\/momentum\.index \[−20, \+0\]/,
    )
  })

  it("by plan and graph too, and not when the indicator is yesterday's", async () => {
    project.write("experiments/late.ts", experiment(AtTheOpen, `AtTheOpen({}, { momentum: ${momentum} })`))
    expect((await project.sage("dag", "plan", "experiments/late.ts")).code).toBe(3)
    expect((await project.sage("dag", "graph", "experiments/late.ts")).code).toBe(3)
    const delayed = `AtTheOpen({}, { momentum: Yesterday({}, { x: ${momentum} }) })`
    project.write("experiments/late.ts", experiment(AtTheOpen, delayed))
    expect((await project.sage("dag", "plan", "experiments/late.ts")).code).toBe(0)
  })
})
