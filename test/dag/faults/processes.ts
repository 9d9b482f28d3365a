/** Starts and ends the child process, under the Node that comes with Sage. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { buildSync } from "esbuild"
import { projectRoot } from "../../toolchain/scratch.ts"
import type { Orders } from "./child.ts"
import type { Performed } from "./graph.ts"

const node = join(projectRoot, "node_modules", "node", "bin", "node")

let bundle: string | undefined

/** The child in one file: it starts in a third of the time, and these tests start many. */
function script(): string {
  if (bundle !== undefined) return bundle
  const cache = join(projectRoot, ".cache")
  mkdirSync(cache, { recursive: true })
  const outfile = join(cache, `fault-child-${process.pid}.mjs`)
  buildSync({
    entryPoints: [join(projectRoot, "test", "dag", "faults", "child.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["sage-source"],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)",
    },
  })
  // one name for all: test files that run at the same time put the same bytes there
  bundle = join(cache, "fault-child.mjs")
  renameSync(outfile, bundle)
  return bundle
}

export interface Child {
  readonly process: ChildProcess
  /** it is about to open the cache */
  readonly begun: Promise<void>
  readonly ended: Promise<Ended>
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  /** undefined when it did not come to its end */
  readonly performed: Omit<Performed, "errors"> | undefined
}

export function start(orders: Orders): Child {
  const child = spawn(node, [script(), JSON.stringify(orders)], { stdio: ["ignore", "pipe", "pipe"] })
  let stdout = ""
  let stderr = ""
  const begun = Promise.withResolvers<void>()
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text
    if (stdout.includes("begun\n")) begun.resolve()
  })
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      begun.resolve()
      const line = stdout.split("\n")[1] ?? ""
      resolve({ code, signal, stderr, performed: line === "" ? undefined : JSON.parse(line) })
    })
  })
  return { process: child, begun: begun.promise, ended }
}

/** A folder for a cache; its log and runs lie beside it. */
export function makeFolder(): { readonly folder: string; readonly remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), "sage-faults-"))
  return {
    folder: join(root, "cache"),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
