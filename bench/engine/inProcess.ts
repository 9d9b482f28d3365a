/** Runs a file of `bench/` bundled, as a published Sage would be, in a process of its own, and reads what it prints. */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bundle } from "../../scripts/build.mjs"

const root = join(import.meta.dirname, "../..")

/** A folder that is gone when the process ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sage-bench-"))
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Child {
  /** CPU seconds of the whole process, start-up included, and what it printed as JSON */
  readonly run: (...args: ReadonlyArray<string>) => { readonly cpuS: number; readonly answer: unknown }
}

/** @param file in `bench/`; it prints one line of JSON, which `finish` of `child.ts` writes */
export async function bundled(file: string): Promise<Child> {
  mkdirSync(join(root, ".cache"), { recursive: true })
  const folder = mkdtempSync(join(root, ".cache", "bench-")) // packages that stay outside are found from here
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  await bundle(root, folder, { child: join(root, "bench", file) })
  return {
    run: (...args) => {
      const child = spawnSync(process.execPath, [...flags(), join(folder, "child.js"), ...args], {
        cwd: root,
        encoding: "utf8",
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, "compile-cache") },
        maxBuffer: 1 << 28,
      })
      if (child.status !== 0)
        throw new Error(`${file} ended with ${child.status}: ${child.stderr.slice(-2000)}`)
      const { cpuS, answer } = JSON.parse(child.stdout.trim().split("\n").at(-1)!) as {
        cpuS: number
        answer: unknown
      }
      return { cpuS, answer }
    },
  }
}

/** `SAGE_BENCH_FLAGS="--cpu-prof --cpu-prof-dir=/tmp/prof"` profiles the children. */
const flags = (): ReadonlyArray<string> => process.env["SAGE_BENCH_FLAGS"]?.split(" ") ?? []
