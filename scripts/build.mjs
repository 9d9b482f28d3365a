// Bundles src/ into dist/: one file a front door, shared chunks, start-up as quick as bare Node.
//
// dist/<build>/    main.js (the CLI), worker.js (its threads), index.js, dag.js, one file a stage, effect/*, user-imports.js, fingerprints.json,
//                  files that code reads beside itself (clarabel.wasm)
// dist/<name>.js   what package.json "exports" names: re-exports of the build in use
// dist/sources.json  names the build in use and what it was made of (sources.mjs)
// dist/summaries.json, fingerprints.json  of the build in use, so that the next one parses only what changed
//
// A build is a folder of its own, named after the contents of its sources and never changed once it has that name. A
// run keeps its code, lazy chunks and fingerprints when another terminal builds newer sources meanwhile; two builds at
// once each fill a folder of their own and the later rename finds the work done.
//
//   node scripts/build.mjs      under Node 24: npm run build
//   node scripts/build.mjs --only   the same, and no older build is kept: what npm packs
import { spawnSync } from "node:child_process"
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { compareSources, sha256, stages, writeAtomically, writeRecord } from "./sources.mjs"

/** Stay outside: native bindings, and CommonJS packages, of which import() finds only `default` once they are bundled. */
const external = ["@duckdb/*", "oxc-parser", "yahoo-finance2", "esbuild"]

const dayMs = 24 * 60 * 60 * 1000

/** A failure whose message is for the user: no stack trace helps. */
export class BuildError extends Error {}

/** Front doors: bundle name -> module. The stages and the rest exist as soon as their index.ts does. */
function entryPoints(root) {
  const source = (file) => join(root, "src", file)
  const optional = {
    index: source("index.ts"),
    dag: source("dag/index.ts"),
    fingerprint: source("fingerprint/index.ts"),
    worker: source("cli/worker.ts"),
  }
  for (const stage of stages(root)) optional[stage] = source(`pipeline/${stage}/index.ts`)
  return {
    main: source("cli/main.ts"),
    ...Object.fromEntries(Object.entries(optional).filter(([, file]) => existsSync(file))),
    "effect/Schema": "effect/Schema",
    "effect/Effect": "effect/Effect",
    "user-imports": join(root, "scripts", "user-imports.mjs"),
  }
}

/** Files that code reads beside itself by `new URL("./name", import.meta.url)`: in a build, beside its chunks. */
const readBeside = ["vendor/clarabel-wasm/clarabel.wasm"]

/** What `exports` or a process names; the rest is found beside them in the build. */
const isFrontDoor = (entry) => !entry.includes("/") && entry !== "worker"

/** Remembers of each source exactly the bytes that were bundled, whatever an editor writes meanwhile. */
function rememberSources(root, files) {
  return (path) => {
    const { size, mtimeMs } = statSync(path)
    const contents = readFileSync(path)
    // A file written just now may change once more within the same tick of the clock: let the next start read it.
    const settled = Date.now() - mtimeMs > 100 ? mtimeMs : 0
    files.set(relative(root, path).split(sep).join("/"), [size, settled, sha256(contents)])
    return contents
  }
}

/**
 * Reads the sources; every entry and every lazy part is made to load all of the library first.
 *
 * esbuild gives each set of entries that share code a chunk of its own. Left alone that is some ninety files, most of
 * them tiny, and each costs every start a third of a millisecond. Code that all of them reach is one chunk.
 */
function loadSources(root, entries, read) {
  const library = "sage:library"
  const own = Object.entries(entries).filter(([, file]) => file.startsWith(join(root, "src")))
  const loadsLibrary = new Set(own.map(([, file]) => file))
  const fronts = own.filter(([name]) => !programs.has(name)).map(([, file]) => file)
  return {
    name: "load-sources",
    setup(build) {
      build.onResolve({ filter: /^sage:library$/ }, () => ({ path: library, namespace: "sage" }))
      build.onLoad({ filter: /.*/, namespace: "sage" }, () => ({
        contents: fronts.map((file) => `import ${JSON.stringify(file)}`).join("\n"),
        resolveDir: root,
      }))
      build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind === "dynamic-import") loadsLibrary.add(join(resolveDir, path))
        return undefined
      })
      build.onLoad({ filter: /\.(ts|mts|js|mjs|json)$/, namespace: "file" }, ({ path }) => {
        if (path.includes(`${sep}node_modules${sep}`)) return undefined
        const loader = path.endsWith("ts") ? "ts" : path.endsWith("json") ? "json" : "js"
        const first = loadsLibrary.has(path) ? `import "${library}"\n` : ""
        return { contents: `${first}${read(path)}`, loader }
      })
    },
  }
}

/** Entries that do something when they are loaded, and so are no part of the library. */
const programs = new Set(["main", "worker"])

/**
 * Writes the bundle of `entries` into `folder` and returns esbuild's metafile.
 *
 * @param {Record<string, string>} entries name → file
 * @param read from the path of a source to its contents
 */
export async function bundle(root, folder, entries = entryPoints(root), read = readFileSync) {
  const esbuild = await import("esbuild")
  try {
    const { metafile } = await esbuild.build({
      absWorkingDir: root,
      entryPoints: entries,
      outdir: folder,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node24",
      minify: true,
      metafile: true,
      legalComments: "none", // the licences are in THIRD_PARTY_NOTICES.md
      logLevel: "silent",
      conditions: ["sage-source", "module"],
      external,
      define: { "Intl.Segmenter": "LazySegmenter" },
      inject: [fileURLToPath(new URL("lazy-segmenter.mjs", import.meta.url))],
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, target: "ES2024" } },
      // For CommonJS in the bundle. A short name would collide with a minified one of another chunk.
      banner: {
        js: "import{createRequire as __sageCreateRequire}from'node:module';const require=__sageCreateRequire(import.meta.url);",
      },
      plugins: [loadSources(root, entries, read)],
    })
    refuseLazyCommonJs(metafile)
    return metafile
  } catch (error) {
    if (error instanceof BuildError || !Array.isArray(error.errors) || error.errors.length === 0) throw error
    const place = ({ location: at, text }) => (at ? `${at.file}:${at.line}:${at.column + 1}: ${text}` : text)
    throw new BuildError(
      `The sources do not build:\n${error.errors.map((each) => `  ${place(each)}`).join("\n")}`,
    )
  } finally {
    await esbuild.stop()
  }
}

/** Under Node `(await import("x")).name` finds the names of a CommonJS package; in a bundle it would be undefined. */
function refuseLazyCommonJs({ inputs }) {
  for (const [file, { imports }] of Object.entries(inputs)) {
    for (const { kind, path, original } of imports) {
      if (kind !== "dynamic-import" || inputs[path]?.format !== "cjs") continue
      throw new BuildError(
        `${file} loads the CommonJS package "${original}" by import(): add it to \`external\` in scripts/build.mjs.`,
      )
    }
  }
}

/** Loaded when first needed, by import(): a start that only reads the cache must not pay for them. */
const lazyPackages = [
  "apache-arrow",
  "@duckdb/node-api",
  "@duckdb/node-bindings",
  "oxc-parser",
  "yahoo-finance2",
  "esbuild",
]

/** What a front door loads at once although it belongs to `lazyPackages`: "src/index.ts loads apache-arrow". */
export function eagerLoads({ outputs }) {
  const packageOf = (path) => /(?:.*node_modules\/|^)((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
  const found = new Set()
  for (const [entry, { entryPoint }] of Object.entries(outputs)) {
    if (!/^src\/(cli\/main|(.*\/)?index)\.ts$/.test(entryPoint ?? "")) continue // a lazy chunk has an entry point too
    const seen = new Set()
    const visit = (output) => {
      if (seen.has(output)) return
      seen.add(output)
      const { inputs, imports } = outputs[output]
      const loaded = Object.keys(inputs).filter((path) => path.includes("node_modules/"))
      for (const { path, kind, external: outside } of imports) {
        if (kind !== "import-statement") continue
        if (outside) loaded.push(path)
        else visit(path)
      }
      for (const name of loaded.map(packageOf))
        if (lazyPackages.includes(name)) found.add(`${entryPoint} loads ${name}`)
    }
    visit(entry)
  }
  return [...found]
}

/** The fingerprint of each node's code, made from the same sources and kept beside the bundle. */
function writeFingerprints(root, folder) {
  const writer = join(root, "src", "fingerprint", "writeTable.ts")
  if (!existsSync(writer)) return
  const run = spawnSync(process.execPath, ["--conditions=sage-source", writer, folder], {
    cwd: root,
    encoding: "utf8",
  })
  if (run.status !== 0)
    throw new BuildError(`The code cannot be fingerprinted:\n${run.stderr || run.error || run.signal}`)
}

/** Where the next build finds the summaries of sources that did not change, and an installed package its tables. */
function keepFingerprints(dist, folder) {
  for (const name of ["fingerprints.json", "summaries.json"]) {
    const file = join(folder, name)
    if (existsSync(file)) writeAtomically(join(dist, name), readFileSync(file))
  }
}

/** Gives the finished folder its name. Another process may have been quicker: its folder has the same contents. */
function publish(temporary, folder) {
  try {
    renameSync(temporary, folder)
  } catch (error) {
    if (!existsSync(join(folder, "main.js"))) throw error
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Old builds go after a day: a long run may still have to load a chunk of the build it started from. */
function removeOldBuilds(dist, current, keptMs = dayMs) {
  for (const { name } of readdirSync(dist, { withFileTypes: true }).filter((each) => each.isDirectory())) {
    if (name === current) continue
    const path = join(dist, name)
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (Date.now() - made > keptMs) rmSync(path, { recursive: true, force: true })
  }
}

async function buildOnce(root, dist) {
  const files = new Map()
  const remember = rememberSources(root, files)
  const temporary = join(dist, `unfinished-${process.pid}`)
  const entries = stages(root)
  try {
    const metafile = await bundle(root, temporary, entryPoints(root), remember)
    for (const file of ["package-lock.json", "scripts/build.mjs"]) remember(join(root, file))
    for (const file of readBeside.filter((each) => existsSync(join(root, each))))
      writeFileSync(join(temporary, basename(file)), remember(join(root, file)))
    const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
    const build = sha256(sorted.map(([file, [, , hash]]) => `${file} ${hash}\n`).join("")).slice(0, 16)
    const record = { build, stages: entries, files: sorted.map(([file, facts]) => [file, ...facts]) }
    if (!existsSync(join(dist, build, "main.js"))) writeFingerprints(root, temporary)
    if (compareSources(root, record).state === "changed") return undefined
    publish(temporary, join(dist, build))
    for (const name of Object.keys(entryPoints(root)).filter(isFrontDoor)) {
      const star = name === "main" || name === "user-imports" ? "import" : "export * from"
      writeAtomically(join(dist, `${name}.js`), `${star} "./${build}/${name}.js"\n`)
    }
    keepFingerprints(dist, join(dist, build))
    writeRecord(dist, record)
    removeOldBuilds(dist, build)
    return { build, folder: join(dist, build), metafile }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/**
 * Builds `root`'s sources into `outDir`. Fails with a BuildError whose message names file and line; what was in
 * `outDir` stays as it was then.
 */
export async function build({ root, outDir = join(root, "dist") }) {
  mkdirSync(outDir, { recursive: true })
  for (let attempt = 0; attempt < 3; attempt++) {
    const built = await buildOnce(root, outDir)
    if (built !== undefined) return built
  }
  throw new BuildError("The sources changed while they were built, three times in a row. Try again.")
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const started = performance.now()
    const { build: current, folder } = await build({ root: dirname(dirname(fileURLToPath(import.meta.url))) })
    if (process.argv.includes("--only")) removeOldBuilds(dirname(folder), current, -1)
    console.error(
      `Built ${relative(process.cwd(), folder)} in ${Math.round(performance.now() - started)} ms.`,
    )
  } catch (error) {
    if (!(error instanceof BuildError)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
