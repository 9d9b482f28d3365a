/**
 * Edits of code, one after the other, as a user makes them: after each `sage dag run` the result must be right and only
 * what the edit can change may have run.
 *
 *   npm run bench -- engine/editScripts
 *
 * A graph of six nodes: a source, two that use it (one through a helper of a helper), their sum, and two on the sum.
 */
import { makeProject, readText, type RunJson } from "../../test/stories/project.ts"

const graphFile = `import * as Schema from "effect/Schema"
import { Document, graph, Node, Reach } from "sage/dag"
import { scaled } from "./helper.ts"
import { unit } from "./constants.ts"

const number = Document.of("number", Schema.Finite)
const settings = Document.of("settings", Schema.Struct({ used: Schema.Finite, unread: Schema.Finite }))
const common = { output: number, reach: () => Reach.whole("a number has no rows"), scope: "all" } as const

export const Source = Node.define({
  name: "edit/source", title: "settings", config: Schema.Struct({ used: Schema.Finite, unread: Schema.Finite }),
  inputs: {}, output: settings, reach: () => Reach.whole("no rows"), scope: "all", run: (_, config) => config,
})
export const Used = Node.define({
  ...common, name: "edit/used", title: "the field that is read", config: Schema.Struct({}), inputs: { settings },
  run: ({ settings: { used } }) => used,
})
export const Direct = Node.define({
  ...common, name: "edit/direct", title: "twice", config: Schema.Struct({}), inputs: { x: number },
  run: ({ x }) => x * 2,
})
export const Scaled = Node.define({
  ...common, name: "edit/scaled", title: "through helpers", config: Schema.Struct({}), inputs: { x: number },
  run: ({ x }) => scaled(x),
})
export const Total = Node.define({
  ...common, name: "edit/total", title: "sum", config: Schema.Struct({}), inputs: { a: number, b: number },
  run: ({ a, b }) => a + b,
})
export const InUnits = Node.define({
  ...common, name: "edit/in-units", title: "by a constant", config: Schema.Struct({}), inputs: { x: number },
  run: ({ x }) => x * unit,
})

export default graph({
  title: "edits",
  config: Schema.Struct({ used: Schema.Finite, unread: Schema.Finite }),
  values: { used: 1, unread: 1 },
  targets: (config) => {
    const x = Used({}, { settings: Source(config, {}) })
    return { "answer.json": InUnits({}, { x: Total({}, { a: Direct({}, { x }), b: Scaled({}, { x }) }) }) }
  },
})
`
const files = {
  "graph.ts": graphFile,
  "helper.ts": `import { deep } from "./deep.ts"\nexport const scaled = (x: number): number => deep(x) + 1\n`,
  "deep.ts": "export const deep = (x: number): number => x * 10\nexport const unrelated = 1\n",
  "constants.ts": "export const unit = 1\n",
}

interface Edit {
  readonly name: string
  readonly files: Readonly<Partial<typeof files>>
  readonly set?: ReadonlyArray<string>
  readonly answer: number
  readonly runs: ReadonlyArray<string>
}

const change = (file: keyof typeof files, from: string, to: string): Partial<typeof files> => {
  if (!files[file].includes(from)) throw new Error(`${file} has no ${from}`)
  return { [file]: files[file].replace(from, to) }
}

const afterUsed = ["edit/used", "edit/direct", "edit/scaled", "edit/total", "edit/in-units"]
const edits: ReadonlyArray<Edit> = [
  { name: "first run", files: {}, answer: 13, runs: ["edit/source", ...afterUsed] },
  { name: "again", files: {}, answer: 13, runs: [] },
  { name: "value", files: {}, set: ["used=2"], answer: 25, runs: ["edit/source", ...afterUsed] },
  { name: "unread field", files: {}, set: ["unread=2"], answer: 13, runs: ["edit/source", "edit/used"] },
  {
    name: "comment and format",
    files: change("deep.ts", "export const deep =", "// ten times\nexport const deep   ="),
    answer: 13,
    runs: [],
  },
  {
    name: "unrelated export",
    files: change("deep.ts", "unrelated = 1", "unrelated = 2"),
    answer: 13,
    runs: [],
  },
  {
    name: "helper",
    files: change("helper.ts", "deep(x) + 1", "deep(x) + 2"),
    answer: 14,
    runs: ["edit/scaled", "edit/total", "edit/in-units"],
  },
  {
    name: "helper of helper",
    files: change("deep.ts", "x * 10", "x * 20"),
    answer: 23,
    runs: ["edit/scaled", "edit/total", "edit/in-units"],
  },
  {
    name: "constant",
    files: change("constants.ts", "unit = 1", "unit = 3"),
    answer: 39,
    runs: ["edit/in-units"],
  },
  { name: "same output", files: change("deep.ts", "x * 10", "10 * x"), answer: 13, runs: ["edit/scaled"] },
  { name: "revert", files: {}, answer: 13, runs: [] },
]

const project = makeProject()
const problems: Array<string> = []
for (const { name, files: edited, set = [], answer, runs } of edits) {
  for (const [file, text] of Object.entries({ ...files, ...edited }))
    project.write(`experiments/${file}`, text)
  const flags = set.flatMap((one) => ["--set", one])
  const run = await project.json<RunJson>("dag", "run", "experiments/graph.ts", ...flags)
  const found = JSON.parse(readText(project, run.run_dir, "answer.json")) as number
  const isRight = found === answer
  const isMinimal = JSON.stringify([...run.computed_nodes].sort()) === JSON.stringify([...runs].sort())
  if (!isRight || !isMinimal) problems.push(name)
  console.log(
    `${name.padEnd(20)} ${isRight ? "right" : `WRONG (${found}, not ${answer})`}, ran ${run.computed_nodes.length} of ${run.nodes.total}` +
      (isMinimal ? "" : ` NOT MINIMAL: ${run.computed_nodes.join(", ")}`),
  )
}
project.remove()
console.log(problems.length === 0 ? "all right and minimal, revert 0" : `problems: ${problems.join(", ")}`)
