/** What `sage explain` does, loaded when it is asked for. */
import * as Effect from "effect/Effect"
import { explainRun, type ExplainRequest, type WeightsTold } from "../experiment/explain/explainRun.ts"
import { GraphDocument, runGraphOf } from "../experiment/explain/RunGraph.ts"
import type { SpecOf } from "../experiment/explain/recompute.ts"
import { explainText, verdict } from "../report/text/explain.ts"
import type { RunRefused } from "../io/run/errors.ts"
import { printResult } from "./print.ts"
import { openRun, type RunFolder } from "./RunFolder.ts"
import { storeLayer } from "./services.ts"
import { RunFailed } from "./Usage.ts"

export interface ExplainFolderRequest extends Pick<ExplainRequest, "asset" | "date" | "book"> {
  readonly run: string
  readonly json: boolean
  readonly cache: string
}

export const explainFolder = ({ run: wanted, json, cache, ...cell }: ExplainFolderRequest) =>
  Effect.gen(function* () {
    const opened = yield* openRun(wanted)
    const { run_id, experiment, seed } = opened.manifest
    const graph = yield* runGraphOf(opened.shown, yield* opened.files.json("graph.json", GraphDocument))
    const weightsAt = weightsOf(opened)
    const request = { ...cell, run: run_id, graph, seed, specOf, weightsAt, again: againOf(opened) }
    const explained = yield* Effect.scoped(Effect.provide(explainRun(request), storeLayer(cache)))
    const document = { run_id, experiment, ...explained }
    yield* printResult(json, jsonOf(document, cell.asset), () => explainText(document))
    if (explained.wrong.length > 0)
      return yield* new RunFailed({
        exitCode: 3,
        detail: `${verdict(explained)}\nThe cache holds a value that its own code does not give, or the code changed since the run. \`sage cache verify\` checks what is stored; \`sage dag run ${experiment}\` computes anew what the present code gives.`,
      })
  })

/** One asset: its steps stand at the top. */
function jsonOf(
  { wrong, assets, ...rest }: { readonly run_id: string } & Effect.Success<ReturnType<typeof explainRun>>,
  asset: string | undefined,
) {
  const told = { ...rest, wrong: wrong.length }
  return asset === undefined ? { ...told, assets } : { ...told, asset, steps: assets[0]?.steps ?? [] }
}

/** One session of weights.parquet. */
const weightsOf =
  ({ files }: RunFolder) =>
  (day: number): Effect.Effect<WeightsTold, RunRefused> =>
    Effect.map(
      files.columns("weights", { date: "date", ticker: "text", held: "double", filled: "double" }),
      ({ rows, columns: { date, ticker, held, filled } }) => {
        const told = { held: new Map<string, number>(), filled: new Map<string, number>() }
        for (let row = 0; row < rows; row++) {
          if (date.values[row] !== day) continue
          const asset = ticker.texts[ticker.values[row]!]!
          told.held.set(asset, held.values[row]!)
          told.filled.set(asset, filled.values[row]!)
        }
        return told
      },
    )

/** Loaded for nodes that have no explainer and for those that a formula cannot explain. */
const specOf: SpecOf = (name) =>
  Effect.map(
    Effect.promise(() => import("./catalogue.ts")),
    ({ catalogue }) => catalogue.find((spec) => spec.name === name),
  )

const againOf =
  ({ manifest: { experiment, overrides } }: RunFolder) =>
  (nodes: ReadonlyArray<string>): string =>
    [
      `sage dag run ${experiment}`,
      ...Object.entries(overrides).map(([path, value]) => `--set ${quoted(`${path}=${textOf(value)}`)}`),
      ...nodes.map((node) => `--target ${node}`),
    ].join(" ")

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
