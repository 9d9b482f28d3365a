import { rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { buildBuiltIn, tableOfBuiltIn } from "../../src/fingerprint/builtIn.ts"
import { isUnchanged } from "../../src/fingerprint/files.ts"
import { writeJson } from "../../src/fingerprint/jsonFile.ts"
import { readTable, writeTable } from "../../src/fingerprint/storedTable.ts"
import { readStored } from "../../src/fingerprint/summaryStore.ts"
import { parseCount } from "../../src/fingerprint/syntax/parse.ts"
import { BASE_SOURCES } from "./cases.ts"
import { withProject, type Project } from "./project.ts"

const HEAD = `import { Node } from "sage"\n`

/** Runs and counts the files parsed meanwhile. */
function parsesIn(run: () => void): number {
  const before = parseCount()
  run()
  return parseCount() - before
}

const NOTHING = readStored("absent")

const settle = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)

/** A project fingerprinted once, its files older than a clock tick. */
function warm(project: Project): Project {
  settle()
  project.table()
  return project
}

describe("the summary cache", () => {
  it("lets a second call parse nothing and read no source", () => {
    withProject(BASE_SOURCES, (project) => {
      warm(project)
      rmSync(join(project.cacheDir, "fingerprints", "summaries.json"))
      expect(parsesIn(() => project.table())).toBe(0)
    })
  })

  it("gives the same table as the first call", () => {
    withProject(BASE_SOURCES, (project) => expect(warm(project).table()).toEqual(project.table()))
  })

  it("has only the changed file parsed again", () => {
    withProject(BASE_SOURCES, (project) => {
      warm(project).write({ "deeper.ts": "export const deeper = (x: number) => x + 7" })
      expect(parsesIn(() => project.table())).toBe(1)
      expect(parsesIn(() => project.table())).toBe(0)
    })
  })

  it("recognises content under new times", () => {
    withProject(BASE_SOURCES, (project) => {
      warm(project)
      utimesSync(join(project.root, "deeper.ts"), 1, 1)
      expect(parsesIn(() => project.table())).toBe(0)
    })
  })

  it("sees a change that keeps size and modification time", () => {
    withProject(BASE_SOURCES, (project) => {
      const before = warm(project).node().fingerprint
      const file = join(project.root, "deeper.ts")
      const { atime, mtime } = statSync(file)
      project.write({ "deeper.ts": project.read("deeper.ts").replace("+", "-") })
      utimesSync(file, atime, mtime)
      expect(project.node().fingerprint).not.toBe(before)
    })
  })

  it("sees every one of many edits in quick succession", () => {
    withProject(BASE_SOURCES, (project) => {
      const seen = new Set<string>()
      for (let k = 10; k < 60; k++) {
        project.write({ "deeper.ts": `export const deeper = (x: number) => x + ${k}` })
        seen.add(project.node().fingerprint)
      }
      expect(seen.size).toBe(50)
    })
  })

  it("sees a changed lockfile, JSON file and data file", () => {
    const main = `${HEAD}import "math-kit"\nconst f = () => new URL("data.bin", import.meta.url)\nexport const A = Node.define({ name: "a", run: f })`
    withProject({ "main.ts": main, "data.bin": "1" }, (project) => {
      const seen = [warm(project).node().fingerprint]
      project.write({ "data.bin": "2" })
      seen.push(project.node().fingerprint)
      project.write({ "package-lock.json": project.read("package-lock.json").replaceAll("sha512", "sha256") })
      seen.push(project.node().fingerprint)
      expect(new Set(seen).size).toBe(3)
    })
  })

  it.each(["", "{", "[]", `{"version":-1}`])("survives a damaged cache: %s", (content) => {
    withProject(BASE_SOURCES, (project) => {
      const before = warm(project).table()
      writeFileSync(join(project.cacheDir, "fingerprints", "summaries.json"), content)
      project.write({ "unread.ts": "", "level.ts": "export const level = 1 // touched" })
      expect(project.node().fingerprint).toBe(before.nodes["a"]?.fingerprint)
    })
  })

  it("is not needed: one that cannot be written is no failure", () => {
    withProject({ ...BASE_SOURCES, ".cache": "a file where the folder should be" }, (project) => {
      expect(project.node().fingerprint).toMatch(/^[0-9a-f]{64}$/)
    })
  })

  it("does not trust times within a clock tick of the look", () => {
    expect(isUnchanged([1, 5, 990], 1000, [1, 5, 990])).toBe(false)
    expect(isUnchanged([1, 5, 970], 1000, [1, 5, 970])).toBe(true)
    expect(isUnchanged(null, 1000, [1, 5, 970])).toBe(false)
    expect(isUnchanged(null, 1000, null)).toBe(true)
  })
})

describe("the built-in nodes", () => {
  const STAGE = {
    "src/pipeline/features/average.ts": `import { mean } from "../../kernel/mean.ts"
import * as Node from "../../dag/Node.ts"
export const average = (xs) => mean(xs)
export const Average = Node.define({ name: "features/average", run: average })`,
    "main.ts": `${HEAD}import { average } from "sage/features"\nexport const A = Node.define({ name: "a", run: average })`,
  }

  it("are found in the stages' folders, without the users'", () => {
    withProject(STAGE, ({ root }) => {
      const { table } = buildBuiltIn(root, NOTHING)
      expect(Object.keys(table.nodes)).toEqual(["features/average"])
      expect(
        table.nodes["features/average"]?.declarations.map(({ file, name }) => `${file} ${name}`),
      ).toEqual([
        "src/pipeline/features/average.ts Average",
        "src/pipeline/features/average.ts average",
        "src/kernel/mean.ts mean",
      ])
    })
  })

  it("are kept from run to run, and found again when a file is added, changed or removed", () => {
    withProject(STAGE, (project) => {
      settle()
      const names = () => Object.keys(tableOfBuiltIn(project).nodes)
      expect(names()).toEqual(["features/average"])
      expect(parsesIn(names)).toBe(0)
      project.write({
        "src/report/r.ts": `import * as Node from "../dag/Node.ts"\nexport const R = Node.define({ name: "r" })`,
      })
      expect(names()).toEqual(["features/average", "r"])
      project.write({ "src/kernel/mean.ts": "export const mean = () => 0" })
      expect(tableOfBuiltIn(project)).toEqual(buildBuiltIn(project.root, NOTHING).table)
      rmSync(join(project.root, "src/report/r.ts"))
      expect(names()).toEqual(["features/average"])
    })
  })

  it("are those of the build where there are no sources", () => {
    withProject(STAGE, (project) => {
      const { table } = buildBuiltIn(project.root, NOTHING)
      writeTable(join(project.root, "dist", "fingerprints.json"), table)
      rmSync(join(project.root, "src"), { recursive: true })
      expect(tableOfBuiltIn(project)).toEqual(table)
    })
  })

  it("are written and read back", () => {
    withProject(STAGE, ({ root }) => {
      const { table } = buildBuiltIn(root, NOTHING)
      writeTable(join(root, "dist", "fingerprints.json"), table)
      expect(readTable(join(root, "dist", "fingerprints.json"))).toEqual(table)
      expect(readTable(join(root, "dist", "absent.json"))).toBeUndefined()
    })
  })

  it("are parsed again only where changed", () => {
    withProject(STAGE, (project) => {
      settle()
      const { summaries } = buildBuiltIn(project.root, NOTHING)
      expect(parsesIn(() => buildBuiltIn(project.root, summaries))).toBe(0)
      project.write({ "src/kernel/mean.ts": "export const mean = () => 0" })
      expect(parsesIn(() => buildBuiltIn(project.root, summaries))).toBe(1)
    })
  })

  it("give users the same fingerprints with sources and, installed, without them", () => {
    withProject(STAGE, (project) => {
      const withSources = project.node().fingerprint
      writeJson(join(project.root, "dist", "summaries.json"), buildBuiltIn(project.root, NOTHING).summaries)
      rmSync(join(project.root, "src"), { recursive: true })
      expect(project.node().fingerprint).toBe(withSources)
    })
  })

  it("change the users' fingerprints with another installed version", () => {
    withProject(STAGE, (project) => {
      const old = project.node().fingerprint
      project.write({ "src/kernel/mean.ts": "export const mean = () => 0" })
      writeJson(join(project.root, "dist", "summaries.json"), buildBuiltIn(project.root, NOTHING).summaries)
      rmSync(join(project.root, "src"), { recursive: true })
      expect(project.node().fingerprint).not.toBe(old)
    })
  })
})

describe("files outside the package", () => {
  it("have the fingerprints that the same files have inside", () => {
    withProject(BASE_SOURCES, (inside) => {
      withProject({ ...BASE_SOURCES }, (outside) => {
        const { root, cacheDir } = inside
        const there = outside.tableFor(root, cacheDir)
        expect(there.nodes["a"]?.fingerprint).toBe(inside.node().fingerprint)
        expect(there.nodes["a"]?.file).toBe(join(outside.root, "main.ts"))
      })
    })
  })
})
