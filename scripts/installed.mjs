// What is installed, and whether it is what package-lock.json asks for.
import { createHash } from "node:crypto"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

const stampOf = (root) => join(root, "node_modules", ".sage-installed")

const wanted = (root) =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .update(`${process.platform} ${process.arch}`)
    .digest("hex")

/** Called by npm's postinstall, so that a plain `npm ci` counts as well. An installed package has no lockfile to keep to. */
export function writeStamp(root) {
  if (existsSync(join(root, "package-lock.json"))) writeFileSync(stampOf(root), wanted(root))
}

/** "current", "stale" (another lockfile) or "unknown" (installed without scripts, or not at all). */
export function installation(root) {
  if (!existsSync(stampOf(root))) return "unknown"
  return readFileSync(stampOf(root), "utf8") === wanted(root) ? "current" : "stale"
}

/** The Node 24 that comes as the npm package `node`: in the clone, or beside an installed package. */
export function packagedNode(root) {
  try {
    const folder = dirname(createRequire(join(root, "package.json")).resolve("node/package.json"))
    const file = join(folder, "bin", process.platform === "win32" ? "node.exe" : "node")
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}
