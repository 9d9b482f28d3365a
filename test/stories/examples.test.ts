/** The examples of the engine outside finance: each is run by one command, again, and after a change. */
import { cpSync } from "node:fs"
import { join } from "node:path"
import { DuckDBInstance } from "@duckdb/node-api"
import { afterAll, describe, expect, it } from "vitest"
import monteCarlo from "../../examples/dag/03-monte-carlo.ts"
import { runGraph } from "../../src/dag/runGraph.ts"
import { codeOf } from "../../src/fingerprint/codeOf.ts"
import { projectRoot } from "../toolchain/scratch.ts"
import { makeProject, readText, type RunJson } from "./project.ts"

const project = makeProject()
afterAll(() => project.remove())
cpSync(join(projectRoot, "examples"), join(project.root, "examples"), { recursive: true })

const run = (file: string, ...args: ReadonlyArray<string>) =>
  project.json<RunJson>("dag", "run", `examples/dag/${file}`, ...args)

const shown = <A>({ run_dir }: RunJson, file: string): A => JSON.parse(readText(project, run_dir, file)) as A

function edit(file: string, from: string, to: string): void {
  const source = readText(project, "examples/dag", file)
  expect(source).toContain(from)
  project.write(`examples/dag/${file}`, source.replace(from, to))
}

describe("01 word count", () => {
  const file = "01-word-count.ts"

  it("counts words, and nothing a second time", async () => {
    const first = await run(file)
    expect(first.nodes).toMatchObject({ total: 4, computed: 4 })
    expect(shown(first, "words.json")).toEqual([
      ["a", 5],
      ["i", 4],
      ["and", 3],
      ["of", 3],
      ["the", 3],
    ])
    expect((await run(file)).nodes).toMatchObject({ computed: 0, cached: 4 })
  })

  it("counts again only the file that was edited", async () => {
    edit("texts/tiger.txt", "Tyger Tyger", "Lion")
    expect((await run(file)).computed_nodes).toEqual(["words/count@tiger.txt", "words/total"])
  })

  it("stops where an edited helper gives what it gave before", async () => {
    edit(file, "/[a-z']+/g", "/['a-z]+/g")
    const { computed_nodes } = await run(file)
    expect(computed_nodes.toSorted()).toEqual([
      "words/count@brook.txt",
      "words/count@daffodils.txt",
      "words/count@tiger.txt",
    ])
    const { stdout } = await project.sage("why", `examples/dag/${file}`, "words/total")
    expect(stdout).toMatch(
      /gave what they gave before[\s\S]*words\/count@tiger\.txt: its code changed: wordsOf changed/,
    )
  })
})

describe("02 small ETL", () => {
  const file = "02-small-etl.ts"

  it("writes sums as Parquet and names the lines that it rejected", async () => {
    const first = await run(file)
    const rejected = shown<ReadonlyArray<{ readonly line: number }>>(first, "rejected.json")
    expect(rejected.map(({ line }) => line)).toEqual([4, 7, 9])
    const connection = await (await DuckDBInstance.create(":memory:")).connect()
    const path = join(project.root, first.run_dir, "rentals.parquet")
    const reader = await connection.runAndReadAll(`select * from '${path}'`)
    expect(reader.getRows().map((row) => row.map(String))).toEqual([
      ["2024-05", "Harbour", "39", "2"],
      ["2024-05", "Old Town", "57", "2"],
      ["2024-06", "Harbour", "15", "1"],
      ["2024-06", "Old Town", "27", "1"],
      ["2024-06", "University", "64", "1"],
    ])
  })

  it("leaves everything after the cleaning cached when only a bad line is added", async () => {
    edit("rentals.csv", "2024-06-30,University,64", "2024-06-30,University,64\n2024-07-01,University,soon")
    expect((await run(file)).computed_nodes).toEqual(["etl/read", "etl/clean"])
  })
})

describe("03 Monte Carlo", () => {
  const file = "03-monte-carlo.ts"
  const pi = (result: RunJson) =>
    shown<{ pi: number; points: number; standard_error: number }>(result, "pi.json")

  it("estimates π within its error", async () => {
    const told = pi(await run(file))
    expect(told.points).toBe(500_000)
    expect(Math.abs(told.pi - Math.PI)).toBeLessThan(4 * told.standard_error)
  })

  it("throws only the points of new batches, and all of them for another seed", async () => {
    const more = await run(file, "--set", "batches=12")
    expect(more.computed_nodes).toEqual(["pi/throw@10", "pi/throw@11", "pi/estimate"])
    const other = await run(file, "--set", "seed=1")
    expect(other.nodes.computed).toBe(11)
    expect(pi(other).pi).not.toBe(pi(more).pi)
  })

  it("gives the same estimate however the same points are grouped", async () => {
    const tens = pi(await run(file))
    const fours = pi(await run(file, "--set", "batches=4", "--set", "points_per_batch=125000"))
    expect(fours).toEqual(tens)
  })

  it("runs from a program by one call, which computes nothing that the cache holds", async () => {
    const path = join(projectRoot, "examples/dag", file)
    const cache = join(project.root, "cache-of-a-program")
    const program = () =>
      runGraph(monteCarlo.targets({ batches: 2, points_per_batch: 1000, seed: 5 }), {
        cache,
        code: codeOf(path, cache),
        seed: 5,
      })
    const first = await program()
    expect(first.nodes.map(({ fate }) => fate)).toEqual(["computed", "computed", "computed"])
    expect(first.values["pi.json"]).toMatchObject({ points: 2000 })
    const second = await program()
    expect(second.nodes.map(({ fate }) => fate)).toEqual(["cached", "cached", "cached"])
    expect(second.values).toEqual(first.values)
  })
})
