/** What a run read of its snapshot, from the folder that it left: which assets, up to when, which columns were used. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { nearest } from "../dag/nearest.ts"
import { RunManifest } from "../experiment/run/RunManifest.ts"
import { parseIsoDate } from "../kernel/civilDate.ts"
import { type ColumnName, columns } from "../pipeline/data/Bars.ts"
import { projectRoot } from "./projectRoot.ts"
import { Usage } from "./Usage.ts"

const Reads = Schema.Struct({
  run_id: RunManifest.fields.run_id,
  snapshot: RunManifest.fields.snapshot,
  data_hash: RunManifest.fields.data_hash,
})
const Graph = Schema.Struct({
  nodes: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      name: Schema.String,
      config: Schema.Json,
      inputs: Schema.Array(Schema.Struct({ from: Schema.String })),
    }),
  ),
})
const PricesConfig = Schema.Struct({
  assets: Schema.optionalKey(Schema.Array(Schema.String)),
  end: Schema.optionalKey(Schema.String),
})

export interface RunReads {
  readonly runId: string
  /** content hash of the snapshot that it read; null when it read none */
  readonly dataHash: string | null
  readonly snapshot: string | null
  /** undefined = the snapshot's default universe */
  readonly assets: ReadonlyArray<string> | undefined
  /** epoch day; Infinity = whatever the snapshot has */
  readonly last: number
  /** columns that a node of the run took */
  readonly columns: ReadonlyArray<ColumnName>
}

const runsRoot: string = join(projectRoot, "runs")

/** Finished runs that left a folder, oldest first. */
const runFolders = (): ReadonlyArray<string> =>
  existsSync(runsRoot)
    ? readdirSync(runsRoot)
        .filter((name) => existsSync(join(runsRoot, name, "run_manifest.json")))
        .sort()
    : []

/** Which snapshot each run folder states; a folder whose manifest cannot be read states none. */
export const runManifests = (): ReadonlyArray<typeof Reads.Type> =>
  runFolders().flatMap((folder) => {
    const decoded = decodeManifest(readFileSync(join(runsRoot, folder, "run_manifest.json"), "utf8"))
    return decoded._tag === "Success" ? [decoded.success] : []
  })

const decodeManifest = Schema.decodeUnknownResult(Schema.fromJsonString(Reads))

/** @param wanted id of a run, or the beginning of one */
export const runReads = (wanted: string): Effect.Effect<RunReads, Usage> =>
  Effect.gen(function* () {
    const folders = runFolders()
    const matches = folders.filter((name) => name.startsWith(wanted))
    const [folder] = matches
    if (folder === undefined || matches.length > 1) return yield* noSuchRun(wanted, folders, matches.length)
    const { run_id, snapshot, data_hash } = yield* decodeJson(folder, "run_manifest.json", Reads)
    const { nodes } = yield* decodeJson(folder, "graph.json", Graph)
    const prices = nodes.filter(({ name }) => name === "data/prices")
    const configs = yield* Effect.forEach(prices, ({ config }) => decodeConfig(folder, config))
    const used = new Set(nodes.flatMap(({ inputs }) => inputs.map(({ from }) => from)))
    const isUsed = (column: string) => prices.some(({ id }) => used.has(`${id}.${column}`))
    const named = configs.map(({ assets }) => assets)
    return {
      runId: run_id,
      snapshot,
      dataHash: data_hash,
      assets: named.includes(undefined) ? undefined : [...new Set(named.flatMap((assets) => assets ?? []))],
      last: Math.max(-Infinity, ...configs.map(({ end }) => dayOf(end))),
      columns: (Object.keys(columns) as ReadonlyArray<ColumnName>).filter(isUsed),
    }
  })

const dayOf = (end: string | undefined): number =>
  end === undefined ? Infinity : (parseIsoDate(end) ?? Infinity)

const decodeJson = <S extends Schema.Codec<unknown, unknown>>(folder: string, file: string, schema: S) =>
  Effect.try({
    try: () => readFileSync(join(runsRoot, folder, file), "utf8"),
    catch: () => unreadable(folder, file),
  }).pipe(
    Effect.flatMap((text) =>
      Effect.mapError(Schema.decodeUnknownEffect(Schema.fromJsonString(schema))(text), () =>
        unreadable(folder, file),
      ),
    ),
  )

const decodeConfig = (folder: string, config: unknown) =>
  Effect.mapError(Schema.decodeUnknownEffect(PricesConfig)(config), () => unreadable(folder, "graph.json"))

const unreadable = (folder: string, file: string): Usage =>
  new Usage({
    problem: `runs/${folder}/${file} cannot be read as what a run writes.`,
    remedy: "Name another run, or run the experiment again.",
  })

function noSuchRun(wanted: string, folders: ReadonlyArray<string>, matches: number): Usage {
  if (matches > 1) {
    return new Usage({ problem: `${matches} runs begin with ${wanted}.`, remedy: "Give more of the id." })
  }
  const near = nearest(wanted, folders)
  return new Usage({
    problem: `There is no folder of a run ${wanted} in runs/.`,
    remedy: near === null ? "`sage runs ls` lists the runs." : `Did you mean ${near}?`,
  })
}
