/**
 * What snapshots cost: writing, checking, and reading one panel or all eight.
 *
 *   npm run bench -- snapshot [ASSETS] [SESSIONS] [REPETITIONS]     by default 500 × 7,500, 5 times
 *
 * The snapshot is random walks in a temporary folder. Rates are CPU medians; a MB is 10⁶ bytes, of files for `verify`, of
 * decoded values (date, ticker, eight columns) for `verify --deep`.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ExchangeCalendar from "../src/domain/ExchangeCalendar.ts"
import * as Snapshots from "../src/io/snapshotStore.ts"
import { parseIsoDate } from "../src/kernel/civilDate.ts"
import { type Bars, type ColumnName, columns } from "../src/pipeline/data/Bars.ts"
import { barsToPanels } from "../src/pipeline/data/barsToPanels.ts"
import { SnapshotStore, SnapshotsRoot } from "../src/pipeline/data/SnapshotStore.ts"
import { median } from "./median.ts"

const [assets = 500, sessions = 7500, repetitions = 5] = process.argv.slice(2).map(Number)
const name = "random"
const folder = mkdtempSync(join(tmpdir(), "sage-bench-"))
const layer = Snapshots.layer.pipe(Layer.provide(Layer.succeed(SnapshotsRoot, folder)))
const run = <A, E>(program: (store: SnapshotStore["Service"]) => Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(SnapshotStore.use(program).pipe(Effect.provide(layer)))

try {
  const bars = randomBars(assets, sessions)
  const decodedBytes = bars.session.length * (4 + 4 + 8 * Object.keys(columns).length)
  const written = await timed(1, () => run((store) => store.write(name, bars, meta())))
  const fileBytes = written.value.files.reduce((sum, file) => sum + file.bytes, 0)
  console.log(
    `${assets} assets × ${sessions} sessions: ${bars.session.length} rows, ${mb(fileBytes)} MB of files, ${mb(decodedBytes)} MB of values`,
  )
  say("write", written, "")
  const shallow = await timed(repetitions, () => run((store) => store.verify(name, false)))
  say("verify", shallow, rate(fileBytes, shallow.cpuMs))
  const deep = await timed(repetitions, () => run((store) => store.verify(name, true)))
  say("verify --deep", deep, rate(decodedBytes, deep.cpuMs))
  say("snapshot → one panel", await timed(repetitions, () => readPanels(["close"])), "")
  say(
    "snapshot → eight panels",
    await timed(repetitions, () => readPanels(Object.keys(columns) as Array<ColumnName>)),
    "",
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The store, as a node meets it: files checked, bars decoded, rows placed by session and asset. */
function readPanels(wanted: ReadonlyArray<ColumnName>) {
  return run((store) =>
    Effect.gen(function* () {
      const manifest = yield* store.manifest(name)
      const days = yield* store.sessions(name)
      const bars = yield* store.readBars(name, { columns: wanted })
      return barsToPanels(bars, days, manifest.default_universe)
    }),
  )
}

interface Timing<A> {
  readonly value: A
  readonly cpuMs: number
  readonly wallMs: number
}

async function timed<A>(times: number, work: () => Promise<A>): Promise<Timing<A>> {
  const runs: Array<Timing<A>> = []
  for (let i = 0; i < times + (times > 1 ? 1 : 0); i++) {
    const [cpu, wall] = [process.cpuUsage(), performance.now()]
    const value = await work()
    const { user, system } = process.cpuUsage(cpu)
    runs.push({ value, cpuMs: (user + system) / 1000, wallMs: performance.now() - wall })
  }
  const warm = times > 1 ? runs.slice(1) : runs
  return {
    value: runs[0]!.value,
    cpuMs: median(warm.map(({ cpuMs }) => cpuMs)),
    wallMs: median(warm.map(({ wallMs }) => wallMs)),
  }
}

function say(what: string, { cpuMs, wallMs }: Timing<unknown>, note: string): void {
  console.log(
    `${what.padEnd(24)} ${cpuMs.toFixed(0).padStart(7)} ms CPU ${wallMs.toFixed(0).padStart(7)} ms wall  ${note}`,
  )
}

function rate(bytes: number, ms: number): string {
  return `${(bytes / 1000 / ms).toFixed(0)} MB/s`
}

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

function meta() {
  return {
    kind: "synthetic",
    source: "bench",
    adjustment: "raw",
    dividend_source: "stated",
    currency: "USD",
    calendar: "nyse",
    periods_per_year: 252,
  } as const
}

/** Walks in cents on the last NYSE sessions before 2025, the same on every machine. */
function randomBars(width: number, count: number): Bars {
  const last = parseIsoDate("2024-12-31")!
  const all = ExchangeCalendar.sessionsBetween(ExchangeCalendar.nyse, last - Math.ceil(count * 1.5), last)
  const days = all.slice(-count)
  const rows = days.length * width
  let state = 12345
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const cents = (price: number): number => Math.round(price * 100) / 100
  const column = () => new Float64Array(rows)
  const [open, high, low, close, volume, dividend, adjClose] = Array.from({ length: 7 }, column) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let row = 0; row < rows; row++) {
    const before = row < width ? 20 + 200 * next() : close[row - width]!
    close[row] = Math.max(1, cents(before * (1 + (next() - 0.5) * 0.04)))
    open[row] = Math.max(1, cents(before * (1 + (next() - 0.5) * 0.02)))
    high[row] = cents(Math.max(open[row]!, close[row]!) * (1 + next() * 0.01))
    low[row] = cents(Math.min(open[row]!, close[row]!) * (1 - next() * 0.01))
    volume[row] = Math.floor(next() * 1e7)
    dividend[row] = next() < 0.005 ? cents(next()) : 0
    adjClose[row] = close[row]! * 0.9876543
  }
  return {
    tickers: Array.from({ length: width }, (_, i) => `A${String(i).padStart(4, "0")}`),
    ticker: Int32Array.from({ length: rows }, (_, row) => row % width),
    session: Int32Array.from({ length: rows }, (_, row) => days[Math.floor(row / width)]!),
    open,
    high,
    low,
    close,
    volume,
    dividend,
    splitRatio: new Float64Array(rows).fill(1),
    adjClose,
  }
}
