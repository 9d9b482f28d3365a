/** Runs a file of `bench/` bundled, as a published Sage would be, in a process of its own, and reads what it prints. */
import { build } from "esbuild"
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

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
  await build({
    absWorkingDir: root,
    entryPoints: { child: join(root, "bench", file) },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minify: true,
    conditions: ["sage-source", "module"],
    external: ["@duckdb/*", "oxc-parser", "yahoo-finance2", "esbuild"],
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, target: "ES2024" } },
    banner: {
      js: "import{createRequire as __sageRequire}from'node:module';const require=__sageRequire(import.meta.url);",
    },
  })
  return {
    run: (...args) => {
      const child = spawnSync(process.execPath, [...flags(), join(folder, "child.mjs"), ...args], {
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

export const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!
