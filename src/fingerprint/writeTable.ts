/**
 * Writes the fingerprints of the built-in nodes and the summaries of their sources. Run by the build:
 *
 *   node --conditions=sage-source src/fingerprint/writeTable.ts OUTDIR
 *
 * Only sources that changed since the last build (their summaries lie in dist/) are parsed.
 */
import { join } from "node:path"
import { fingerprintBuiltIn } from "./builtIn.ts"
import { writeJson } from "./jsonFile.ts"
import { toStoredTable } from "./storedTable.ts"
import { readStored } from "./summaryStore.ts"
import { renderDuplicate, renderRefusal } from "./table.ts"

const root = join(import.meta.dirname, "../..")

function main(outDir: string | undefined): number {
  if (outDir === undefined) return fail(["usage: writeTable.ts OUTDIR"])
  const { table, summaries } = fingerprintBuiltIn(root, [readStored(join(root, "dist", "summaries.json"))])
  const problems = [...table.refusals.map(renderRefusal), ...table.duplicates.map(renderDuplicate)]
  if (problems.length > 0) return fail(problems)
  writeJson(join(outDir, "summaries.json"), summaries)
  writeJson(join(outDir, "fingerprints.json"), toStoredTable(table))
  return 0
}

function fail(lines: ReadonlyArray<string>): number {
  process.stderr.write(`${lines.join("\n")}\n`)
  return 1
}

process.exitCode = main(process.argv[2])
