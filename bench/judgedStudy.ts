/** A trend study of 20 assets over 33 years, whose judging nodes are run again and again. */
import * as Effect from "effect/Effect"
import { study } from "../dags/study.ts"
import { prepare } from "../src/dag/Prepared.ts"
import { resolveConfig } from "../src/experiment/resolveConfig.ts"
import type { SnapshotManifest } from "../src/pipeline/data/SnapshotManifest.ts"
import { evaluate } from "../test/support/evaluate.ts"
import { noTrials, studyContext } from "../test/support/studyContext.ts"
import { pricesOf, randomWalks } from "./walks.ts"

/** CPU milliseconds of each repetition, by node; as many repetitions before it count for nothing. */
export function judgedStudy(repetitions: number): Readonly<Record<string, ReadonlyArray<number>>> {
  const closes = randomWalks(8313, 20)
  const given = { strategies: { trend: { type: "trend" } }, data: { universe: [...closes.assets] } }
  const written = { ...given, execution: { execution_time: "next_close" }, costs: { spread_bps: 2 } }
  const { config } = Effect.runSync(resolveConfig("bench", study, written, {}))
  const manifest = {
    calendar: "nyse",
    periods_per_year: 252,
    sectors: {},
    default_universe: closes.assets,
    symbols: [],
  }
  const graph = Effect.runSync(
    prepare(study.files(config, manifest as unknown as SnapshotManifest, studyContext)),
  )
  const isArtifact = ({ id }: { readonly id: string }): boolean => id.startsWith("artifacts/")
  const isJudge = (id: string): boolean => id.startsWith("metrics/") && id !== "metrics/window"
  const first = evaluate(
    graph,
    new Map([
      ["data/prices", pricesOf(closes)],
      ["experiment/trials", noTrials],
    ]),
    { skip: isArtifact },
  )
  const values = new Map([...first].filter(([id]) => !isJudge(id)))
  const timings: Record<string, Array<number>> = {}
  for (let repetition = -repetitions; repetition < repetitions; repetition++) {
    evaluate(graph, values, {
      skip: isArtifact,
      around: (id, run) => {
        const before = process.cpuUsage()
        const answer = run()
        const { user, system } = process.cpuUsage(before)
        if (repetition >= 0) (timings[id] ??= []).push((user + system) / 1000)
        return answer
      },
    })
  }
  return timings
}
