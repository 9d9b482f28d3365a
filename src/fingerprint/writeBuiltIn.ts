import { join } from "node:path"
import { buildBuiltIn } from "./builtIn.ts"
import { writeJson } from "./jsonFile.ts"
import { writeTable } from "./storedTable.ts"
import { readStored } from "./summaryStore.ts"
import { renderDuplicate, renderRefusal } from "./table.ts"

/**
 * Writes `fingerprints.json` and `summaries.json` of the package's own nodes into a folder.
 *
 * @returns the exit code; problems are on stderr, and nothing is written where there are some
 */
export function writeBuiltIn(root: string, outDir: string | undefined): number {
  if (outDir === undefined) return fail(["usage: writeTable.ts OUTDIR"])
  const { table, summaries } = buildBuiltIn(root, readStored(join(root, "dist", "summaries.json")))
  const problems = [...table.refusals.map(renderRefusal), ...table.duplicates.map(renderDuplicate)]
  if (problems.length > 0) return fail(problems)
  writeJson(join(outDir, "summaries.json"), summaries)
  writeTable(join(outDir, "fingerprints.json"), table)
  return 0
}

function fail(lines: ReadonlyArray<string>): number {
  process.stderr.write(`${lines.join("\n")}\n`)
  return 1
}
