import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { relative } from "node:path"
import { extendedJson } from "../../experiment/run/extendedJson.ts"
import { countedNoun } from "../../kernel/countedNoun.ts"
import { type RunRecord, runExperiment } from "../../experiment/run/runExperiment.ts"
import { revisionText } from "../../pipeline/data/live/revisions.ts"
import { conventions } from "../../pipeline/metrics/conventions/conventionNames.ts"
import type { Robustness } from "../../pipeline/metrics/robustness.ts"
import type { ByFold } from "../../pipeline/metrics/byFold.ts"
import type { DialectSheet } from "../../pipeline/metrics/dialect.ts"
import type { GridCells } from "../../pipeline/metrics/grid.ts"
import type { OverfittingSheet } from "../../pipeline/metrics/overfitting.ts"
import type { Summary } from "../../pipeline/metrics/summary.ts"
import type { Choices } from "../../pipeline/validation/choices.ts"
import { figuresOf } from "../../report/figures.ts"
import type { Baselines } from "../../experiment/artifacts/baselines.ts"
import type { ComparisonTable } from "../../experiment/artifacts/comparison.ts"
import { choicesTable } from "../../report/text/choicesTable.ts"
import { comparisonTable } from "../../report/text/comparisonTable.ts"
import { baselineLines } from "../../report/text/baselines.ts"
import { type Certainty, certaintyLines } from "../../report/text/certainty.ts"
import { dialectLines } from "../../report/text/dialect.ts"
import { formulaLines } from "../../report/text/formulas.ts"
import { gridText } from "../../report/text/gridTable.ts"
import { foldsTable } from "../../report/text/foldsTable.ts"
import { type Beside, metricsTable } from "../../report/text/metricsTable.ts"
import { ranLines } from "../../report/text/ranLines.ts"
import { robustnessLines } from "../../report/text/robustness.ts"
import { warningLines } from "../../report/text/warningLines.ts"
import { endingOfError } from "../failure.ts"
import { type Loaded, loadExperiment } from "../loadExperiment.ts"
import { parseOverrides } from "../overrides.ts"
import { printResult } from "../print.ts"
import { makeProgress } from "../progress.ts"
import { projectRoot } from "../projectRoot.ts"
import { restoreLostLedger } from "../restoreLedger.ts"
import { runsRoot } from "../RunFolder.ts"
import { runFailure } from "../runFailure.ts"
import { runLayer } from "../services.ts"
import { sage } from "../sharedFlags.ts"
import { experimentFile, settings, workerCount } from "./arguments.ts"

export const dagRun = Command.make(
  "run",
  {
    file: experimentFile,
    set: settings,
    target: Flag.String("target").pipe(
      Flag.atLeast(0),
      Flag.withDescription("compute only this node and what it needs; may be given several times"),
    ),
    force: Flag.String("force").pipe(
      Flag.atLeast(0),
      Flag.withDescription("run this node even if its result is stored; may be given several times"),
    ),
    workers: workerCount,
    mode: Flag.Literals("mode", ["snapshot", "live"]).pipe(
      Flag.optional,
      Flag.withDescription("where prices come from; the same as --set data.mode=…"),
    ),
    convention: Flag.Literals("convention", conventions).pipe(
      Flag.optional,
      Flag.withDescription(
        "also give figures as this tool defines them; the same as --set metrics.convention=",
      ),
    ),
    robustness: Flag.Boolean("robustness").pipe(
      Flag.withDefault(false),
      Flag.withDescription(
        "also under other costs, delays and starts, and in parts; the same as --set robustness.enabled=true",
      ),
    ),
    formulas: Flag.Boolean("formulas").pipe(
      Flag.withDefault(false),
      Flag.withDescription("show each figure with its formula and source"),
    ),
    folds: Flag.Boolean("folds").pipe(
      Flag.withDefault(false),
      Flag.withDescription("also print the study by test window (folds.json; config section folds)"),
    ),
    keepGoing: Flag.Boolean("keep-going").pipe(
      Flag.withDefault(false),
      Flag.withDescription("after a failure, still run what does not depend on it"),
    ),
  },
  Effect.fn("cli.dagRun")(function* (asked) {
    const { file, set, target, force, workers, keepGoing, formulas, folds, ...flags } = asked
    const { json, cache } = yield* sage
    const startedAt = performance.now()
    const loaded = yield* loadExperiment(file)
    const overrides = { ...(yield* parseOverrides(set)), ...settingsOf(flags) }
    const progress = makeProgress(!json, workers)
    const uncertified = new Set<string>()
    const run = runExperiment({
      name: loaded.name,
      experiment: loaded.experiment,
      overrides,
      targets: target,
      force,
      workers,
      keepGoing,
      runsRoot,
      onPlan: progress.onPlan,
      onEvent: (event) => {
        if (event.type === "uncertified") uncertified.add(event.id)
        progress.onEvent(event)
      },
    })
    const record = yield* Effect.andThen(restoreLostLedger(cache), run).pipe(
      Effect.ensuring(Effect.sync(progress.end)),
      Effect.scoped,
      Effect.provide(runLayer(workers, cache, loaded.path)),
    )
    const wallMs = performance.now() - startedAt
    if (json || record.status === "done") {
      const { notes } = progress
      const { live } = record.manifest
      const document = {
        ...asJson(record, wallMs),
        ...(folds ? { folds: foldsOf(record) ?? null } : {}),
        ...(live === null ? {} : { live }),
        notes,
      }
      yield* printResult(json, document, () =>
        [
          asText(loaded, record, wallMs, { formulas, folds }),
          ...notes.map(noteLine),
          ...auditHint(loaded, uncertified),
        ].join("\n"),
      )
    }
    if (record.status === "failed") return yield* runFailure(record)
  }),
).pipe(Command.withDescription("Compute what is missing of an experiment and write its run folder"))

/** Flags that say what --set could say. */
const settingsOf = ({
  mode,
  convention,
  robustness,
}: {
  readonly mode: Option.Option<string>
  readonly convention: Option.Option<string>
  readonly robustness: boolean
}): Readonly<Record<string, unknown>> => ({
  ...(Option.isSome(convention) ? { "metrics.convention": convention.value } : {}),
  ...(Option.isSome(mode) ? { "data.mode": mode.value } : {}),
  ...(robustness ? { "robustness.enabled": true } : {}),
})

/** The metrics of Sage's study; undefined for a graph that has others of its own under that name. */
function metricsOf({ documents }: RunRecord): Summary | undefined {
  const metrics = documents["metrics.json"]
  return typeof metrics === "object" && metrics !== null && "book" in metrics && "window" in metrics
    ? (metrics as Summary)
    : undefined
}

/** Of a graph that compares systems: its table. */
function comparisonOf({ documents }: RunRecord): ReadonlyArray<string> {
  const comparison = documents["comparison.json"]
  return isComparison(comparison) ? ["", comparisonTable(comparison)] : []
}

/** Of a graph that tries a grid: its best cells, and what choosing among them is worth. */
function gridOf({ documents }: RunRecord): ReadonlyArray<string> {
  const [cells, overfitting] = [documents["grid.json"], documents["overfitting.json"]]
  return Array.isArray(cells) && isOverfitting(overfitting)
    ? ["", gridText(cells as GridCells, overfitting)]
    : []
}

const isOverfitting = (document: unknown): document is OverfittingSheet =>
  typeof document === "object" && document !== null && "effective_trials" in document

const isComparison = (document: unknown): document is ComparisonTable =>
  typeof document === "object" && document !== null && "systems" in document && "first_fill" in document

const foldsOf = ({ documents }: RunRecord): ByFold | undefined =>
  documents["folds.json"] as ByFold | undefined

/** Of a graph that chooses anew for each fold: what it chose. */
function choicesOf({ documents }: RunRecord): ReadonlyArray<string> {
  const choices = documents["choices.json"]
  return isChoices(choices) ? ["", choicesTable(choices)] : []
}

const isChoices = (document: unknown): document is Choices =>
  typeof document === "object" && document !== null && "candidates" in document && "folds" in document

const baselineOf = ({ documents }: RunRecord): Summary | undefined =>
  documents["baseline.json"] as Summary | undefined

const baselinesOf = ({ documents }: RunRecord): Baselines | undefined =>
  documents["baselines.json"] as Baselines | undefined

/** What stands in a column beside the study. */
const besideOf = (record: RunRecord): ReadonlyArray<Beside> => {
  const equalWeight = baselineOf(record)
  return [
    ...(equalWeight === undefined ? [] : [{ name: "equal weight", summary: equalWeight }]),
    ...Object.entries(baselinesOf(record) ?? {}).map(([name, summary]) => ({ name, summary })),
  ]
}

/** The same figures as those of the study, and those against it. */
const baselinesJson = (record: RunRecord) =>
  Object.fromEntries(
    Object.entries(baselinesOf(record) ?? {}).map(([name, { study, relative: against, ...summary }]) => [
      name,
      {
        metrics: figuresOf(summary),
        window: summary.window,
        metrics_study: figuresOf(study),
        relative: against,
      },
    ]),
  )

const certaintyOf = ({ documents }: RunRecord): Certainty => ({
  significance: documents["significance.json"] as Certainty["significance"],
  bootstrap: documents["bootstrap.json"] as Certainty["bootstrap"],
  deflation: documents["deflation.json"] as Certainty["deflation"],
  relative: documents["relative.json"] as Certainty["relative"],
  noise_floor: (documents["noise_floor.json"] ?? null) as Certainty["noise_floor"],
})

const robustnessOf = ({ documents }: RunRecord): Robustness | undefined =>
  documents["robustness.json"] as Robustness | undefined

const dialectOf = ({ documents }: RunRecord): DialectSheet | undefined =>
  documents["dialect.json"] as DialectSheet | undefined

interface Warning {
  readonly kind: string
  readonly message: string
}

/** Those of the study, and what its prices could not be held against. */
const warningsOf = ({ documents, manifest }: RunRecord): ReadonlyArray<Warning> => [
  ...((documents["warnings.log"] ?? []) as ReadonlyArray<Warning>),
  ...Object.entries(manifest.baselines_left_out).map(([name, reason]) => ({
    kind: "baseline_left_out",
    message: `${name} is left out of the comparison. ${reason}.`,
  })),
]

const shownFolder = ({ runDir }: RunRecord): string | null =>
  runDir === null ? null : relative(projectRoot, runDir)

function asJson(record: RunRecord, wallMs: number) {
  const metrics = metricsOf(record)
  const { user, system } = process.cpuUsage()
  return {
    run_id: record.runId,
    run_dir: shownFolder(record),
    status: record.status,
    nodes: record.counts,
    computed_nodes: record.nodes
      .filter(({ fate }) => fate === "computed" || fate === "extended")
      .map(({ id }) => id),
    extended_nodes: record.nodes
      .filter(({ fate }) => fate === "extended")
      .map((node) => ({ id: node.id, ...extendedJson(node) })),
    failed_nodes: record.nodes
      .filter(({ fate }) => fate === "failed")
      .map(({ id, error }) => ({ id, message: endingOfError(error).message })),
    metrics: figuresOf(record.documents["metrics.json"]) ?? null,
    metrics_gross: metrics === undefined ? null : metrics.gross,
    metrics_equal_weight: baselineOf(record)?.net ?? null,
    baselines: baselinesJson(record),
    ...(metrics === undefined ? {} : certaintyOf(record)),
    dialect: dialectOf(record) ?? null,
    robustness: robustnessOf(record) ?? null,
    overfitting: record.documents["overfitting.json"] ?? null,
    window: metrics === undefined ? null : metrics.window,
    warnings: warningsOf(record),
    wall_ms: Math.round(wallMs * 10) / 10,
    cpu_ms: (user + system) / 1000,
  }
}

const noteLine = ({ id, note }: { readonly id: string; readonly note: string }): string =>
  `note ${id}: ${note}`

/** Said once, whatever the number of nodes. */
const auditHint = ({ name }: Loaded, uncertified: ReadonlySet<string>): ReadonlyArray<string> =>
  uncertified.size === 0
    ? []
    : [
        `hint: ${countedNoun(uncertified.size, "node")} ran in full where changed rows alone might do, were the code certified: run \`sage audit ${name}\``,
      ]

function asText(
  { name, experiment }: Loaded,
  record: RunRecord,
  wallMs: number,
  also: { readonly formulas: boolean; readonly folds: boolean },
): string {
  const folds = also.folds ? foldsOf(record) : undefined
  const metrics = metricsOf(record)
  const { computed, extended, cached, total } = record.counts
  const how = extended === 0 ? "" : ` ${extended} extended,`
  const counts = `${total} nodes: ${computed} computed,${how} ${cached} cached, ${(wallMs / 1000).toFixed(2)} s`
  return [
    `${name}: ${experiment.question}`,
    ...(metrics === undefined
      ? []
      : [
          "",
          metricsTable(metrics, besideOf(record)),
          "",
          ...certaintyLines(certaintyOf(record)),
          ...baselineLines(baselinesOf(record), metrics.window.first_fill),
        ]),
    ...(also.formulas && metrics !== undefined ? formulaLines(metrics, certaintyOf(record).relative) : []),
    ...dialectLines(dialectOf(record)),
    ...robustnessLines(robustnessOf(record)),
    ...(folds === undefined ? [] : ["", foldsTable(folds)]),
    ...choicesOf(record),
    ...comparisonOf(record),
    ...gridOf(record),
    ...(warningsOf(record).length === 0 ? [] : ["", ...warningLines(warningsOf(record))]),
    ...(record.manifest.live?.revisions ?? []).map(
      (revision) => `since the last live run ${revisionText(revision)}`,
    ),
    "",
    counts,
    ...ranLines(record.nodes),
    ...(record.runDir === null ? [] : [`run folder ${shownFolder(record)}`]),
  ].join("\n")
}
