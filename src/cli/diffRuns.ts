/** `sage runs diff`: what two finished runs have not in common, from what they were told to what came out, and why. */
import * as Effect from "effect/Effect"
import { reasonsBetween } from "../dag/Explain.ts"
import { jsonChanges, type JsonChange } from "../dag/jsonChanges.ts"
import type { Reason } from "../dag/Reason.ts"
import { Store } from "../dag/store/Store.ts"
import { graphCauses, makerOf, withAncestors } from "../experiment/run/graphCauses.ts"
import type { RunRefused } from "../io/run/errors.ts"
import { formatIsoDate } from "../kernel/civilDate.ts"
import type { RunFolder } from "./RunFolder.ts"

interface Side {
  readonly run_id: string
  readonly run_dir: string
  readonly experiment: string
  readonly started_at: string
}

export interface RunsDiff {
  readonly a: Side
  readonly b: Side
  /** every file shows the same */
  readonly equal: boolean
  readonly config: ReadonlyArray<JsonChange>
  readonly data: ReadonlyArray<JsonChange>
  readonly code: ReadonlyArray<JsonChange>
  readonly environment: ReadonlyArray<JsonChange>
  /** net figures that differ */
  readonly metrics: ReadonlyArray<{
    readonly metric: string
    readonly a: number | null
    readonly b: number | null
    readonly change: number | null
  }>
  /** the first session whose net equity differs, and the nodes where what it rests on began to; null where none does */
  readonly equity: {
    readonly first_date: string
    readonly a: number | null
    readonly b: number | null
    readonly caused_by: ReadonlyArray<string>
  } | null
  /** files whose content differs, or that only one has */
  readonly files: ReadonlyArray<string>
  readonly only_a: ReadonlyArray<string>
  readonly only_b: ReadonlyArray<string>
  /** nodes that gave something else although their inputs were the same; reasons as far as the cache still knows them */
  readonly causes: ReadonlyArray<{ readonly id: string; readonly reasons: ReadonlyArray<Reason> }>
}

export const diffRuns = Effect.fn("diffRuns")(function* (a: RunFolder, b: RunFolder) {
  const [graphA, graphB] = [yield* a.graph, yield* b.graph]
  const { only_a, only_b, causes } = graphCauses(graphA, graphB)
  const reasons = yield* Effect.forEach(causes, ({ id, keys, config }) =>
    Effect.map(reasonsOf(keys), (known) => ({
      id,
      reasons:
        known.length > 0 ? known : config.map((change): Reason => ({ kind: "config-changed", ...change })),
    })),
  )
  const files = jsonChanges(a.manifest.files, b.manifest.files).map(({ path }) => path)
  const parted = yield* firstEquity(a, b)
  const maker = makerOf(graphB, b.manifest.files["equity_curve.parquet"] ?? "")
  const rests = maker === undefined ? new Set<string>() : withAncestors(graphB, maker)
  return {
    a: sideOf(a),
    b: sideOf(b),
    equal: files.length === 0,
    config: jsonChanges(yield* configOf(a), yield* configOf(b)),
    data: changesOf(a, b, ["mode", "snapshot", "data_hash"]),
    code: changesOf(a, b, ["code_fingerprint", "git_commit", "git_dirty", "sage_version"]),
    environment: changesOf(a, b, ["node_version", "v8_version", "platform", "lockfile_hash"]),
    metrics: yield* metricChanges(a, b),
    equity:
      parted === undefined
        ? null
        : { ...parted, caused_by: causes.flatMap(({ id }) => (rests.has(id) ? [id] : [])) },
    files,
    only_a,
    only_b,
    causes: reasons,
  } satisfies RunsDiff
})

const sideOf = ({ shown, manifest }: RunFolder): Side => ({
  run_id: manifest.run_id,
  run_dir: shown,
  experiment: manifest.experiment,
  started_at: manifest.started_at,
})

const configOf = (run: RunFolder): Effect.Effect<unknown, RunRefused> =>
  Effect.flatMap(run.files.has("config.yaml"), (has) => (has ? run.config : Effect.succeed({})))

/** Of the manifests, these fields. */
const changesOf = (
  a: RunFolder,
  b: RunFolder,
  fields: ReadonlyArray<keyof RunFolder["manifest"]>,
): ReadonlyArray<JsonChange> => {
  const some = ({ manifest }: RunFolder) =>
    Object.fromEntries(fields.map((field) => [field, manifest[field]]))
  return jsonChanges(some(a), some(b))
}

const metricChanges = Effect.fnUntraced(function* (a: RunFolder, b: RunFolder) {
  const [before, after] = [yield* a.optional("metrics.json"), yield* b.optional("metrics.json")]
  if (before === undefined || after === undefined) return []
  const names = [...new Set([...Object.keys(before.net), ...Object.keys(after.net)])].sort()
  return names.flatMap((metric) => {
    const [old, now] = [before.net[metric] ?? null, after.net[metric] ?? null]
    if (old === now) return []
    return [{ metric, a: old, b: now, change: old === null || now === null ? null : now - old }]
  })
})

const equityShape = { date: "date", equity_net: "double" } as const

/** Undefined where a run has no such curve, or both have the same. */
const firstEquity = Effect.fnUntraced(function* (a: RunFolder, b: RunFolder) {
  for (const { files } of [a, b]) if (!(yield* files.has("equity_curve.parquet"))) return undefined
  const curves = [
    (yield* a.files.columns("equity_curve", equityShape)).columns,
    (yield* b.files.columns("equity_curve", equityShape)).columns,
  ] as const
  const values = curves.map(
    ({ date, equity_net }) => new Map(Array.from(date.values, (day, row) => [day, equity_net.values[row]!])),
  )
  const days = [...new Set(values.flatMap((byDay) => [...byDay.keys()]))].sort((one, other) => one - other)
  const day = days.find((each) => !Object.is(values[0]!.get(each), values[1]!.get(each)))
  if (day === undefined) return undefined
  const known = (value: number | undefined): number | null =>
    value === undefined || Number.isNaN(value) ? null : value
  return { first_date: formatIsoDate(day), a: known(values[0]!.get(day)), b: known(values[1]!.get(day)) }
})

/** From the cache, which may have been cleared meanwhile. */
const reasonsOf = Effect.fnUntraced(function* ([a, b]: readonly [string | null, string | null]) {
  const store = yield* Store
  if (a === null || b === null) return []
  return yield* reasonsBetween(yield* store.result(b), yield* store.result(a))
})
