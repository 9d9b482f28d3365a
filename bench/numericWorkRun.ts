/** The child of `numericWork.ts`: runs the numbers of a whole study again and again, and prints what each repetition cost. */
import { readFileSync } from "node:fs"
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

const [market = "20x8313"] = process.argv.slice(2)
const shape = /^(\d+)x(\d+)$/.exec(market)
const closes = shape === null ? readWideCsv(market) : randomWalks(Number(shape[2]), Number(shape[1]))
/** Of large markets all nodes would keep more than most machines hold. */
const isLarge = closes.values.length > 1e6

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
const whole = (around?: Around) => evaluate(graph, prices, isArtifact, around)
const behindMetrics = (around?: Around) => evaluate(graph, prices, ({ id }) => !behind.has(id), around)

const keptBytes = bytesOf(behindMetrics())
repeat(isLarge ? 2 : 10, () => void (isLarge ? behindMetrics() : whole()))
const repetitions = isLarge ? 7 : 20
finish({
  assets: closes.assets.length,
  sessions: Panel.rows(closes),
  whole: isLarge ? [] : repeat(repetitions, () => cpuMs(() => whole())),
  behindMetrics: {
    ids: [...behind],
    keptBytes,
    cpuMs: repeat(repetitions, () => cpuMs(() => behindMetrics())),
    writingMs: repeat(repetitions, () => cpuMs(() => writeAsMuch(keptBytes))),
  },
  nodes: timedNodes(isLarge ? behindMetrics : whole, repetitions),
} satisfies NumericWork)

export interface NumericWork {
  readonly assets: number
  readonly sessions: number
  /** CPU of each repetition, milliseconds; none of a large market */
  readonly whole: ReadonlyArray<number>
  /** the nodes without which there are no metrics, without all others */
  readonly behindMetrics: {
    readonly ids: ReadonlyArray<string>
    /** memory of all that they gave */
    readonly keptBytes: number
    readonly cpuMs: ReadonlyArray<number>
    /** CPU of only writing as many bytes into new arrays of a panel's size */
    readonly writingMs: ReadonlyArray<number>
  }
  /** node by node; measured apart, since looking at the clock costs too */
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

/** Of every array once, those of the prices left out. */
function bytesOf(values: ReadonlyMap<string, unknown>): number {
  const buffers = new Set<ArrayBufferLike>()
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) buffers.add(value.buffer)
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit)
  }
  for (const [id, value] of values) if (!prices.has(id)) visit(value)
  buffers.delete(closes.calendar.sessions.buffer)
  return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0)
}

function writeAsMuch(bytes: number): unknown {
  const cells = closes.values.length
  return Array.from({ length: Math.round(bytes / 8 / cells) }, () => new Float64Array(cells).fill(1))
}

function timedNodes(run: (around: Around) => unknown, times: number): NumericWork["nodes"] {
  const timings: Record<string, Array<number>> = {}
  const around: Around = (id, work) => {
    let answer: unknown
    ;(timings[id] ??= []).push(cpuMs(() => (answer = work())))
    return answer
  }
  repeat(times, () => void run(around))
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
