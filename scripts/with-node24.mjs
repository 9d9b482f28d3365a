// Runs a command under the packaged Node 24, installing the locked dependencies first when they are missing or stale.
// Plain JavaScript on purpose: the system's Node (>= 20.20) starts it before anything is installed.
//
//   node scripts/with-node24.mjs FILE [ARGUMENT]...   run FILE under Node 24
//   node scripts/with-node24.mjs --stamp              remember what was installed (npm's postinstall)
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, "node_modules")
const node = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node")
const stamp = join(modules, ".sage-installed")

const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .update(`${process.platform} ${process.arch}`)
  .digest("hex")

if (process.argv[2] === "--stamp") {
  writeFileSync(stamp, wanted)
  process.exit(0)
}

const isInstalled = () => existsSync(node) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted

if (!isInstalled()) {
  const npm = process.env.npm_execpath // npm's own script: no npm.cmd and no shell on Windows
  if (npm === undefined) {
    console.error("The packages are not installed yet. Run: npm ci")
    process.exit(2)
  }
  console.error("Installing the locked packages (once, about a minute) ...")
  // npm runs under the system's Node, whose age it reports for packages that only ever run under Node 24: errors only.
  // stdout stays clean for --json.
  const install = spawnSync(process.execPath, [npm, "ci", "--loglevel=error"], { cwd: root, stdio: ["ignore", 2, 2] })
  if (install.status !== 0 || !isInstalled()) {
    console.error("The installation failed, see above. By hand: npm ci")
    process.exit(1)
  }
}

const pathKey = Object.keys(process.env).find((key) => key.toUpperCase() === "PATH") ?? "PATH"
const env = {
  ...process.env,
  [pathKey]: [dirname(node), join(modules, ".bin"), process.env[pathKey] ?? ""].join(delimiter),
}
const child = spawn(node, process.argv.slice(2), { cwd: root, stdio: "inherit", env })
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)))
