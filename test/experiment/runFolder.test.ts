import { spawn } from "node:child_process"
import { readdirSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { writeRunFolder } from "../../src/experiment/run/runFolder.ts"
import { inFolder } from "../io/services.ts"
import { projectRoot } from "../toolchain/scratch.ts"

const count = 40
const bytes = 200_000

const write = (root: string, id: string) =>
  Effect.runPromise(
    writeRunFolder(root, id, { "a.json": "{}", "run_manifest.json": "{}" }).pipe(
      Effect.provide(NodeServices.layer),
    ),
  )

/** A program that writes one folder after the other, for ever. */
const writer = `
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import { writeRunFolder } from ${JSON.stringify(join(projectRoot, "src/experiment/run/runFolder.ts"))}
const files = Object.fromEntries(Array.from({ length: ${count} }, (_, i) => ["f" + i + ".bin", new Uint8Array(${bytes})]))
console.log("ready")
for (let i = 0; ; i++)
  await Effect.runPromise(writeRunFolder(process.argv[2], "run-" + process.pid + "-" + i, files).pipe(Effect.provide(NodeServices.layer)))
`

describe("a run's folder", () => {
  it("is whole or not there, when its writer is killed at any moment", () =>
    inFolder(async (folder) => {
      const program = join(projectRoot, "test", `.writer-${process.pid}.mts`)
      await writeFile(program, writer)
      try {
        for (const delay of [0, 3, 10, 25, 60, 140]) await killAfter(program, folder, delay)
      } finally {
        await import("node:fs/promises").then(({ rm }) => rm(program))
      }
      const names = readdirSync(folder)
      expect(names.some((name) => name.startsWith("."))).toBe(true) // something was cut off
      for (const name of names.filter((each) => !each.startsWith(".")))
        expect(readdirSync(join(folder, name))).toHaveLength(count)
    }))

  it("stands beside another that ended in the same millisecond", () =>
    inFolder(async (folder) => {
      const ids = Array.from(
        { length: 20 },
        (_, i) => `01a21258-7c97-7f85-aac3-${String(i).padStart(12, "0")}`,
      )
      await Promise.all(ids.map((id) => write(folder, id)))
      expect(readdirSync(folder).sort()).toEqual(ids)
    }))

  it("never takes the place of one that is there", () =>
    inFolder(async (folder) => {
      await write(folder, "same")
      await expect(write(folder, "same")).rejects.toThrow(/Could not write the run folder/)
      expect(readdirSync(folder)).toEqual(["same"])
    }))
})

function killAfter(program: string, folder: string, delayMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--conditions=sage-source", program, folder], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    child.stdout.once("data", () => setTimeout(() => child.kill("SIGKILL"), delayMs))
    child.on("error", reject)
    child.on("exit", () => resolve())
  })
}
