import { afterAll, assert, describe, it } from "@effect/vitest"
import { spawn, spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync, utimesSync } from "node:fs"
import { delimiter, join } from "node:path"
import { execute, makeScratch, projectRoot } from "./scratch.ts"
import { makeTinySage } from "./tinySage.ts"

const tiny = makeTinySage()
const outside = makeScratch([], { installed: false })
afterAll(() => {
  tiny.remove()
  outside.remove()
})

const record = () => readFileSync(join(tiny.root, "dist", "sources.json"), "utf8")
const note = "Building sage from its sources ...\n"

/** A Node older than 24 on this machine, if there is one: what a user may have installed. */
const oldNode = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "node"))
  .filter((file) => existsSync(file))
  .find(
    (file) =>
      Number(/^v(\d+)/.exec(spawnSync(file, ["--version"], { encoding: "utf8" }).stdout)?.[1] ?? 99) < 24,
  )

describe("bin/sage", () => {
  it("two first starts at once both work", async () => {
    const starts = await Promise.all([tiny.sage(), tiny.sage()])
    for (const start of starts) assert.deepStrictEqual(start, { code: 0, stdout: "1\n", stderr: note })
  })

  it("a start with unchanged sources builds nothing and is silent", async () => {
    assert.deepStrictEqual(await tiny.sage(), { code: 0, stdout: "1\n", stderr: "" })
  })

  it("an edited constant counts in the very run that follows, of equal length too", async () => {
    tiny.write("src/kernel/answer.ts", "export const answer = 2\n")
    assert.deepStrictEqual(await tiny.sage(), { code: 0, stdout: "2\n", stderr: note })
    tiny.write("src/kernel/answer.ts", "export const answer = 3\n")
    assert.strictEqual((await tiny.sage()).stdout, "3\n")
  })

  it("new times on old contents build nothing", async () => {
    const before = record()
    utimesSync(join(tiny.root, "src", "index.ts"), new Date(), new Date(1e12))
    assert.deepStrictEqual(await tiny.sage(), { code: 0, stdout: "3\n", stderr: "" })
    assert.notStrictEqual(record(), before)
  })

  it("a syntax error names file and line, and the old build stays", async () => {
    const before = record()
    tiny.write("src/kernel/answer.ts", "\nexport const answer = = 3\n")
    const broken = await tiny.sage()
    assert.strictEqual(broken.code, 1)
    assert.include(broken.stderr, "src/kernel/answer.ts:2:23: Unexpected")
    assert.notInclude(broken.stderr, "    at ")
    assert.strictEqual(record(), before)
    tiny.write("src/kernel/answer.ts", "export const answer = 3\n")
    assert.deepStrictEqual(await tiny.sage(), { code: 0, stdout: "3\n", stderr: "" })
  })

  it("a user's file meets the same sage and the same effect, outside the clone too", async () => {
    const text =
      'import * as Schema from "effect/Schema"\nexport { Whole } from "sage"\nexport const schema = Schema.Struct({ n: Schema.Int })\n'
    for (const file of [tiny.write("experiments/own.ts", text), outside.write("own.ts", text)]) {
      assert.deepStrictEqual(await tiny.sage(file), { code: 0, stdout: '{"n":5} true\n', stderr: "" })
    }
  })

  it("refuses a second copy of effect and unknown parts of sage, naming the file", async () => {
    const effect = outside.write(
      "effect.ts",
      'import * as Option from "effect/Option"\nexport const none = Option.none()\n',
    )
    const refused = await tiny.sage(effect)
    assert.strictEqual(refused.code, 2)
    assert.include(
      refused.stderr,
      `${effect}: "effect/Option" cannot be imported here: it would be a second copy`,
    )
    const unknown = outside.write("unknown.ts", 'export * from "sage/nothing"\n')
    assert.include((await tiny.sage(unknown)).stderr, `${unknown}: there is no "sage/nothing" to import.`)
  })

  it("a new front door of a stage is built, though no built file changed", async () => {
    tiny.write(
      "src/pipeline/features/index.ts",
      "export const schema = undefined\nexport const stage = 'features'\n",
    )
    assert.deepStrictEqual(await tiny.sage(), { code: 0, stdout: "3\n", stderr: note })
    assert.include(readFileSync(join(tiny.root, "dist", "features.js"), "utf8"), "features.js")
  })

  it("keeps the fingerprint table beside the bundle it was made with", async () => {
    tiny.write(
      "src/fingerprint/writeTable.ts",
      'import { writeFileSync } from "node:fs"\nwriteFileSync(`${process.argv[2]}/fingerprints.json`, "{}")\n',
    )
    tiny.write("src/kernel/answer.ts", "export const answer = 4\n")
    assert.strictEqual((await tiny.sage()).stdout, "4\n")
    const { build } = JSON.parse(record()) as { build: string }
    assert.strictEqual(readFileSync(join(tiny.root, "dist", build, "fingerprints.json"), "utf8"), "{}")
    rmSync(join(tiny.root, "src", "fingerprint"), { recursive: true })
  })

  it.skipIf(oldNode === undefined)("starts under an older Node and runs under the packaged one", async () => {
    assert.deepStrictEqual(await tiny.sageBy(oldNode!), { code: 0, stdout: "4\n", stderr: "" })
  })

  it("a published package has no sources to be newer than its bundle", async () => {
    rmSync(join(tiny.root, "src"), { recursive: true })
    assert.deepStrictEqual(await tiny.sage(), { code: 0, stdout: "4\n", stderr: "" })
  })

  it("says what to do when the packages are not installed", async () => {
    const bare = makeTinySage({ installed: false })
    const start = await bare.sage()
    bare.remove()
    assert.strictEqual(start.code, 2)
    assert.include(start.stderr, "The packages are not installed yet.")
    assert.include(start.stderr, "npm ci")
  })
})

describe("standIn", () => {
  const parent = (child: string) =>
    `import { standIn } from ${JSON.stringify(join(projectRoot, "scripts", "run-node.mjs"))}; standIn(process.execPath, ["-e", ${JSON.stringify(child)}])`

  it("hands on the exit code", async () => {
    const { code } = await execute(
      process.execPath,
      ["--input-type=module", "-e", parent("process.exit(7)")],
      projectRoot,
    )
    assert.strictEqual(code, 7)
  })

  it.skipIf(process.platform === "win32")(
    "forwards a signal and waits for the child to end by itself",
    async () => {
      const child = parent(
        'process.on("SIGTERM", () => setTimeout(() => process.exit(9), 50)); setInterval(() => {}, 1e3); console.log("up")',
      )
      const running = spawn(process.execPath, ["--input-type=module", "-e", child], {
        stdio: ["ignore", "pipe", "inherit"],
      })
      running.stdout.once("data", () => running.kill("SIGTERM"))
      assert.strictEqual(await new Promise((resolve) => running.on("exit", resolve)), 9)
    },
  )
})
