/** A small graph outside finance, whose bodies count their calls: what engine tests run. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Code, type CodeEntry } from "../../src/dag/Code.ts"
import * as Document from "../../src/dag/Document.ts"
import * as Node from "../../src/dag/Node.ts"
import * as Plan from "../../src/dag/Plan.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Run from "../../src/dag/Run.ts"
import { Store } from "../../src/dag/store/Store.ts"

const Numbers = Document.of("numbers", Schema.Array(Schema.Finite))
const Total = Document.of("total", Schema.Finite)

const calls: Array<string> = []

export const world = { token: "one", numbers: [3, 1, 2] as ReadonlyArray<number> }

export const Read = Node.define({
  name: "toy/read",
  title: "numbers of the world",
  config: Schema.Struct({}),
  inputs: {},
  output: Numbers,
  reach: () => Reach.point,
  scope: "all",
  external: () => Effect.sync(() => world.token),
  run: () =>
    Effect.sync(() => {
      calls.push("read")
      return world.numbers
    }),
})

export const Sort = Node.define({
  name: "toy/sort",
  title: "the numbers in order",
  config: Schema.Struct({}),
  inputs: { numbers: Numbers },
  output: Numbers,
  reach: () => Reach.whole("sorting needs every number"),
  scope: "all",
  run: ({ numbers }) => {
    calls.push("sort")
    return numbers.toSorted((a, b) => a - b)
  },
})

export const Scale = Node.define({
  name: "toy/scale",
  title: "the numbers times a factor",
  config: Schema.Struct({
    factor: Schema.Finite.pipe(Schema.withDecodingDefaultKey(Effect.succeed(2))),
  }),
  inputs: { numbers: Numbers },
  outputs: { scaled: Numbers, factors: Numbers },
  reach: () => Reach.whole("a document has no rows"),
  scope: "all",
  run: ({ numbers }, { factor }) => {
    calls.push(`scale ${factor}`)
    if (factor === 13) throw new Error("thirteen is unlucky")
    return { scaled: numbers.map((x) => x * factor), factors: numbers.map(() => factor) }
  },
})

export const Sum = Node.define({
  name: "toy/sum",
  title: "sum over several lists",
  config: Schema.Struct({}),
  inputs: { lists: Node.many(Numbers), extra: Node.optional(Total) },
  output: Total,
  reach: () => Reach.whole("a sum reads everything"),
  scope: "all",
  run: ({ lists, extra }) => {
    calls.push("sum")
    return Object.values(lists)
      .flat()
      .reduce((a, b) => a + b, extra ?? 0)
  },
})

/** read → sort → scale (twice) → sum */
export function toyGraph(left: number, right: number): Node.Source<number> {
  const sorted = Sort({}, { numbers: Read({}, {}) })
  const a = Scale({ factor: left }, { numbers: sorted }, { as: "left" })
  const b = Scale({ factor: right }, { numbers: sorted }, { as: "right" })
  return Sum({}, { lists: { a: a.scaled, b: b.scaled } })
}

const entry = (fingerprint: string): CodeEntry => ({
  fingerprint,
  file: "toy.ts",
  line: 1,
  declarations: [{ file: "toy.ts", line: 1, name: fingerprint.split(" ")[0]!, hash: fingerprint }],
  packages: [],
})

/** Fingerprints of the toy's code; a version is raised to say that its code changed. */
const codeTable = (versions: Readonly<Record<string, number>> = {}): Record<string, CodeEntry> =>
  Object.fromEntries(
    ["toy/read", "toy/sort", "toy/scale", "toy/sum"].map((name) => [
      name,
      entry(`${name} ${versions[name] ?? 1}`),
    ]),
  )

export interface RunToy {
  readonly versions?: Readonly<Record<string, number>>
  readonly force?: ReadonlyArray<string>
  readonly keepGoing?: boolean
  readonly folder: string
}

/** Plans and runs targets on a cache folder; gives fates by id, and the calls made. */
export async function runToy(targets: Readonly<Record<string, Node.Source<unknown>>>, options: RunToy) {
  calls.length = 0
  const program = Effect.gen(function* () {
    const graph = yield* prepare(targets)
    const plan = yield* Plan.make(graph, { name: "toy", seed: 0, force: new Set(options.force ?? []) })
    const outcome = yield* Run.run(plan, {
      runId: "test",
      seed: 0,
      concurrency: 2,
      keepGoing: options.keepGoing ?? true,
      extend: "certified",
      onEvent: () => {},
    })
    const store = yield* Store
    const values: Record<string, unknown> = {}
    for (const [name, { node, port }] of Object.entries(graph.targets)) {
      const content = outcome.nodes.find(({ id }) => id === node.id)!.outputs[port]
      if (content !== undefined) values[name] = yield* store.get(node.node.spec.outputs[port]!.type, content)
    }
    return { plan, outcome, values }
  })
  const layer = Layer.mergeAll(
    Store.layerFolder(options.folder),
    Code.layerTable(codeTable(options.versions)),
  )
  const { plan, outcome, values } = await Effect.runPromise(
    program.pipe(Effect.scoped, Effect.provide(layer)),
  )
  return {
    plan,
    values,
    status: outcome.status,
    nodes: outcome.nodes,
    fates: Object.fromEntries(outcome.nodes.map(({ id, fate }) => [id, fate])),
    calls: [...calls],
  }
}
