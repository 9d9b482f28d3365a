import { afterAll, assert, describe, it } from "@effect/vitest"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { bundle, eagerLoads } from "../../scripts/build.mjs"
import { makeScratch, projectRoot, type Scratch } from "./scratch.ts"

const scratches: Array<Scratch> = []
const scratch = (...copied: ReadonlyArray<string>) => {
  const made = makeScratch(copied)
  scratches.push(made)
  return made
}
afterAll(() => scratches.forEach(({ remove }) => remove()))

const output = scratch().root

describe("the bundle", () => {
  it.skipIf(!existsSync(join(projectRoot, "src", "cli", "main.ts")))("starts without drivers", async () => {
    assert.deepStrictEqual(eagerLoads(await bundle(projectRoot, join(output, "own"))), [])
  })

  it("would be found out if a driver were imported at the top of a file", async () => {
    const project = scratch("scripts", "package.json")
    project.write(
      "src/io/lazy.ts",
      'import { tableFromArrays } from "apache-arrow"\nconsole.log(tableFromArrays)\n',
    )
    project.write("src/cli/main.ts", 'await import("../io/lazy.ts")\n')
    assert.deepStrictEqual(eagerLoads(await bundle(project.root, join(output, "lazy"))), [])
    project.write("src/index.ts", 'import { parseSync } from "oxc-parser"\nconsole.log(parseSync)\n')
    project.write("src/cli/main.ts", 'import "../io/lazy.ts"\nimport "./../index.ts"\n')
    assert.sameMembers(eagerLoads(await bundle(project.root, join(output, "eager"))), [
      "src/cli/main.ts loads apache-arrow",
      "src/cli/main.ts loads oxc-parser",
      "src/index.ts loads oxc-parser",
    ])
  })

  it("refuses a CommonJS package loaded by import(), whose names would be missing", async () => {
    const project = scratch("scripts", "package.json")
    project.write("src/cli/main.ts", 'console.log((await import("yaml")).parse)\n')
    const failure = await bundle(project.root, join(output, "cjs")).then(String, String)
    assert.include(failure, 'src/cli/main.ts loads the CommonJS package "yaml" by import()')
  })
})
