import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type * as Node from "../../src/dag/Node.ts"
import { Read, runToy, Scale, Sort, Sum, toyGraph, world } from "./toyGraph.ts"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sage-run-"))
  world.token = "one"
  world.numbers = [3, 1, 2]
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const objectFiles = (): ReadonlyArray<string> =>
  readdirSync(join(folder, "objects"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe("a run", () => {
  it("computes everything once, then nothing", async () => {
    const first = await runToy({ total: toyGraph(2, 3) }, { folder })
    expect(first.calls.toSorted()).toEqual(["read", "scale 2", "scale 3", "sort", "sum"])
    expect(first.values).toEqual({ total: 30 })
    const second = await runToy({ total: toyGraph(2, 3) }, { folder })
    expect(second.calls).toEqual([])
    expect(second.values).toEqual({ total: 30 })
    expect(new Set(Object.values(second.fates))).toEqual(new Set(["cached"]))
  })

  it("computes only what depends on a changed config", async () => {
    await runToy({ total: toyGraph(2, 3) }, { folder })
    const changed = await runToy({ total: toyGraph(2, 4) }, { folder })
    expect(changed.calls).toEqual(["scale 4", "sum"])
    expect(changed.values).toEqual({ total: 36 })
    const reverted = await runToy({ total: toyGraph(2, 3) }, { folder })
    expect(reverted.calls).toEqual([])
  })

  it("shares equal work between nodes of different labels", async () => {
    const result = await runToy({ total: toyGraph(2, 2) }, { folder })
    expect(result.values).toEqual({ total: 24 })
    expect(result.calls).toEqual(["read", "sort", "scale 2", "sum"])
    const again = await runToy({ total: toyGraph(2, 2) }, { folder })
    expect(again.calls).toEqual([])
  })

  it("stops early when a changed node gives the same bytes", async () => {
    await runToy({ total: toyGraph(2, 3) }, { folder })
    world.token = "two"
    world.numbers = [1, 2, 3]
    const permuted = await runToy({ total: toyGraph(2, 3) }, { folder })
    expect(permuted.calls).toEqual(["read", "sort"])
    expect(permuted.fates["toy/sum"]).toBe("cached")
  })

  it("runs again exactly the nodes whose code changed, and what follows from it", async () => {
    await runToy({ total: toyGraph(2, 3) }, { folder })
    const edited = await runToy({ total: toyGraph(2, 3) }, { folder, versions: { "toy/sort": 2 } })
    expect(edited.calls).toEqual(["sort"])
    expect(edited.nodes.find(({ id }) => id === "toy/sort")!.reasons).toMatchObject([
      { kind: "code-changed" },
    ])
  })

  it("runs a forced node and stops when its bytes are the same", async () => {
    await runToy({ total: toyGraph(2, 3) }, { folder })
    const forced = await runToy({ total: toyGraph(2, 3) }, { folder, force: ["toy/sort"] })
    expect(forced.calls).toEqual(["sort"])
    expect(forced.nodes.find(({ id }) => id === "toy/sort")!.reasons).toEqual([{ kind: "forced" }])
  })

  it("runs a forced node also where an input of it runs first", async () => {
    await runToy({ total: toyGraph(2, 3) }, { folder })
    const forced = await runToy({ total: toyGraph(2, 3) }, { folder, force: ["toy/read", "toy/sum"] })
    expect(forced.calls).toEqual(["read", "sum"])
  })

  it("says why: never run, config path with old and new value, input that changed", async () => {
    const first = await runToy({ total: toyGraph(2, 3) }, { folder })
    expect(first.nodes.every(({ reasons }) => reasons[0]?.kind === "never-run")).toBe(true)
    const changed = await runToy({ total: toyGraph(2, 4) }, { folder })
    expect(changed.nodes.find(({ id }) => id === "toy/scale@right")!.reasons).toEqual([
      { kind: "config-changed", path: "factor", old: 3, new: 4 },
    ])
    expect(changed.nodes.find(({ id }) => id === "toy/sum")!.reasons).toMatchObject([
      { kind: "input-changed", input: "lists.b", from: "toy/scale@right.scaled" },
    ])
  })
})

describe("a failing node", () => {
  it("stops only what depends on it when told to keep going", async () => {
    const result = await runToy({ total: toyGraph(13, 3) }, { folder })
    expect(result.status).toBe("failed")
    expect(result.fates).toEqual({
      "toy/read": "computed",
      "toy/sort": "computed",
      "toy/scale@left": "failed",
      "toy/scale@right": "computed",
      "toy/sum": "skipped",
    })
    expect(String(result.nodes.find(({ fate }) => fate === "failed")!.error)).toContain("thirteen is unlucky")
  })

  it("keeps what was finished before it", async () => {
    await runToy({ total: toyGraph(13, 3) }, { folder })
    const repaired = await runToy({ total: toyGraph(2, 3) }, { folder })
    expect(repaired.calls).toEqual(["scale 2", "sum"])
  })
})

describe("a damaged cache", () => {
  const big = Array.from({ length: 3000 }, (_, i) => i + 0.125)
  const graph = () => {
    const sorted = Sort({}, { numbers: Read({}, {}) })
    return Sum({}, { lists: { a: Scale({ factor: 2 }, { numbers: sorted }).scaled } })
  }
  // documents of this size are kept in the catalogue's header; panels are what lies in files (see Panel's own tests)
  it.each(["flip", "truncate", "remove"] as const)("computes again what a %s took", async (fault) => {
    const { runPanels } = await import("./panelGraph.ts")
    const first = await runPanels({ folder, factor: 2 })
    for (const file of objectFiles()) {
      const bytes = readFileSync(file)
      if (fault === "flip")
        writeFileSync(
          file,
          bytes.map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
        )
      if (fault === "truncate") truncateSync(file, bytes.length - 8)
      if (fault === "remove") rmSync(file)
    }
    const second = await runPanels({ folder, factor: 3 })
    const clean = await runPanels({ folder: join(folder, "clean"), factor: 3 })
    expect(second.sum).toBe(clean.sum)
    expect(second.sum).not.toBe(first.sum)
    if (fault === "flip") expect(readdirSync(join(folder, "quarantine")).length).toBeGreaterThan(0)
  })

  it("is not confused by values kept in the catalogue", async () => {
    world.numbers = big
    const first = await runToy({ total: graph() }, { folder })
    const second = await runToy({ total: graph() }, { folder })
    expect(second.values).toEqual(first.values)
  })
})

describe("a graph", () => {
  it("refuses two nodes of one name", async () => {
    const numbers = Read({}, {})
    const bad = Sum({}, { lists: { a: Sort({}, { numbers }), b: Sort({}, { numbers }) } })
    await expect(runToy({ bad }, { folder })).rejects.toThrow(
      /toy\/sort: the graph holds two nodes of this name/,
    )
  })

  it("refuses an unknown config key with its path", async () => {
    const numbers = Read({}, {})
    const bad = Scale({ factor: 2, faktor: 3 } as { factor: number }, { numbers })
    await expect(runToy({ bad: bad.scaled }, { folder })).rejects.toThrow(
      /toy\/scale is not valid[\s\S]*faktor/,
    )
  })

  it("refuses ports whose types do not fit, when the compiler was not asked", async () => {
    const numbers = Read({}, {})
    const bad = Sum({}, { lists: {}, extra: Sort({}, { numbers }) as unknown as Node.Source<number> })
    await expect(runToy({ bad }, { folder })).rejects.toThrow(
      /input extra takes a total, but toy\/sort.output is a numbers/,
    )
  })
})
