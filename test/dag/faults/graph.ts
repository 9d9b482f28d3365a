/** A graph whose bodies write down that they ran, and a run of it on a cache folder: what the fault tests break. */
import { appendFileSync, existsSync, readFileSync } from "node:fs"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Code } from "../../../src/dag/Code.ts"
import * as Document from "../../../src/dag/Document.ts"
import * as Node from "../../../src/dag/Node.ts"
import * as Plan from "../../../src/dag/Plan.ts"
import { prepare } from "../../../src/dag/Prepared.ts"
import * as Reach from "../../../src/dag/Reach.ts"
import * as Run from "../../../src/dag/Run.ts"
import { inFolder, type StoreParts } from "../../../src/dag/store/parts.ts"
import { Store } from "../../../src/dag/store/Store.ts"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { writeRunFolder } from "../../../src/experiment/run/runFolder.ts"

/** Where bodies write `ran NAME`, and runs `stored NAME`: lines of one write each, so that processes may share it. */
let log = ""
let busyMs = 0
let failing: string | undefined

const body = (name: string): void => {
  appendFileSync(log, `ran ${name}\n`)
  if (name === failing) throw new Error(`${name} fails`)
  for (const end = performance.now() + busyMs; performance.now() < end; );
}

const Total = Document.of("fault-total", Schema.Finite)
const Named = Schema.Struct({ name: Schema.String, x: Schema.Finite })

const Tiny = Node.define({
  name: "faults/tiny",
  title: "a small number, kept in the catalogue",
  config: Named,
  inputs: { before: Node.optional(Total) },
  output: Total,
  reach: () => Reach.whole("a number has no rows"),
  scope: "all",
  run: ({ before }, { name, x }) => {
    body(name)
    return (before ?? 0) + x
  },
})

const Wide = Node.define({
  name: "faults/wide",
  title: "a panel that lies in a file",
  config: Named,
  inputs: { by: Total },
  output: Panel.type,
  reach: () => Reach.whole("made of a number"),
  scope: "all",
  run: ({ by }, { name, x }) => {
    body(name)
    const sessions = Calendar.make(Int32Array.from({ length: 400 }, (_, t) => 18000 + t))
    return Panel.make(
      sessions,
      ["A", "B"],
      Float64Array.from({ length: 800 }, (_, i) => i * x + by),
    )
  },
})

const Sum = Node.define({
  name: "faults/sum",
  title: "sum of panels and numbers",
  config: Named,
  inputs: { panels: Node.many(Panel.type), numbers: Node.many(Total) },
  output: Total,
  reach: () => Reach.whole("a sum reads everything"),
  scope: "all",
  run: ({ panels, numbers }, { name, x }) => {
    body(name)
    const cells = Object.values(panels).map(({ values }) => values.reduce((a, b) => a + b, 0))
    return [...cells, ...Object.values(numbers)].reduce((a, b) => a + b, x)
  },
})

/** @param size numbers, in chains of three, each third with a panel */
export function faultGraph(size: number, x: number): Node.Source<number> {
  const panels: Record<string, Node.Source<Panel.Panel>> = {}
  const numbers: Record<string, Node.Source<number>> = {}
  for (let i = 0; i < size; i++) {
    const before = i % 3 === 0 ? {} : { before: numbers[`n${i - 1}`]! }
    numbers[`n${i}`] = Tiny({ name: `n${i}`, x: x + i }, before, { as: `n${i}` })
    if (i % 3 === 2)
      panels[`p${i}`] = Wide({ name: `p${i}`, x: x + i }, { by: numbers[`n${i}`]! }, { as: `p${i}` })
  }
  return Sum({ name: "sum", x }, { panels, numbers })
}

/** What the sum is, computed apart from the engine. */
export function expectedSum(size: number, x: number): number {
  const numbers: Array<number> = []
  for (let i = 0; i < size; i++) numbers.push((i % 3 === 0 ? 0 : numbers[i - 1]!) + x + i)
  const panels: Array<number> = []
  for (let i = 2; i < size; i += 3) {
    let sum = 0
    for (let cell = 0; cell < 800; cell++) sum += cell * (x + i) + numbers[i]!
    panels.push(sum)
  }
  return [...panels, ...numbers].reduce((a, b) => a + b, x)
}

export const bodiesOf = (size: number): number => size + Math.floor(size / 3) + 1

export interface Performance {
  /** the cache; `runs` and `log` lie beside it */
  readonly folder: string
  readonly size: number
  readonly x: number
  readonly busyMs: number
  readonly concurrency: number
  /** name of a node whose body throws */
  readonly failing?: string
}

const names = ["faults/tiny", "faults/wide", "faults/sum"]
export const code = Code.layerTable(
  Object.fromEntries(
    names.map((name) => [name, { fingerprint: name, file: "x.ts", line: 1, declarations: [], packages: [] }]),
  ),
)

export interface Performed {
  readonly sum: unknown
  readonly status: string
  readonly fates: Readonly<Record<string, string>>
  readonly errors: ReadonlyArray<unknown>
}

let runs = 0

/** One run with its folder and its row in the ledger, as a study has it. */
export function perform(
  { folder, size, x, busyMs: busy, concurrency, failing: failingNode }: Performance,
  parts: () => StoreParts = () => inFolder(folder),
  files: Layer.Layer<NodeServices.NodeServices> = NodeServices.layer,
): Promise<Performed> {
  log = `${folder}.log`
  busyMs = busy
  failing = failingNode
  const runId = `${process.pid}-${runs++}`
  const program = Effect.gen(function* () {
    const graph = yield* prepare({ sum: faultGraph(size, x) })
    const plan = yield* Plan.make(graph, { name: "faults", seed: 0, force: new Set() })
    const outcome = yield* Run.run(plan, {
      runId,
      seed: 0,
      concurrency,
      keepGoing: true,
      extend: "certified",
      onEvent: (event) => {
        if (event.type === "finished" && event.outcome.fate === "computed")
          appendFileSync(log, `stored ${event.outcome.id.split("@")[1] ?? "sum"}\n`)
      },
    })
    const sum = outcome.status === "done" ? yield* outcome.target("sum") : null
    if (sum !== null) yield* writeRunFolder(`${folder}.runs`, runId, { "sum.json": JSON.stringify(sum) })
    const nodes = outcome.nodes.map(({ id, key, fate }) => ({ id, key, fate, reasons: "[]" }))
    yield* (yield* Store).saveRun({
      runId,
      name: "faults",
      startedAt: 0,
      status: outcome.status,
      facts: "{}",
      nodes,
    })
    return {
      sum,
      status: outcome.status,
      fates: Object.fromEntries(outcome.nodes.map(({ id, fate }) => [id, fate])),
      errors: outcome.nodes.flatMap(({ error }) => (error === null ? [] : [error])),
    }
  })
  const layer = Layer.mergeAll(Store.layerOf(folder, parts), code, files)
  return Effect.runPromise(program.pipe(Effect.scoped, Effect.provide(layer)))
}

/** Names after `ran` or `stored` in the log, from the line of a number on. */
export function logged(folder: string, verb: "ran" | "stored", from = 0): ReadonlyArray<string> {
  return lines(folder)
    .slice(from)
    .flatMap((line) => (line.startsWith(`${verb} `) ? [line.slice(verb.length + 1)] : []))
}

export const lines = (folder: string): ReadonlyArray<string> =>
  existsSync(`${folder}.log`) ? readFileSync(`${folder}.log`, "utf8").split("\n").slice(0, -1) : []
