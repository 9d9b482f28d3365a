/** What a tear sheet is drawn from, read from a run's folder. A run has what its graph made: the rest is left out. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { RunRefused } from "../io/run/errors.ts"
import type { RunColumn } from "../io/run/RunTable.ts"
import { SnapshotManifest } from "../pipeline/data/SnapshotManifest.ts"
import { figuresOf } from "../report/figures.ts"
import { onDays } from "../report/html/daily.ts"
import type { DailyTable, HeldWeights, ReportData } from "../report/html/ReportData.ts"
import type { RunFolder } from "./RunFolder.ts"

export const readReportData = (run: RunFolder): Effect.Effect<ReportData, RunRefused> =>
  Effect.gen(function* () {
    const { manifest, files } = run
    const { nodes } = yield* run.graph
    const isStudy = nodes.some(({ name }) => name === "metrics/summary" || name === "artifacts/comparison")
    const results = yield* isStudy ? readStudy(run) : readFigures(run)
    return {
      experiment: manifest.experiment,
      question: manifest.question,
      baselines: [],
      warnings: (yield* files.has("warnings.log")) && isStudy ? yield* run.warnings : [],
      ...present({
        config: (yield* files.has("config.yaml")) ? yield* files.text("config.yaml") : undefined,
      }),
      ...results,
      graph: nodes,
      run: { manifest, environment: yield* linesOf(run, "env.txt") },
    }
  })

/** Without the fields that are undefined. */
type Present<A> = { readonly [K in keyof A]?: Exclude<A[K], undefined> }
const present = <A extends Readonly<Record<string, unknown>>>(fields: A): Present<A> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<A>

const linesOf = ({ files }: RunFolder, name: string) =>
  Effect.flatMap(files.has(name), (has) =>
    has ? Effect.map(files.text(name), (text) => text.trimEnd().split("\n")) : Effect.succeed([]),
  )

/** A graph of a user's own has the names of files for itself: of its metrics the figures are shown, whatever they mean. */
const readFigures = ({ files }: RunFolder) =>
  Effect.gen(function* () {
    if (!(yield* files.has("metrics.json"))) return {}
    return present({ figures: figuresOf(yield* files.json("metrics.json", Schema.Json)) })
  })

const readStudy = (run: RunFolder) =>
  Effect.gen(function* () {
    const documents = present({
      metrics: yield* run.optional("metrics.json"),
      comparison: yield* run.optional("comparison.json"),
      significance: yield* run.optional("significance.json"),
      bootstrap: yield* run.optional("bootstrap.json"),
      deflation: yield* run.optional("deflation.json"),
      drawdowns: yield* run.optional("drawdowns.json"),
      yearly: yield* run.optional("yearly.json"),
      folds: yield* run.optional("folds.json"),
      monthly: yield* run.optional("monthly.json"),
      costs: yield* run.optional("costs.json"),
      capacity: yield* run.optional("capacity.json"),
      rebalances: yield* run.optional("rebalances.json"),
      attribution: yield* run.optional("attribution.json"),
      orders: yield* run.optional("orders.json"),
      snapshot: yield* readSnapshot(run),
      noiseFloor: yield* run.optional("noise_floor.json"),
      robustness: yield* run.optional("robustness.json"),
    })
    const tables = present({
      equity: yield* readDaily(run, "equity_curve"),
      rolling: yield* readDaily(run, "rolling"),
      costsByDay: yield* readDaily(run, "cost_components"),
      attributionByDay: yield* readDaily(run, "attribution"),
      weights: yield* readWeights(run),
    })
    const held = yield* readDaily(run, "baselines")
    const baselineReturns = withEqualWeight(tables.attributionByDay, held)
    return { ...documents, ...tables, ...present({ baselineReturns }), baselines: yield* readBaselines(run) }
  })

/** Beside the presets that a study names, what the attribution has of holding everything in equal parts: before costs. */
function withEqualWeight(
  attribution: DailyTable | undefined,
  held: DailyTable | undefined,
): DailyTable | undefined {
  const market = attribution?.columns["market"]
  if (attribution === undefined || market === undefined) return held
  const presets = Object.entries(held?.columns ?? {}).map(([name, values]) => [
    name,
    onDays(attribution.days, held!.days, values),
  ])
  return {
    days: attribution.days,
    columns: { "equal weight, gross": market, ...Object.fromEntries(presets) },
  }
}

/** Live prices have a document of another form. */
const readSnapshot = ({ manifest, files }: RunFolder) =>
  Effect.gen(function* () {
    const name = "data_snapshot_manifest.json"
    const isThere = manifest.mode === "snapshot" && (yield* files.has(name))
    return isThere ? yield* files.json(name, SnapshotManifest) : undefined
  })

/** Equal weight, and the presets that the study is held against. */
const readBaselines = (run: RunFolder) =>
  Effect.gen(function* () {
    const equal = yield* run.optional("baseline.json")
    const relative = yield* run.optional("relative.json")
    const held = (yield* run.optional("baselines.json")) ?? {}
    return [
      ...(equal === undefined ? [] : [{ name: "equal weight", metrics: equal, ...present({ relative }) }]),
      ...Object.entries(held).map(([name, one]) => ({ name, metrics: one, relative: one.relative })),
    ]
  })

/** A table of dates and numbers; undefined where the run has none. */
const readDaily = (
  { files, shown }: RunFolder,
  name: string,
): Effect.Effect<DailyTable | undefined, RunRefused> =>
  Effect.gen(function* () {
    if (!(yield* files.has(`${name}.parquet`))) return undefined
    const { columns } = yield* files.table(name)
    const [dates, ...others] = columns
    if (dates?.type !== "date" || !isAscending(dates.values)) {
      return yield* new RunRefused({
        run: shown,
        file: `${name}.parquet`,
        field: "date",
        problem: "its first column holds no ascending dates",
        remedy: "Run the experiment again, or fetch the folder anew from where it came.",
      })
    }
    return { days: dates.values, columns: Object.fromEntries(others.flatMap(doubles)) }
  })

const doubles = (column: RunColumn): ReadonlyArray<readonly [string, Float64Array]> =>
  column.type === "double" ? [[column.name, column.values]] : []

const isAscending = (days: Int32Array): boolean => days.every((day, i) => i === 0 || day > days[i - 1]!)

/** From one row a date and asset to a column an asset. */
const readWeights = ({ files }: RunFolder): Effect.Effect<HeldWeights | undefined, RunRefused> =>
  Effect.gen(function* () {
    if (!(yield* files.has("weights.parquet"))) return undefined
    const { rows, columns } = yield* files.columns("weights", {
      date: "date",
      ticker: "text",
      held: "double",
    })
    const days = Int32Array.from(new Set(columns.date.values)).sort()
    const rowOf = new Map(Array.from(days, (day, row) => [day, row]))
    const held = columns.ticker.texts.map(() => new Float64Array(days.length).fill(NaN))
    for (let i = 0; i < rows; i++) {
      held[columns.ticker.values[i]!]![rowOf.get(columns.date.values[i]!)!] = columns.held.values[i]!
    }
    return { days, held: new Map(columns.ticker.texts.map((ticker, i) => [ticker, held[i]!])) }
  })
