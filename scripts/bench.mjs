// Runs a bench of bench/ from the sources:  npm run bench -- NAME [ARGUMENT]...
import { existsSync, readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { standIn } from "./run-node.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [name, ...args] = process.argv.slice(2)
const file = name === undefined ? undefined : join(root, "bench", `${name}.ts`)

if (file === undefined || !existsSync(file)) {
  const names = readdirSync(join(root, "bench"), { recursive: true })
    .filter((each) => each.endsWith(".ts"))
    .map((each) => each.slice(0, -3))
  console.error(`Which bench? npm run bench -- NAME, one of: ${names.sort().join(", ")}`)
  process.exit(2)
}

standIn(process.execPath, ["--conditions=sage-source", file, ...args])
