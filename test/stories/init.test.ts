/** A project that has Sage as a package: packed by npm, unpacked as npm would, beside the packages of this clone. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { execute, makeScratch, type Outcome, projectRoot, type Scratch } from "../toolchain/scratch.ts"

const node = join(projectRoot, "node_modules", "node", "bin", "node")

let place: Scratch
let folder: string

const sageOf = (root: string, cwd: string, ...args: ReadonlyArray<string>): Promise<Outcome> =>
  execute(node, [join(root, "bin", "sage"), ...args], cwd)

/** The package in the project, as its users start it. */
const sage = (...args: ReadonlyArray<string>): Promise<Outcome> =>
  sageOf(join(folder, "node_modules", "sage"), folder, ...args)

beforeAll(async () => {
  place = makeScratch([], { installed: false })
  folder = join(place.root, "My Research")
  const made = await sageOf(projectRoot, place.root, "init", "My Research")
  if (made.code !== 0) throw new Error(made.stderr)
  await install()
})
afterAll(() => place.remove())

/**
 * npm is asked for nothing from a registry: the clone's packages are linked, as if they had been downloaded. What is packed is a
 * copy, since other tests may build beside the bundle in use.
 */
async function install(): Promise<void> {
  const { build } = JSON.parse(readFileSync(join(projectRoot, "dist", "sources.json"), "utf8")) as {
    readonly build: string
  }
  const packed = [
    "bin",
    "src",
    "dags",
    "experiments",
    "configs",
    "snapshots/demo",
    "scripts",
    "package.json",
    `dist/${build}`,
  ]
  const fronts = readdirSync(join(projectRoot, "dist"), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => `dist/${name}`)
  for (const part of [...packed, ...fronts])
    cpSync(join(projectRoot, part), join(place.root, "clone", part), { recursive: true })
  const { code, stderr } = await execute(
    "npm",
    ["pack", "--ignore-scripts", "--json", "--pack-destination", place.root],
    join(place.root, "clone"),
  )
  if (code !== 0) throw new Error(stderr)
  const modules = join(folder, "node_modules")
  mkdirSync(modules)
  const archive = readdirSync(place.root).find((name) => name.endsWith(".tgz"))!
  await execute("tar", ["-xzf", join(place.root, archive), "-C", modules], place.root)
  cpSync(join(modules, "package"), join(modules, "sage"), { recursive: true })
  rmSync(join(modules, "package"), { recursive: true })
  for (const name of readdirSync(join(projectRoot, "node_modules")).filter((each) => !each.startsWith(".")))
    symlinkSync(join(projectRoot, "node_modules", name), join(modules, name), "junction")
}

describe("a project made by sage init", () => {
  it("says what it is, and what git should leave aside", () => {
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({
      name: "my-research",
      type: "module",
      dependencies: { sage: expect.stringMatching(/^file:/) },
    })
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toContain("runs/")
  })

  it("runs its experiments by the installed package, and verifies what they came to", async () => {
    const ran = await sage("dag", "run", "experiments/trend.ts", "--json")
    expect([ran.code, ran.stderr]).toEqual([0, ""])
    expect(JSON.parse(ran.stdout)).toMatchObject({ status: "done" })
    expect((await sage("dag", "run", "configs/presets/buy-and-hold.yaml")).code).toBe(0)
    expect((await sage("runs", "verify", "--all")).code).toBe(0)
  })

  it("computes what rests on an edited experiment, and nothing else", async () => {
    const path = join(folder, "experiments", "trend.ts")
    writeFileSync(path, readFileSync(path, "utf8").replace("spread_bps: 2", "spread_bps: 7"))
    const { code, stdout } = await sage("dag", "run", "experiments/trend.ts", "--json")
    const { nodes, computed_nodes } = JSON.parse(stdout) as {
      readonly nodes: Readonly<Record<string, number>>
      readonly computed_nodes: ReadonlyArray<string>
    }
    expect([code, nodes["cached"]! > nodes["computed"]!]).toEqual([0, true])
    expect(computed_nodes).toContain("costs/components")
    expect(computed_nodes).not.toContain("data/prices")
  })

  it("is found well by sage doctor, but for the commit that it has not", async () => {
    const { code, stdout } = await sage("doctor", "--json")
    const { ok, checks } = JSON.parse(stdout) as {
      readonly ok: boolean
      readonly checks: ReadonlyArray<{ readonly name: string; readonly status: string }>
    }
    expect([code, ok]).toEqual([0, true])
    expect(checks.filter(({ status }) => status !== "ok").map(({ name }) => name)).toEqual(["git"])
  })

  it("makes further projects, which want the same version", async () => {
    const { code } = await sage("init", "another", "--json")
    expect(code).toBe(0)
    const { dependencies } = JSON.parse(readFileSync(join(folder, "another", "package.json"), "utf8"))
    expect(dependencies.sage).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it("is never written over what is there", async () => {
    const before = readdirSync(folder)
    const { code, stderr } = await sageOf(projectRoot, place.root, "init", "My Research")
    expect([code, stderr]).toEqual([2, expect.stringContaining("not empty")])
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe("sage doctor", () => {
  it("ends with 3 and says what to do when a snapshot is damaged", async () => {
    place.write("My Research/snapshots/broken/manifest.json", "{")
    const { code, stdout, stderr } = await sage("doctor")
    expect(code).toBe(3)
    expect(stdout).toMatch(/^fail +snapshots +.*broken/m)
    expect(stderr).toContain("snapshots must be put right first")
  })
})

describe("sage completions", () => {
  it.each(["bash", "zsh", "fish", "powershell"])("knows every command in %s", async (shell) => {
    const { code, stdout } = await sage("completions", shell)
    expect(code).toBe(0)
    for (const name of ["verify", "doctor", "lineage"]) expect(stdout).toContain(name)
  })
})
