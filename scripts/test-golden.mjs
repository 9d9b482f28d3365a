// The golden suite compares with expected values that are not part of the repository: beside it, in ../shared/golden.
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { standIn } from "./run-node.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const golden = join(root, "..", "shared", "golden")

if (!existsSync(golden)) {
  console.log(
    `SKIPPED: the golden suite did not run. Its expected values would be in ${golden}, which does not exist.`,
  )
} else {
  standIn(process.execPath, [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    "golden",
    ...process.argv.slice(2),
  ])
}
