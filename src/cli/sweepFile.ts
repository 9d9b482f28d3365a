/** `sage sweep`: the grid of an experiment or of `--vary`, run through the shared cache, as a table, JSON and CSV. */
import * as Effect from "effect/Effect"
import { relative } from "node:path"
import { runExperiment } from "../experiment/run/runExperiment.ts"
import type { Vary } from "../experiment/sweep/grid.ts"
import { runSweep, type SweepCell, type SweepRecord } from "../experiment/sweep/runSweep.ts"
import { figuresOf } from "../report/figures.ts"
import { heatMapOf } from "../report/heatMap.ts"
import { plateauOf } from "../report/plateau.ts"
import { stabilityOf } from "../report/stability.ts"
import { sweepGrid } from "../report/sweepGrid.ts"
import { spanLines, sweepCsv, sweepText } from "../report/sweepTable.ts"
import { heatMapLines } from "../report/text/heatMap.ts"
import { overfittingLines } from "../report/text/overfitting.ts"
import { plateauLines } from "../report/text/plateau.ts"
import { stabilityText } from "../report/text/stability.ts"
import { endingOfError } from "./failure.ts"
import { type Loaded, loadExperiment } from "./loadExperiment.ts"
import { parseOverrides } from "./overrides.ts"
import { printResult } from "./print.ts"
import { makeProgress, type ProgressReport } from "./progress.ts"
import { projectRoot } from "./projectRoot.ts"
import { runsRoot } from "./RunFolder.ts"
import { runLayer } from "./services.ts"
import { RunFailed, Usage } from "./Usage.ts"
import { parseVary } from "./vary.ts"
import { writeOutput } from "./writeOutput.ts"

export interface SweepFileRequest {
  readonly file: string
  readonly vary: ReadonlyArray<string>
  readonly set: ReadonlyArray<string>
  readonly out: string | undefined
  readonly folders: boolean
  readonly workers: number
  readonly json: boolean
  readonly cache: string
}

export const sweepFile = (request: SweepFileRequest) =>
  Effect.gen(function* () {
    const { json, cache, workers, out } = request
    const startedAt = performance.now()
    const loaded = yield* loadExperiment(request.file)
    const overrides = yield* parseOverrides(request.set)
    const vary = yield* varyOf(loaded, yield* parseVary(request.vary), overrides)
    const progress = makeProgress(!json, workers)
    const swept = yield* sweepAll(request, loaded, overrides, vary, progress).pipe(
      Effect.ensuring(Effect.sync(progress.end)),
      Effect.scoped,
      Effect.provide(runLayer(workers, cache, loaded.path)),
    )
    if (out !== undefined) yield* writeOutput(out, sweepCsv(swept.cells))
    const wallMs = performance.now() - startedAt
    const document = { ...asJson(swept, wallMs), notes: progress.notes }
    yield* printResult(json, document, () => asText(loaded, swept, wallMs))
    return yield* refuseFailed(swept.cells)
  })

/** What is varied, by flags or else by the experiment itself. */
function varyOf(
  { name, experiment }: Loaded,
  flags: Vary,
  overrides: Readonly<Record<string, unknown>>,
): Effect.Effect<Vary, Usage> {
  const vary = Object.keys(flags).length > 0 ? flags : experiment.vary
  const paths = Object.keys(vary)
  const empty = paths.find((path) => vary[path]!.length === 0)
  const fixed = paths.find((path) => Object.hasOwn(overrides, path))
  const problem =
    paths.length === 0
      ? `${name} varies nothing.`
      : empty !== undefined
        ? `${name} varies ${empty} over no values.`
        : fixed !== undefined
          ? `${fixed} is both set and varied.`
          : undefined
  return problem === undefined
    ? Effect.succeed(vary)
    : Effect.fail(
        new Usage({ problem, remedy: "Say what to vary: --vary path=a,b,c, or `vary` in the experiment." }),
      )
}

interface ShownCell extends SweepCell {
  /** null when no folder was asked for, or the cell failed */
  readonly runDir: string | null
}

interface Swept extends Omit<SweepRecord, "cells"> {
  readonly cells: ReadonlyArray<ShownCell>
}

const sweepAll = (
  { workers, folders }: SweepFileRequest,
  { name, experiment }: Loaded,
  overrides: Readonly<Record<string, unknown>>,
  vary: Vary,
  { onPlan, onEvent }: ProgressReport,
) =>
  Effect.gen(function* () {
    const request = { name, experiment, overrides, vary, workers, wholeStudies: folders, onPlan, onEvent }
    const record = yield* runSweep(request)
    const cells = yield* Effect.forEach(record.cells, (cell) =>
      folders && cell.status === "done"
        ? Effect.map(
            // all of it is stored by now
            runExperiment({
              name,
              experiment,
              overrides: { ...overrides, ...cell.values },
              targets: [],
              force: [],
              workers,
              keepGoing: true,
              runsRoot,
              onPlan: () => Effect.void,
              onEvent: () => {},
            }),
            ({ runDir }): ShownCell => ({ ...cell, runDir }),
          )
        : Effect.succeed<ShownCell>({ ...cell, runDir: null }),
    )
    return { ...record, cells } satisfies Swept
  })

const fates = ["computed", "extended", "cached", "failed", "skipped"] as const

function asJson({ cells, base, overfitting, nodes }: Swept, wallMs: number) {
  const { user, system } = process.cpuUsage()
  const grid = sweepGrid(cells)
  return {
    cells: cells.map(({ values, status, metrics, runKey, runId, runDir, failures }) => ({
      values,
      status,
      metrics: figuresOf(metrics) ?? null,
      run_key: runKey,
      run_id: runId,
      run_dir: runDir === null ? null : relative(projectRoot, runDir),
      failed_nodes: failures.map(({ id, error }) => ({ id, message: endingOfError(error).message })),
    })),
    stability: stabilityOf(cells, base) ?? null,
    heat_map: heatMapOf(grid) ?? null,
    plateau: plateauOf(grid) ?? null,
    overfitting: overfitting ?? null,
    nodes: { total: nodes.length, ...countFates(nodes) },
    wall_ms: Math.round(wallMs * 10) / 10,
    cpu_ms: (user + system) / 1000,
  }
}

const countFates = (nodes: SweepRecord["nodes"]) =>
  Object.fromEntries(fates.map((fate) => [fate, nodes.filter((node) => node.fate === fate).length]))

function asText(
  { name, experiment }: Loaded,
  { cells, base, overfitting, nodes }: Swept,
  wallMs: number,
): string {
  const stability = stabilityOf(cells, base)
  const grid = sweepGrid(cells)
  const counts = countFates(nodes)
  const shared = fates.filter((fate) => counts[fate]! > 0).map((fate) => `${counts[fate]} ${fate}`)
  return [
    `${name}: ${experiment.question}`,
    "",
    sweepText(cells),
    ...spanLines(cells),
    "",
    ...(stability === undefined ? [] : [stabilityText(stability), ""]),
    ...heatMapLines(heatMapOf(grid)),
    ...plateauLines(plateauOf(grid)).flatMap((line) => [line, ""]),
    ...overfittingLines(overfitting).flatMap((line) => [line, ""]),
    `${cells.length} cells, ${nodes.length} different nodes: ${shared.join(", ")}, ${(wallMs / 1000).toFixed(2)} s`,
    ...cells.flatMap(({ runDir }) =>
      runDir === null ? [] : [`run folder ${relative(projectRoot, runDir)}`],
    ),
  ].join("\n")
}

/** A cell that failed leaves the others be, but the command ends as the first failure would. */
function refuseFailed(cells: ReadonlyArray<SweepCell>): Effect.Effect<void, RunFailed> {
  const failed = cells.filter(({ status }) => status === "failed")
  if (failed.length === 0) return Effect.void
  const lines = failed.map(({ values, failures }) => {
    const [first] = failures
    return `${JSON.stringify(values)}: ${first === undefined ? "could not run" : `${first.id} failed. ${endingOfError(first.error).message ?? ""}`}`
  })
  const exitCode =
    failed.flatMap(({ failures }) => failures.map(({ error }) => endingOfError(error).exitCode))[0] ?? 1
  const detail = [...lines, `${failed.length} of ${cells.length} cells failed; what was computed is kept.`]
  return Effect.fail(new RunFailed({ exitCode, detail: detail.join("\n") }))
}
