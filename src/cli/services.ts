/** The layers of a command: cache, snapshots, encoders, code, host. Drivers load when they are first used. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { Code, type CodeEntry } from "../dag/Code.ts"
import { Store } from "../dag/store/Store.ts"
import { Workers } from "../dag/Workers.ts"
import { DuplicateDefinition } from "../fingerprint/errors.ts"
import { fingerprintBuiltIn } from "../fingerprint/fingerprintBuiltIn.ts"
import { fingerprintUserFiles } from "../fingerprint/fingerprintUserFiles.ts"
import { readTable } from "../fingerprint/storedTable.ts"
import * as ParquetEncoder from "../io/parquetEncoder.ts"
import * as PriceSources from "../io/priceSources.ts"
import * as SnapshotStore from "../io/snapshotStore.ts"
import { SnapshotsRoot } from "../pipeline/data/SnapshotStore.ts"
import * as Host from "./host.ts"
import { installRoot, projectRoot } from "./projectRoot.ts"

export const defaultCache = ".sage-cache"

export const cacheFolder = (cache: string): string => resolve(projectRoot, cache)

/** Whether this is the cache that the project's own ledger lies in. */
export const isProjectCache = (cache: string): boolean => cacheFolder(cache) === cacheFolder(defaultCache)

export const storeLayer = (cache: string) => Store.layerFolder(cacheFolder(cache))

const snapshotsRoot = Layer.succeed(SnapshotsRoot, join(projectRoot, "snapshots"))

export const snapshotLayer = SnapshotStore.layer.pipe(Layer.provide(snapshotsRoot))

/** Fingerprints of the nodes that come with Sage, and of those in the user's files. */
export const codeLayer = (cache: string, userFile: string | undefined) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const options = { root: installRoot, cacheDir: cacheFolder(cache) }
      // from source there is no table beside this file: it is made from the sources as they are
      const builtIn = readTable(builtInTable) ?? (yield* fingerprintBuiltIn(options))
      const table: Record<string, CodeEntry> = { ...builtIn.nodes }
      if (userFile !== undefined && /\.[cm]?[jt]s$/.test(userFile)) {
        const own = yield* fingerprintUserFiles(userFile, options)
        for (const [name, entry] of Object.entries(own.nodes)) {
          const first = table[name]
          if (first !== undefined) return yield* new DuplicateDefinition({ name, first, second: entry })
          table[name] = entry
        }
      }
      return Code.layerTable(table)
    }),
  )

const builtInTable = fileURLToPath(new URL("./fingerprints.json", import.meta.url))

/** Threads for heavy nodes; none is started, and nothing of them loaded, before there is such a node to run. */
const workersLayer = (size: number, cache: string, userFile: string) =>
  Workers.layer({
    size,
    ...workerEntry,
    isCurrent: (definition, { file, fingerprint }) =>
      file.startsWith("src/") // a build never changes
        ? Effect.succeed(true)
        : fingerprintUserFiles(userFile, { root: installRoot, cacheDir: cacheFolder(cache) }).pipe(
            Effect.map(({ nodes }) => nodes[definition]?.fingerprint === fingerprint),
            Effect.orElseSucceed(() => false),
          ),
  })

/** In a bundle a thread meets user files as the main one does (scripts/user-imports.mjs); sources run as they are. */
const workerEntry = import.meta.url.endsWith(".ts")
  ? { entry: new URL("./worker.ts", import.meta.url), execArgv: ["--conditions=sage-source"] }
  : {
      entry: new URL("./worker.js", import.meta.url),
      execArgv: ["--import", new URL("./user-imports.js", import.meta.url).href],
    }

export const parquetLayer = ParquetEncoder.layer

/** Loads no source and asks nobody before a price is wanted. */
export const priceLayer = PriceSources.layer(projectRoot)

/** Everything that running a user's file takes. */
export const runLayer = (workers: number, cache: string, userFile: string) =>
  Layer.mergeAll(
    storeLayer(cache),
    workersLayer(workers, cache, userFile).pipe(Layer.provideMerge(codeLayer(cache, userFile))),
    snapshotLayer,
    priceLayer,
    parquetLayer,
    Host.layer,
  )
