/** A stranger audits a study, and a node of their own that looks a session too far. */
import { afterAll, describe, expect, it } from "vitest"
import { makeProject, readText, type RunJson } from "./project.ts"

const project = makeProject()
afterAll(() => project.remove())

interface AuditJson {
  readonly passed: boolean
  readonly certified: number
  readonly nodes: ReadonlyArray<{
    readonly id: string
    readonly lookahead: number | null
    readonly reach: ReadonlyArray<{
      readonly input: string
      readonly declared: string
      readonly back: number | null
      readonly observed_back: number | null
    }>
    readonly laws: Readonly<Record<string, { readonly verdict: string; readonly trials: number }>>
    readonly certificate: string | null
    readonly audited: boolean
    readonly counterexample?: { readonly law: string; readonly column: string; readonly cause: unknown }
  }>
}

const peeking = (reach: string) => `
import * as Schema from "effect/Schema"
import { Document, graph, Node, Reach } from "sage/dag"
import { Panel } from "sage"
import { Prices } from "sage/data"

export const Tomorrow = Node.define({
  name: "mine/tomorrow",
  title: "the next close",
  config: Schema.Struct({}),
  inputs: { close: Panel.type },
  output: Panel.type,
  reach: () => ${reach},
  scope: "each",
  run: ({ close }) => Panel.mapColumns(close, (column) => column.map((_, t) => column[t + 1] ?? NaN)),
})

export const Known = Node.define({
  name: "mine/known",
  title: "how many are known",
  config: Schema.Struct({}),
  inputs: { values: Panel.type },
  output: Document.of("known", Schema.Int),
  reach: () => Reach.whole("a count reads everything"),
  scope: "all",
  run: ({ values }) => values.values.filter((value) => !Number.isNaN(value)).length,
})

export default graph({
  title: "How many closes have a next one?",
  config: Schema.Struct({}),
  values: {},
  targets: () => {
    const { close } = Prices({ snapshot: "demo" }, {})
    return { "known.json": Known({}, { values: Tomorrow({}, { close }) }) }
  },
})
`

describe("sage audit", () => {
  it("runs the study first, tests every node on its data, and certifies what keeps the laws", async () => {
    const audit = await project.json<AuditJson>("audit", "experiments/trend.ts", "--cuts", "2")
    expect(audit.passed).toBe(true)
    expect(project.runs()).toHaveLength(1)
    const momentum = audit.nodes.find(({ id }) => id === "features/momentum@trend")!
    expect(momentum).toMatchObject({ lookahead: 0, audited: true })
    expect(momentum.reach[0]).toMatchObject({
      input: "index",
      declared: "past(252)",
      back: 252,
      observed_back: 252,
    })
    for (const law of ["causality", "footprint", "chunking", "purity"])
      expect(momentum.laws[law], law).toMatchObject({ verdict: "passed" })
    const fills = audit.nodes.filter(({ id }) => id.startsWith("execution/fills"))
    expect(fills.map(({ certificate }) => certificate)).not.toContain(null)
  })

  it("does not ask certified code again, and runs quote the certificates", async () => {
    const again = await project.json<AuditJson>("audit", "experiments/trend.ts")
    expect(again.nodes.filter(({ certificate, audited }) => certificate !== null && audited)).toEqual([])
    const run = await project.json<RunJson>("dag", "run", "experiments/trend.ts")
    const manifest = JSON.parse(readText(project, run.run_dir, "run_manifest.json"))
    const momentum = again.nodes.find(({ id }) => id === "features/momentum@trend")!
    expect(manifest.certificates["features/momentum"]).toBe(momentum.certificate)
    const graph = JSON.parse(readText(project, run.run_dir, "graph.json"))
    expect(graph.nodes.find(({ id }: { id: string }) => id === momentum.id).certificate).toBe(
      momentum.certificate,
    )
  })

  it("then a changed last session runs a few rows of a node instead of all", async () => {
    const change = ["experiments/trend.ts", "--set", "period.end=2022-06-30"]
    await project.json<RunJson>("dag", "run", ...change)
    const run = await project.json<RunJson>(
      "dag",
      "run",
      "experiments/trend.ts",
      "--set",
      "period.end=2022-07-01",
    )
    expect(run.nodes.extended).toBeGreaterThan(15)
  })

  it("says once how to get there when results could have been extended but their code is not certified", async () => {
    const cache = ["--cache", ".other-cache", "experiments/trend.ts"]
    await project.sage("dag", "run", ...cache, "--set", "period.end=2022-06-30")
    const { stdout, stderr } = await project.sage("dag", "run", ...cache, "--set", "period.end=2022-07-01")
    expect(stdout.match(/sage audit experiments\/trend\.ts/g)).toHaveLength(1)
    expect(stderr).toBe("")
    const last = ["--set", "period.end=2022-07-01"]
    const computed = await project.json<RunJson>("dag", "run", ...cache, ...last)
    const extended = await project.json<RunJson>("dag", "run", "experiments/trend.ts", ...last)
    expect(extended.metrics).toEqual(computed.metrics)
  })

  it("finds a node that looks ahead, shows where on the fewest rows, and ends with 3", async () => {
    project.write("experiments/tomorrow.ts", peeking("Reach.point"))
    const { code, stdout, stderr } = await project.sage("audit", "experiments/tomorrow.ts", "--json")
    expect(code).toBe(3)
    const { passed, nodes } = JSON.parse(stdout) as AuditJson
    expect(passed).toBe(false)
    const mine = nodes.find(({ id }) => id === "mine/tomorrow")!
    expect(mine).toMatchObject({
      certificate: null,
      counterexample: { law: "causality", rows: 2, columns: 1 },
    })
    expect(stderr).toMatch(/mine\/tomorrow \(causality.*\)/)
    const text = await project.sage("audit", "experiments/tomorrow.ts")
    expect(text.stdout).toMatch(/violates causality: .*\d{4}-\d\d-\d\d/)
    expect(text.stdout).toMatch(/Declare how far it looks ahead/)
  })

  it("certifies it once it says that it does", async () => {
    project.write("experiments/tomorrow.ts", peeking("Reach.future(1)"))
    const { passed, nodes } = await project.json<AuditJson>("audit", "experiments/tomorrow.ts")
    expect(passed).toBe(true)
    expect(nodes.find(({ id }) => id === "mine/tomorrow")).toMatchObject({ lookahead: 2 })
  })
})
