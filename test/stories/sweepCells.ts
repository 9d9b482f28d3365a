/** Cells of a grid over the trend study, drawn at random, and the same cells as full studies from a cold cache. */
import type { Project, RunJson } from "./project.ts"

export interface SweepJson {
  readonly cells: ReadonlyArray<{
    readonly values: Readonly<Record<string, unknown>>
    readonly status: string
    readonly metrics: RunJson["metrics"] | null
    readonly run_key: string
    readonly run_id: string
    readonly run_dir: string | null
    readonly failed_nodes: ReadonlyArray<{ readonly id: string; readonly message: string }>
  }>
  readonly nodes: RunJson["nodes"]
}

/** Fields of every stage, so that cells share now much and now nothing. */
export const wideGrid: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  "data.universe": [
    ["USEQ", "GOLD"],
    ["USEQ", "GOLD", "CRED"],
  ],
  "strategies.trend.momentum_lookback": [63, 126, 252],
  "allocation.method": ["equal_weight", "inverse_vol"],
  "risk.target_vol": [0.05, 0.1],
  "costs.spread_bps": [0, 2, 7.5],
}

export const varyFlags = (grid: Readonly<Record<string, ReadonlyArray<unknown>>>): ReadonlyArray<string> =>
  Object.entries(grid).flatMap(([path, values]) => [
    "--vary",
    `${path}=${values.map((value) => JSON.stringify(value)).join(",")}`,
  ])

/** @returns indices below `count`, none twice, as a seed orders them */
export function drawn(count: number, wanted: number, seed: number): ReadonlyArray<number> {
  let state = seed >>> 0
  const rank = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0 // Numerical Recipes' generator
    return state
  }
  return Array.from({ length: count }, (_, index) => ({ index, rank: rank() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, wanted)
    .map(({ index }) => index)
}

/** The same study as one run of its own, in a cache that holds nothing. */
export const asFullStudy = (
  project: Project,
  values: Readonly<Record<string, unknown>>,
  cache: string,
): Promise<RunJson> =>
  project.json<RunJson>(
    ...["dag", "run", "experiments/trend.ts", "--cache", cache],
    ...Object.entries(values).flatMap(([path, value]) => ["--set", `${path}=${JSON.stringify(value)}`]),
  )
