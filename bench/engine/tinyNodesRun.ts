/**
 * A graph of tiny nodes, planned and run in a process of its own.
 *
 *   tinyNodesRun NODES CACHE        answers milliseconds of CPU for start, plan and run, and how many nodes were computed
 */
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
import { finish } from "./child.ts"

const [count, cache] = [Number(process.argv[2]), process.argv[3]!]

const number = Document.of("bench-number", Schema.Finite)

const Add = Node.define({
  name: "bench/add",
  title: "the sum of its inputs and a number",
  config: Schema.Struct({ number: Schema.Finite }),
  inputs: { left: Node.optional(number), right: Node.optional(number) },
  output: number,
  reach: () => Reach.whole("a number has no rows"),
  scope: "all",
  run: ({ left, right }, config) => config.number + ((left ?? 0) % 1000) + ((right ?? 0) % 1000),
})

/** Each node reads the one before and the one ten before. */
function graphOf(nodes: number): Node.Source<number> {
  const sources: Array<Node.Source<number>> = []
  for (let i = 0; i < nodes; i++) {
    const inputs = i === 0 ? {} : { left: sources[i - 1]!, ...(i < 10 ? {} : { right: sources[i - 10]! }) }
    sources.push(Add({ number: i }, inputs, { as: String(i) }))
  }
  return sources.at(-1)!
}

const code = { file: "bench", line: 1, declarations: [], packages: [] }
const layers = Layer.merge(
  Store.layerFolder(cache),
  Code.layerTable({ "bench/add": { ...code, fingerprint: "tiny" } }),
)

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const startMs = cpuMs()
const answer = await Effect.gen(function* () {
  const graph = yield* prepare({ last: graphOf(count) })
  const plan = yield* Plan.make(graph, { name: "bench", seed: 0, force: new Set() })
  const planMs = cpuMs()
  const { nodes, status } = yield* Run.run(plan, {
    runId: "bench",
    seed: 0,
    concurrency: 2,
    keepGoing: false,
    extend: "never",
    onEvent: () => {},
  })
  if (status !== "done") throw new Error("the bench failed")
  const computed = nodes.filter(({ fate }) => fate === "computed").length
  return { startMs, planMs: planMs - startMs, runMs: cpuMs() - planMs, computed }
}).pipe(Effect.scoped, Effect.provide(layers), Effect.runPromise)

finish({ ...answer, memoryMb: process.resourceUsage().maxRSS / 1024 })
