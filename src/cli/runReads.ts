/** What a run read of its snapshot, from the folder that it left: which assets, up to when, which columns were used. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { RunRefused } from "../io/run/errors.ts"
import { parseIsoDate } from "../kernel/civilDate.ts"
import { type ColumnName, columns } from "../pipeline/data/Bars.ts"
import { openEveryRun, openRun } from "./RunFolder.ts"

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

/** What each run folder states of its snapshot; a folder that is refused states nothing. */
export const runManifests = Effect.map(openEveryRun, (folders) =>
  folders.flatMap(({ run }) => (run instanceof RunRefused ? [] : [run.manifest])),
)

/** @param wanted a run as `findRun` knows it */
export const runReads = Effect.fn("runReads")(function* (wanted: string) {
  const { shown, manifest, graph } = yield* openRun(wanted)
  const { nodes } = yield* graph
  const prices = nodes.filter(({ name }) => name === "data/prices")
  const configs = yield* Effect.forEach(prices, ({ id, config }) => decodeConfig(shown, id, config))
  const used = new Set(nodes.flatMap(({ inputs }) => inputs.map(({ from }) => from)))
  const isUsed = (column: string) => prices.some(({ id }) => used.has(`${id}.${column}`))
  const named = configs.map(({ assets }) => assets)
  return {
    runId: manifest.run_id,
    snapshot: manifest.snapshot,
    dataHash: manifest.data_hash,
    assets: named.includes(undefined) ? undefined : [...new Set(named.flatMap((assets) => assets ?? []))],
    last: Math.max(-Infinity, ...configs.map(({ end }) => dayOf(end))),
    columns: (Object.keys(columns) as ReadonlyArray<ColumnName>).filter(isUsed),
  } satisfies RunReads
})

const dayOf = (end: string | undefined): number =>
  end === undefined ? Infinity : (parseIsoDate(end) ?? Infinity)

const decodeConfig = (run: string, id: string, config: unknown) =>
  Effect.mapError(
    Schema.decodeUnknownEffect(PricesConfig)(config),
    ({ message }) =>
      new RunRefused({
        run,
        file: "graph.json",
        field: `${id}.config`,
        problem: message.split("\n", 1)[0]!,
        remedy: "Name another run, or run the experiment again.",
      }),
  )
