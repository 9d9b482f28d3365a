/** Runs the graph of dags/study.ts in memory on bars that are given. */
import * as Effect from "effect/Effect"
import { study } from "../../dags/study.ts"
import { type PreparedGraph, prepare } from "../../src/dag/Prepared.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import * as Series from "../../src/domain/Series.ts"
import { onSameMarket } from "../../src/experiment/config/onSameMarket.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import type { Bar } from "../oracle/types.ts"
import { evaluate, type Values } from "../support/evaluate.ts"
import { noTrials, studyContext } from "../support/studyContext.ts"
import type { RandomMarket } from "./randomMarket.ts"

export interface Program {
  readonly config: ReturnType<typeof decode>
  readonly graph: PreparedGraph
  readonly values: ReadonlyMap<string, Values>
}

const prices = "data/prices"

/**
 * @param written as a user writes it
 * @param without definitions whose nodes are not run, by name: for who does not read them, nor what reads them
 */
export function runProgram(
  market: RandomMarket,
  written: unknown,
  without: ReadonlySet<string> = new Set(),
  presets: Readonly<Record<string, unknown>> = {},
): Program {
  return runOn(pricesOf(market), manifestOf(market), written, without, presets)
}

/**
 * The same on panels of prices, as `data/prices` gives them.
 *
 * @param presets baselines, as their files say them
 */
export function runOn(
  given: Values,
  manifest: SnapshotManifest,
  written: unknown,
  without: ReadonlySet<string> = new Set(),
  presets: Readonly<Record<string, unknown>> = {},
): Program {
  const { config, written: own } = resolve(written)
  const baselines = Object.fromEntries(
    Object.entries(presets).map(([name, preset]) => [name, decode(onSameMarket(preset, own))]),
  )
  const graph = Effect.runSync(prepare(study.files(config, manifest, { ...studyContext, baselines })))
  const values = evaluate(
    graph,
    new Map([
      [prices, given],
      ["experiment/trials", noTrials],
    ]),
    {
      skip: ({ id, node }) => id.startsWith("artifacts/") || without.has(node.spec.name),
    },
  )
  return { config, graph, values }
}

const resolve = (written: unknown) => Effect.runSync(resolveConfig("test", study, written, {}))

const decode = (written: unknown) => resolve(written).config

/** The manifest that a snapshot of these bars would have, as far as a study reads it. */
function manifestOf({ calendar, assets }: RandomMarket): SnapshotManifest {
  const periods_per_year = calendar === "nyse" ? 252 : 365
  const manifest = { calendar, periods_per_year, sectors: {}, default_universe: assets, symbols: [] }
  return manifest as unknown as SnapshotManifest
}

/** The values of `data/prices`. */
function pricesOf({ sessions, assets, bars, delisted }: RandomMarket): Values {
  const calendar = Calendar.make(Int32Array.from(sessions, (iso) => parseIsoDate(iso)!))
  const panel = (field: keyof Bar) =>
    Panel.fromColumns(
      calendar,
      assets,
      assets.map((asset) => Float64Array.from(bars[asset]!, (bar) => bar?.[field] ?? NaN)),
    )
  const first = (asset: string) => sessions[bars[asset]!.findIndex((bar) => bar !== null)] ?? sessions[0]
  return {
    open: panel("open"),
    high: panel("high"),
    low: panel("low"),
    close: panel("close"),
    volume: panel("volume"),
    dividend: panel("dividend"),
    split_ratio: panel("splitRatio"),
    adj_close: panel("close"),
    listing_table: Object.fromEntries(
      assets.map((asset) => [asset, { first: first(asset), delisted: delisted[asset] ?? null }]),
    ),
  }
}

// ------------------------------------------------------------------------------------------------------- reading

export const panelAt = ({ values }: Program, id: string, port = "output"): Panel.Panel => {
  const panel = values.get(id)?.[port]
  if (panel === undefined) throw new Error(`no ${id}.${port} among ${[...values.keys()].join(", ")}`)
  return panel as Panel.Panel
}

export const columnAt = (program: Program, id: string, port: string, name: string): Float64Array =>
  Series.column(panelAt(program, id, port), name)

export const documentAt = <A>({ values }: Program, id: string, port = "output"): A =>
  values.get(id)![port] as A

/** The panel that flows into a port of a node. */
export function inputOf(program: Program, id: string, port: string, key?: string): Panel.Panel {
  const input = program.graph.byId.get(id)!.inputs.find((each) => each.port === port && each.key === key)!
  return panelAt(program, input.from.id, input.fromPort)
}
