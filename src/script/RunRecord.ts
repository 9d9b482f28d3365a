/** What a study came to, as typed values: read back from the run's folder, so that script and folder never disagree. */
import * as Effect from "effect/Effect"
import type { Warning } from "../experiment/artifacts/warnings.ts"
import type { RunFolder } from "../cli/RunFolder.ts"
import type { RunRefused } from "../io/run/errors.ts"
import { formatIsoDate } from "../kernel/civilDate.ts"
import type { Summary } from "../pipeline/metrics/summary.ts"

/** Shape (sessions) each; decimal. */
export interface CostComponents {
  readonly spread: Float64Array
  readonly slippage: Float64Array
  readonly impact: Float64Array
  /** their sum: gross − net */
  readonly total: Float64Array
}

/** Shape (sessions × assets), row by row; fraction of net asset value; NaN = not listed, or nothing decided yet. */
export interface Weights {
  readonly assets: ReadonlyArray<string>
  readonly target: Float64Array
  readonly held: Float64Array
}

export interface RunRecord {
  readonly runId: string
  /** absolute path of the run's folder */
  readonly folder: string
  /** sessions, YYYY-MM-DD */
  readonly dates: ReadonlyArray<string>
  /** returns by session before and after costs, decimal; NaN after ruin */
  readonly gross: Float64Array
  readonly net: Float64Array
  readonly costs: CostComponents
  readonly weights: Weights
  /** by session, Σ|Δw| not halved, fraction: between targets, and against drifted holdings */
  readonly turnover: { readonly target: Float64Array; readonly traded: Float64Array }
  readonly metrics: Summary
  /** sessions before the first full estimate, as the graph derives them */
  readonly warmUpSessions: number
  readonly warnings: ReadonlyArray<Warning>
}

const double = "double" as const
const date = "date" as const

export const recordOf = (run: RunFolder): Effect.Effect<RunRecord, RunRefused> =>
  Effect.gen(function* () {
    const { files, manifest, folder } = run
    const gross = yield* files.columns("returns_gross", { date, gross: double })
    const net = yield* files.columns("returns_net", { net: double })
    const costs = yield* files.columns("cost_components", {
      spread: double,
      slippage: double,
      impact: double,
      cost: double,
    })
    const turnover = yield* files.columns("turnover", { target_turnover: double, traded_turnover: double })
    const { spread, slippage, impact, cost } = costs.columns
    const { target_turnover, traded_turnover } = turnover.columns
    const days = gross.columns.date.values
    return {
      runId: manifest.run_id,
      folder,
      dates: Array.from(days, formatIsoDate),
      gross: gross.columns.gross.values,
      net: net.columns.net.values,
      costs: {
        spread: spread.values,
        slippage: slippage.values,
        impact: impact.values,
        total: cost.values,
      },
      weights: yield* weightsOf(run, days),
      turnover: { target: target_turnover.values, traded: traded_turnover.values },
      metrics: yield* run.document("metrics.json"),
      warmUpSessions: manifest.warm_up_sessions,
      warnings: yield* run.warnings,
    }
  })

/** From long form back to sessions × assets. */
const weightsOf = ({ files }: RunFolder, days: Int32Array): Effect.Effect<Weights, RunRefused> =>
  Effect.map(
    files.columns("weights", { date, ticker: "text", target: double, held: double }),
    ({ rows, columns: { date: on, ticker, target, held } }) => {
      const width = ticker.texts.length
      const rowOf = new Map(Array.from(days, (day, row) => [day, row]))
      const out = {
        target: new Float64Array(days.length * width),
        held: new Float64Array(days.length * width),
      }
      out.target.fill(NaN)
      out.held.fill(NaN)
      for (let i = 0; i < rows; i++) {
        const row = rowOf.get(on.values[i]!)
        if (row === undefined) continue
        const cell = row * width + ticker.values[i]!
        out.target[cell] = target.values[i]!
        out.held[cell] = held.values[i]!
      }
      return { assets: ticker.texts, ...out }
    },
  )
