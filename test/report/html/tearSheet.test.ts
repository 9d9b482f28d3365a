import { describe, expect, it } from "vitest"
import type { GraphNodeJson } from "../../../src/experiment/run/graphJson.ts"
import type { StoredManifest } from "../../../src/experiment/run/StoredManifest.ts"
import type { ReportData } from "../../../src/report/html/ReportData.ts"
import { tearSheet } from "../../../src/report/html/tearSheet.ts"

const manifest = {
  artifact_schema_version: 1,
  run_id: "01920000-0000-7000-8000-000000000000",
  experiment: "experiments/large.ts",
  question: "Does a large study fit on a page?",
  status: "done",
  started_at: "2024-01-01T00:00:00.000Z",
  mode: "snapshot",
  snapshot: "large",
  overrides: {},
  baselines: {},
  baselines_left_out: {},
  result_of: null,
  config_hash: "c",
  data_hash: "d",
  live: null,
  code_fingerprint: "f",
  certificates: {},
  git_commit: null,
  git_dirty: null,
  sage_version: "0",
  node_version: "v24",
  v8_version: "13",
  platform: "any",
  lockfile_hash: null,
  seed: 0,
  deterministic: true,
  optimistic_fill: false,
  warm_up_sessions: 0,
  nodes: { total: 1, computed: 1, extended: 0, cached: 0, failed: 0, skipped: 0 },
  files: {},
} satisfies StoredManifest

const node = (id: string, from: ReadonlyArray<string>): GraphNodeJson => ({
  id,
  name: id.replace(/@.*/, ""),
  title: "a node of a large graph with a title of some length",
  config: {},
  scope: "all",
  inputs: from.map((one) => ({ port: "in", from: one, reach: "past(252)" })),
  outputs: [{ port: "out", type: "panel", known: "close", ahead: 0, content: null }],
  warm_up_rows: 252,
  certificate: null,
  key: "0123456789abcdef",
  fate: "computed",
  extended: null,
  wall_ms: 1.5,
  cpu_ms: 1,
})

const sessions = 7_560
const assets = 500
const days = Int32Array.from({ length: sessions }, (_, i) => 8_000 + Math.floor((i * 7) / 5))
const walk = (seed: number): Float64Array => {
  let level = 1
  return Float64Array.from({ length: sessions }, (_, i) => (level *= 1 + Math.sin(seed * i * i + i) / 50))
}
const noise = (seed: number): Float64Array =>
  Float64Array.from({ length: sessions }, (_, i) => Math.sin(seed * i * i + i) / 50)
const names = (count: number, what: string): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, i) => `${what} ${i}`)
const linked = { gross: 0.1, net: 0.1 }

/** Thirty years of five hundred shares, held against five baselines, by a graph of a thousand nodes. */
const large: ReportData = {
  experiment: manifest.experiment,
  question: manifest.question,
  baselines: [],
  baselineReturns: {
    days,
    columns: Object.fromEntries(names(5, "baseline").map((name, i) => [name, noise(i + 2)])),
  },
  warnings: names(2000, "a share was held without a bar").map((message) => ({
    kind: "stale_price",
    message,
    facts: null,
  })),
  equity: { days, columns: { equity_net: walk(1), equity_gross: walk(1.1), drawdown_net: noise(3) } },
  rolling: { days, columns: { sharpe: noise(4), volatility: noise(5), beta: noise(6) } },
  costsByDay: { days, columns: { spread: noise(7), slippage: noise(8), impact: noise(9), cost: noise(10) } },
  attributionByDay: {
    days,
    columns: {
      market: noise(1),
      timing: noise(2),
      allocation: noise(3),
      leverage: noise(4),
      cost: noise(5),
      net: noise(6),
    },
  },
  attribution: {
    n: sessions,
    total: linked,
    parts: {
      market: linked,
      timing: linked,
      signal: linked,
      allocation: linked,
      leverage: linked,
      cost: linked,
    },
    by_asset: Object.fromEntries(names(assets, "share").map((name) => [name, linked])),
    cash: linked,
    by_sector: Object.fromEntries(names(11, "sector").map((name) => [name, linked])),
    by_side: { long: linked, short: linked },
    max_abs_residual: 0,
    max_abs_residual_by_asset: 0,
    max_abs_residual_by_side: 0,
    max_abs_residual_cost: 0,
    reasons: {},
  },
  weights: { days, held: new Map(names(assets, "share").map((name, i) => [name, noise(i + 1)])) },
  graph: [
    node("data/prices", []),
    ...names(999, "x").map((_, i) =>
      node(`metrics/draw@${i}`, i === 0 ? ["data/prices"] : [`metrics/draw@${i - 1}`]),
    ),
  ],
  run: { manifest, environment: [] },
}

describe("a tear sheet of a large study", () => {
  const page = tearSheet(large)

  it("stays below 600 kB", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(600_000)
  })

  it("is not empty for it: every chart is there, and what was left out is said with where it stands", () => {
    expect(page.match(/<figure class="chart-figure"/g)!.length).toBeGreaterThanOrEqual(8)
    for (const file of ["warnings.log", "weights.parquet", "attribution.json"])
      expect(page).toContain(`<code>${file}</code>`)
    expect(page).toContain("999 nodes, such as metrics/draw@0")
  })

  it("has the same bytes twice, and other facts of the run change its block alone", () => {
    expect(tearSheet(large)).toBe(page)
    const later = tearSheet({
      ...large,
      graph: large.graph.map((one) => ({ ...one, fate: "cached", wall_ms: 0, key: "another" })),
      run: {
        manifest: { ...manifest, run_id: "01920000-0000-7000-8000-000000000001", git_commit: "abc" },
        environment: ["elsewhere"],
      },
    })
    const body = (text: string): string => text.replace(/class="run-facts">.*?<\/script>/s, "")
    expect(later).not.toBe(page)
    expect(body(later)).toBe(body(page))
  })
})

describe("what a run has on request", () => {
  const figures = {
    first_fill: "2014-02-10",
    n: 100,
    total_return: 0.02,
    cagr: 0.05,
    volatility: 0.1,
    sharpe: 0.5,
    max_drawdown: -0.2,
    cost_bps_per_year: 5,
  }
  const floor = {
    kind: "signs" as const,
    draws: 3,
    mean: 0.1,
    deviation: 0.3,
    median: 0.1,
    quantile_95: 0.4,
    highest: 0.4,
    rank: 1,
    p_value: 0.25,
    reason: null,
  }
  const page = tearSheet({
    ...large,
    noiseFloor: {
      sharpe: 0.5,
      floors: [
        floor,
        { ...floor, kind: "rotation", rank: null, p_value: null, reason: "too few <sessions>" },
      ],
      draws: [0.4, -0.2, 0.1, null].map((sharpe, draw) => ({
        kind: "signs" as const,
        draw,
        shift: null,
        sharpe,
      })),
    },
    robustness: {
      costs: { rows: [{ scale: 2, ...figures }], break_even_scale: 93, reason: null },
      delays: [{ extra_sessions: 5, ...figures, sharpe: null }],
      starts: [{ start: "2016-01-01", ...figures, study_sharpe: 0.6, study_cagr: null }],
      sub_periods: {
        reason: null,
        parts: [
          {
            first: "2014-02-10",
            last: "2015-02-10",
            n: 252,
            total_return: 0.05,
            cagr: 0.05,
            volatility: 0.1,
            sharpe: 0.7,
            sharpe_standard_error: 1,
            max_drawdown: -0.1,
          },
        ],
      },
    },
  })
  const text = page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")

  it("shows the noise floor: the study's place among its draws, and why there is none", () => {
    expect(page.match(/class="histogram/g)).toHaveLength(1)
    expect(text).toContain("0.50 study")
    expect(text).toContain("too few &lt;sessions&gt;")
    expect(text).toMatch(/1 25\.0 %/)
  })

  it("shows how the result holds up: costs, delays, starts and parts", () => {
    for (const shown of [
      "× 2 0.50 5.00 %",
      "93.0 times",
      "+ 5 —",
      "2016-01-01 2014-02-10 100 0.50 0.60",
      "0.70 ± 1.00",
    ])
      expect(text).toContain(shown)
  })
})

describe("a tear sheet of next to nothing", () => {
  it("has the parts that there is something to say of, and no empty ones", () => {
    const page = tearSheet({
      experiment: "examples/dag/01.ts",
      question: "Which words are there?",
      figures: { words: 12, undefined_figure: null },
      baselines: [],
      warnings: [],
      graph: [node("words/count", [])],
      run: { manifest, environment: [] },
    })
    const shown = [...page.matchAll(/<section id="([a-z-]+)"/g)].map(([, id]) => id)
    expect(shown).toEqual(["figures", "graph", "audit", "provenance"])
  })

  it("survives series without a value, with one, and with values beyond any axis", () => {
    const rows = Int32Array.of(1, 2, 3)
    for (const values of [
      Float64Array.of(NaN, NaN, NaN),
      Float64Array.of(NaN, 1, NaN),
      Float64Array.of(1e300, -1e300, 1),
      Float64Array.of(Infinity, 1, -Infinity),
      Float64Array.of(0, 0, 0),
    ]) {
      const page = tearSheet({
        ...large,
        equity: { days: rows, columns: { equity_net: values, drawdown_net: values } },
        rolling: { days: rows, columns: { sharpe: values, volatility: values, beta: values } },
        weights: { days: rows, held: new Map([["A", values]]) },
        costsByDay: { days: rows, columns: { spread: values, cost: values } },
      })
      expect(page).not.toMatch(/(d|x1|x2|y1|y2|cx|width|height)="[^"]*(NaN|Infinity)/)
    }
  })
})
