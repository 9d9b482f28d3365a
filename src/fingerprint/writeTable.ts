/**
 * Writes the fingerprints of the built-in nodes and the summaries of their sources. Run by the build:
 *
 *   node --conditions=sage-source src/fingerprint/writeTable.ts OUTDIR
 *
 * With NODE_COMPILE_CACHE=.cache/compile this takes a third less time. Only sources that changed since the last build (their summaries lie in dist/) are parsed.
 */
import { enableCompileCache } from "node:module"
import { join } from "node:path"

const root = join(import.meta.dirname, "../..")

enableCompileCache(join(root, ".cache", "compile"))
const { writeBuiltIn } = await import("./writeBuiltIn.ts")
process.exitCode = writeBuiltIn(root, process.argv[2])
