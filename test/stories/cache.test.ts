/** The store from the command line: counting, checking, clearing. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import { makeProject, type RunJson } from "./project.ts"

const file = "experiments/trend.ts"

interface CacheJson {
  readonly objects: number
  readonly bytes: number
  readonly damaged: ReadonlyArray<{ readonly problem: string; readonly nodes: ReadonlyArray<string> }>
  readonly rerun: {
    readonly seed: number
    readonly files: ReadonlyArray<{ readonly nodes: ReadonlyArray<{ readonly verdict: string }> }>
  }
  readonly dropped: { readonly results: number; readonly bytes: number }
}

describe("sage cache", () => {
  const project = makeProject()
  afterAll(() => project.remove())
  const objects = (): ReadonlyArray<string> =>
    readdirSync(join(project.root, ".sage-cache", "objects"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))

  it("counts, and finds a sound cache sound, also by computing some of it again", async () => {
    const { nodes } = await project.json<RunJson>("dag", "run", file)
    const stats = await project.json<CacheJson & { readonly results: number }>("cache", "stats")
    assert.strictEqual(stats.objects, objects().length)
    assert.strictEqual(
      stats.bytes,
      objects().reduce((sum, path) => sum + statSync(path).size, 0),
    )
    assert.isAtMost(stats.results, nodes.total)
    const { damaged, rerun } = await project.json<CacheJson>(
      "cache",
      "verify",
      "--rerun",
      "10%",
      "--seed",
      "7",
      file,
    )
    assert.deepStrictEqual([damaged, rerun.seed], [[], 7])
    assert.deepStrictEqual(
      rerun.files[0]!.nodes.map(({ verdict }) => verdict),
      Array(Math.ceil(nodes.total / 10)).fill("same"),
    )
  })

  it("ends with 3 when something is damaged, names the node, and the next run repairs it", async () => {
    const [path] = objects().toSorted((a, b) => statSync(b).size - statSync(a).size)
    const bytes = readFileSync(path!)
    bytes[bytes.length >> 1]! ^= 4
    writeFileSync(path!, bytes)
    const { code, stdout, stderr } = await project.sage("cache", "verify", "--json")
    const { damaged } = JSON.parse(stdout) as CacheJson
    assert.deepStrictEqual([code, damaged.length, damaged[0]!.problem], [3, 1, "damaged"])
    assert.isAtLeast(damaged[0]!.nodes.length, 1)
    assert.strictEqual(stderr, "1 damaged; put aside, the next run computes them again.\n")
    await project.json("dag", "run", file)
    assert.deepStrictEqual((await project.json<CacheJson>("cache", "verify")).damaged, [])
  })

  it("ends with 3 also when the catalogue is damaged, and begins a new one", async () => {
    const path = join(project.root, ".sage-cache", "catalogue.db")
    const sound = readFileSync(path)
    writeFileSync(path, sound.subarray(0, sound.length / 2))
    const { code, stdout } = await project.sage("cache", "verify", "--json")
    const { damaged } = JSON.parse(stdout) as { damaged: ReadonlyArray<{ path: string }> }
    assert.deepStrictEqual([code, damaged.length], [3, 1])
    assert.include(damaged[0]!.path, "quarantine")
    assert.deepStrictEqual((await project.json<CacheJson>("cache", "verify")).damaged, [])
    await project.json("dag", "run", file)
  })

  it("clears what sage.json does not ask to keep, and not before it has been told to", async () => {
    await project.json("dag", "run", file, "--set", "costs.spread_bps=7")
    writeFileSync(join(project.root, "sage.json"), '{ "cache": { "keep_runs": 1 } }')
    const before = objects().length
    const dry = await project.json<CacheJson>("cache", "gc", "--dry-run")
    assert.strictEqual(objects().length, before)
    const done = await project.json<CacheJson>("cache", "gc")
    assert.deepStrictEqual(
      [done.dropped.results, done.objects, objects().length],
      [dry.dropped.results, dry.objects, done.objects],
    )
    assert.isAbove(done.dropped.results, 0)
    const again = await project.json<RunJson>("dag", "run", file, "--set", "costs.spread_bps=7")
    assert.strictEqual(again.nodes.cached, again.nodes.total)
  })

  it("refuses a sage.json that says something else, and a share that is none", async () => {
    writeFileSync(join(project.root, "sage.json"), '{ "cache": { "max_byte": 1, "keep_runs": 0 } }')
    const bad = await project.sage("cache", "gc")
    assert.strictEqual(bad.code, 2)
    assert.match(bad.stderr, /sage\.json is not valid:[\s\S]*cache\.max_byte[\s\S]*docs\/store\.md/)
    const share = await project.sage("cache", "verify", "--rerun", "lots", file)
    assert.deepStrictEqual([share.code, share.stderr.split("\n")[0]?.startsWith("--rerun lots")], [2, true])
    assert.strictEqual((await project.sage("cache", "verify", "--rerun", "5%")).code, 2)
  })
})
