/** A run as one system of a comparison. */
import * as Effect from "effect/Effect"
import type { SystemReturns } from "../experiment/compare/Comparison.ts"
import { RunRefused } from "../io/run/errors.ts"
import { parseIsoDate } from "../kernel/civilDate.ts"
import type { RunFolder } from "./RunFolder.ts"

/** @param name undefined: by its experiment */
export const readSystem = (
  run: RunFolder,
  name: string | undefined,
): Effect.Effect<SystemReturns, RunRefused> =>
  Effect.gen(function* () {
    const { manifest, files } = run
    const { window, periods_per_year, risk_free, mar } = yield* run.document("metrics.json")
    const badDate = [window.first_fill, window.last].find(
      (date) => date !== null && parseIsoDate(date) === undefined,
    )
    if (badDate !== undefined)
      return yield* refused(run, "metrics.json", "window", "it begins or ends on no date")
    const net = yield* files.columns("returns_net", { date: "date", net: "double" })
    const gross = yield* files.columns("returns_gross", { date: "date", gross: "double" })
    const days = net.columns.date.values
    const isWhole =
      days.every((day, i) => day === gross.columns.date.values[i] && (i === 0 || day > days[i - 1]!)) &&
      net.rows === gross.rows
    if (!isWhole) {
      const problem = "its dates do not ascend, or are not those of returns_gross.parquet"
      return yield* refused(run, "returns_net.parquet", "date", problem)
    }
    return {
      name: name ?? shortName(manifest.experiment),
      runId: manifest.run_id,
      experiment: manifest.experiment,
      overrides: manifest.overrides,
      first: window.first_fill,
      last: window.last,
      periodsPerYear: periods_per_year,
      riskFree: risk_free,
      mar,
      days,
      net: net.columns.net.values,
      gross: gross.columns.gross.values,
    }
  })

const refused = ({ shown }: RunFolder, file: string, field: string, problem: string): RunRefused =>
  new RunRefused({
    run: shown,
    file,
    field,
    problem,
    remedy: "Run the experiment again, or fetch the folder anew from where it came.",
  })

/** experiments/trend.ts is trend. */
export const shortName = (experiment: string): string =>
  experiment
    .slice(Math.max(experiment.lastIndexOf("/"), experiment.lastIndexOf("\\")) + 1)
    .replace(/\.\w+$/, "") || experiment
