// Runs a command under the packaged Node 24, installing the locked packages first when they are missing or stale.
// Plain JavaScript on purpose: the system's Node (>= 20.20) starts it before anything is installed.
//
//   node scripts/with-node24.mjs FILE [ARGUMENT]...   run FILE under Node 24
//   node scripts/with-node24.mjs --stamp              remember what was installed (npm's postinstall)
import { spawnSync } from "node:child_process"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { installation, packagedNode, writeStamp } from "./installed.mjs"
import { standIn } from "./run-node.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))

if (process.argv[2] === "--stamp") {
  writeStamp(root)
  process.exit(0)
}

const isInstalled = () => packagedNode(root) !== undefined && installation(root) === "current"

if (!isInstalled()) {
  const npm = process.env.npm_execpath // npm's own script: no npm.cmd and no shell on Windows
  if (npm === undefined) {
    console.error("The packages are not installed yet. Run: npm ci")
    process.exit(2)
  }
  console.error("Installing the locked packages (once, about a minute) ...")
  // npm runs under the system's Node, whose age it reports for packages that only ever run under Node 24: errors only.
  // stdout stays clean for --json.
  const install = spawnSync(process.execPath, [npm, "ci", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  })
  if (install.status !== 0 || !isInstalled()) {
    console.error("The installation failed, see above. By hand: npm ci")
    process.exit(1)
  }
}

const node = packagedNode(root)
const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === "PATH") ?? "PATH"
const path = [dirname(node), join(root, "node_modules", ".bin"), process.env[pathKey] ?? ""].join(delimiter)
standIn(node, process.argv.slice(2), { cwd: root, env: { ...process.env, [pathKey]: path } })
