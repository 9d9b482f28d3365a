/** The child of `numericWork.ts`: runs the numbers of a whole study again and again, and prints what each repetition cost. */
import { existsSync, readFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import { study } from "../dags/study.ts"
import { prepare } from "../src/dag/Prepared.ts"
import * as Calendar from "../src/domain/Calendar.ts"
import * as Panel from "../src/domain/Panel.ts"
import { resolveConfig } from "../src/experiment/resolveConfig.ts"
import { parseIsoDate } from "../src/kernel/civilDate.ts"
import type { SnapshotManifest } from "../src/pipeline/data/SnapshotManifest.ts"
import { finish } from "./engine/child.ts"
import { type Around, evaluate } from "./evaluate.ts"
import { pricesOf, randomWalks } from "./walks.ts"
import { noTrials, studyContext } from "../test/support/studyContext.ts"

const [file] = process.argv.slice(2)
const closes = file !== undefined && existsSync(file) ? readWideCsv(file) : randomWalks(8313, 20)

const given = {
  strategies: { trend: { type: "trend" } },
  execution: { execution_time: "next_close" },
  data: { universe: [...closes.assets] },
  costs: { spread_bps: 2, slippage_bps: 2 },
}
const manifest = {
  calendar: "nyse",
  periods_per_year: 252,
  sectors: {},
  default_universe: closes.assets,
  symbols: [],
}
const { config } = Effect.runSync(resolveConfig("bench", study, given, {}))
const graph = Effect.runSync(
  prepare(study.files(config, manifest as unknown as SnapshotManifest, studyContext)),
)
const prices = new Map<string, Readonly<Record<string, unknown>>>([
  ["data/prices", pricesOf(closes)],
  ["experiment/trials", noTrials],
])
const isArtifact = ({ id }: { readonly id: string }): boolean => id.startsWith("artifacts/")

const behind = upstream("metrics/summary")
const whole = (around?: Around): void => evaluate(graph, prices, isArtifact, around)
const behindMetrics = (): void => evaluate(graph, prices, ({ id }) => !behind.has(id))

repeat(10, () => whole())
finish({
  assets: closes.assets.length,
  sessions: Panel.rows(closes),
  whole: repeat(20, () => cpuMs(() => whole())),
  behindMetrics: { ids: [...behind], cpuMs: repeat(20, () => cpuMs(behindMetrics)) },
  nodes: timedNodes(20),
} satisfies NumericWork)

export interface NumericWork {
  readonly assets: number
  readonly sessions: number
  /** CPU of each repetition, milliseconds */
  readonly whole: ReadonlyArray<number>
  /** the nodes without which there are no metrics, without all others */
  readonly behindMetrics: { readonly ids: ReadonlyArray<string>; readonly cpuMs: ReadonlyArray<number> }
  /** of the whole study, node by node; measured apart, since looking at the clock costs too */
  readonly nodes: Readonly<Record<string, ReadonlyArray<number>>>
}

function repeat<A>(times: number, once: () => A): ReadonlyArray<A> {
  return Array.from({ length: times }, () => once())
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function timedNodes(times: number): NumericWork["nodes"] {
  const timings: Record<string, Array<number>> = {}
  const around: Around = (id, work) => {
    let answer: unknown
    ;(timings[id] ??= []).push(cpuMs(() => (answer = work())))
    return answer
  }
  repeat(times, () => whole(around))
  return timings
}

function upstream(id: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(id) || prices.has(id)) return found
  found.add(id)
  for (const { from } of graph.byId.get(id)!.inputs) upstream(from.id, found)
  return found
}

function readWideCsv(path: string): Panel.Panel {
  const [header, ...lines] = readFileSync(path, "utf8").trim().split("\n")
  const assets = header!.trim().split(",").slice(1)
  const rows = lines.map((line) => line.trim().split(","))
  const sessions = Int32Array.from(rows, ([date]) => parseIsoDate(date!.slice(0, 10))!)
  const values = Float64Array.from(
    rows.flatMap((row) => row.slice(1).map((cell) => (cell === "" ? NaN : Number(cell)))),
  )
  return Panel.make(Calendar.make(sessions), assets, values)
}
