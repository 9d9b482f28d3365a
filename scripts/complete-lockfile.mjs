// Names in package-lock.json the optional packages of every platform, not only of the machine that wrote it.
//
// `npm install` leaves an optional package out, without a word, when the registry cannot give it at that moment; the
// lockfile then lacks it and `npm ci` refuses that lockfile on every machine. The entries added here have no integrity
// (it is not known); npm fills it in when it next writes the lockfile with the package at hand.
//
//   node scripts/complete-lockfile.mjs [--check]
import { readFileSync, realpathSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const numbers = (version) => version.split(/[.+-]/, 3).map(Number)

/** Exact versions, `~` and `^`: the only ranges that optional platform packages use. */
export function satisfies(version, range) {
  if (!/^[~^]/.test(range)) return version === range
  const [major, minor, patch] = numbers(range.slice(1))
  const [hasMajor, hasMinor, hasPatch] = numbers(version)
  if (hasMajor !== major) return false
  if (range.startsWith("~")) return hasMinor === minor && hasPatch >= patch
  return hasMinor > minor || (hasMinor === minor && hasPatch >= patch)
}

/** What npm would have read from the package itself: for which machines it is, as its name says. */
export function platformOf(name) {
  const words = name.split(/[/.-]/)
  const pick = (known) => words.filter((word) => known.includes(word))
  const os = pick([
    "aix",
    "android",
    "darwin",
    "freebsd",
    "linux",
    "netbsd",
    "openbsd",
    "openharmony",
    "sunos",
    "win32",
  ])
  const cpu = pick([
    "arm",
    "arm64",
    "ia32",
    "loong64",
    "mips64el",
    "ppc64",
    "riscv64",
    "s390x",
    "wasm32",
    "x64",
  ])
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : []
  return Object.fromEntries(Object.entries({ cpu, os, libc }).filter(([, values]) => values.length > 0))
}

/** Folders in which Node looks for a package that `from` needs, nearest first. */
function* searchPath(from) {
  for (let folder = from; ; ) {
    yield folder === "" ? "node_modules" : `${folder}/node_modules`
    if (folder === "") return
    const up = folder.lastIndexOf("/node_modules/")
    folder = up < 0 ? "" : folder.slice(0, up)
  }
}

/** The lockfile with its missing optional packages, and their paths. */
export function completeLockfile(lock) {
  const packages = { ...lock.packages }
  const added = []
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const places = [...searchPath(path)].map((folder) => `${folder}/${name}`)
      const nearest = places.find((place) => packages[place] !== undefined)
      if (nearest !== undefined && satisfies(packages[nearest].version, range)) continue
      // At the top, or beside its user where the top holds another version.
      const place = nearest === undefined ? places.at(-1) : places[0]
      packages[place] = {
        version: range.replace(/^[~^]/, ""),
        ...platformOf(name),
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
      }
      added.push(place)
    }
  }
  // npm's own order, so that its next write changes nothing else.
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en"))
  return { lock: added.length === 0 ? lock : { ...lock, packages: Object.fromEntries(sorted) }, added }
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const file = join(dirname(dirname(fileURLToPath(import.meta.url))), "package-lock.json")
  const { lock, added } = completeLockfile(JSON.parse(readFileSync(file, "utf8")))
  if (process.argv[2] === "--check") {
    if (added.length > 0) {
      console.error(`package-lock.json lacks ${added.join(", ")}. Run: node scripts/complete-lockfile.mjs`)
      process.exitCode = 1
    }
  } else if (added.length > 0) {
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
    console.log(`Added ${added.join(", ")}.`)
  }
}
