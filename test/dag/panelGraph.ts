/** Panels large enough to lie in files, through two nodes: for faults in the object store. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Code } from "../../src/dag/Code.ts"
import * as Document from "../../src/dag/Document.ts"
import * as Node from "../../src/dag/Node.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"

const Ramp = Node.define({
  name: "panels/ramp",
  title: "numbers that rise",
  config: Schema.Struct({}),
  inputs: {},
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  run: () =>
    Panel.make(
      Calendar.make(Int32Array.from({ length: 600 }, (_, t) => 18000 + t)),
      ["A", "B"],
      Float64Array.from({ length: 1200 }, (_, i) => i / 7),
    ),
})

const Times = Node.define({
  name: "panels/times",
  title: "times a factor",
  config: Schema.Struct({ factor: Schema.Finite }),
  inputs: { panel: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ panel }, { factor }) =>
    Panel.like(
      panel,
      panel.values.map((x) => x * factor),
    ),
})

const Total = Node.define({
  name: "panels/total",
  title: "sum of all cells",
  config: Schema.Struct({}),
  inputs: { panel: Panel.type },
  output: Document.of("panel-total", Schema.Finite),
  reach: () => Reach.whole("a sum reads everything"),
  scope: "all",
  run: ({ panel }) => panel.values.reduce((a, b) => a + b, 0),
})

export async function runPanels({ folder, factor }: { readonly folder: string; readonly factor: number }) {
  const ramp = Ramp({}, {})
  const total = Total({}, { panel: Times({ factor }, { panel: ramp }) })
  const table = Object.fromEntries(
    ["panels/ramp", "panels/times", "panels/total"].map((name) => [
      name,
      { fingerprint: name, file: "x.ts", line: 1, declarations: [], packages: [] },
    ]),
  )
  const program = Effect.gen(function* () {
    const plan = yield* Plan.make(yield* prepare({ total }), { name: "toy", seed: 0, force: new Set() })
    const options = {
      runId: "t",
      seed: 0,
      concurrency: 1,
      keepGoing: false,
      extend: "certified" as const,
      onEvent: () => {},
    }
    const { nodes } = yield* Run.run(plan, options)
    const content = nodes.find(({ id }) => id === "panels/total")!.outputs["output"]!
    return { sum: yield* (yield* Store).get(Total.spec.outputs["output"]!.type, content), nodes }
  })
  const layer = Layer.mergeAll(Store.layerFolder(folder), Code.layerTable(table))
  return Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layer)))
}
