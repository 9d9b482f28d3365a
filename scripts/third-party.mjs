// Writes THIRD_PARTY_NOTICES.md: what Sage needs at run time, under which licence.
//
// The table comes from package-lock.json alone, so that it is the same on every platform. The bundle in dist/ contains
// code of some packages, whose licences ask that their text goes along; all others are installed with their own.
//
//   node scripts/third-party.mjs [--check]
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const target = join(root, "THIRD_PARTY_NOTICES.md")
const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"))

/** Packages that build.mjs may put into the bundle, with all that they need. */
const bundledRoots = ["@effect/platform-node", "apache-arrow", "effect", "yaml"]

const nameOf = (path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)
const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

/** [name, version, licence], one a package; the variants of a package for other platforms are its own business. */
function runTime() {
  const rows = new Map()
  for (const [path, { version, license, dev, os, cpu }] of Object.entries(packages)) {
    if (path === "" || dev || os !== undefined || cpu !== undefined) continue
    rows.set(`${nameOf(path)} ${version}`, [nameOf(path), version, license ?? "see the package"])
  }
  return [...rows].sort(([a], [b]) => byName(a, b)).map(([, row]) => row)
}

function bundled() {
  const found = new Set()
  const visit = (name) => {
    const entry = packages[`node_modules/${name}`]
    if (found.has(name) || entry === undefined || name.startsWith("@types/")) return
    found.add(name)
    for (const each of Object.keys(entry.dependencies ?? {})) visit(each)
  }
  for (const name of bundledRoots) visit(name)
  return [...found].sort(byName)
}

function section(name) {
  const folder = join(root, "node_modules", name)
  const { license } = packages[`node_modules/${name}`]
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.|$)/i.test(file))
  const texts = files
    // The Apache licence itself is our own LICENSE.
    .filter((file) => license !== "Apache-2.0" || /^notice/i.test(file))
    .map(
      (file) => `\`\`\`\n${readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim()}\n\`\`\``,
    )
  if (license === "Apache-2.0") texts.unshift("Apache License 2.0: the text is in [LICENSE](LICENSE).")
  if (texts.length === 0) texts.push(`The package names the licence ${license} and brings no text.`)
  return [`### ${name}`, "", ...texts, ""]
}

const text = `${[
  "# Third-party notices",
  "",
  "Sage needs these packages at run time. This file is written by `node scripts/third-party.mjs`.",
  "",
  "| package | version | licence |",
  "|---|---|---|",
  ...runTime().map((row) => `| ${row.join(" | ")} |`),
  "",
  "## Packages whose code is in the bundle",
  "",
  ...bundled().flatMap(section),
  readFileSync(join(root, "vendor", "clarabel-wasm", "NOTICES.md"), "utf8").replaceAll("\r\n", "\n"),
]
  .join("\n")
  .trimEnd()}\n`

if (process.argv[2] !== "--check") writeFileSync(target, text)
else if (readFileSync(target, "utf8").replaceAll("\r\n", "\n") !== text) {
  console.error(
    "THIRD_PARTY_NOTICES.md does not match package-lock.json and vendor/. Run: node scripts/third-party.mjs",
  )
  process.exitCode = 1
}
