/**
 * How far a run is, as lines for a terminal: a bar over all nodes with what became of them and when the rest may be done,
 * and a bar for each node that says how far it is itself. Pure: time comes in as a number.
 */
import type { Fate, RunEvent } from "../../dag/Run.ts"

/** A node that may run, with what it took the last time. */
export interface Expected {
  readonly id: string
  /** milliseconds; null when it never ran under this id */
  readonly lastMs: number | null
  /** runs beside others, in a thread of its own */
  readonly heavy: boolean
}

export interface ProgressStart {
  /** nodes of the graph */
  readonly total: number
  /** nodes that a run does not have to look at */
  readonly cached: number
  readonly workers: number
  readonly expected: ReadonlyArray<Expected>
}

interface Running {
  readonly startedAt: number
  /** share that the node says is done; null when it says nothing */
  readonly share: number | null
}

const silent: Expected = { id: "", lastMs: null, heavy: false }

/** What the events of a run add up to. */
export class Progress {
  private readonly total: number
  private readonly workers: number
  private readonly fates: Record<Fate, number>
  /** nodes that have not begun */
  private readonly waiting: Map<string, Expected>
  /** what they took the last time, in milliseconds, and how many of them never ran */
  private waitingMs = { light: 0, heavy: 0 }
  private unknown = 0
  private readonly running = new Map<string, Running & { readonly expected: Expected }>()

  constructor({ total, cached, workers, expected }: ProgressStart) {
    this.total = total
    this.workers = workers
    this.fates = { cached, computed: 0, extended: 0, failed: 0, skipped: 0 }
    this.waiting = new Map(expected.map((one) => [one.id, one]))
    for (const one of expected) this.count(one, 1)
  }

  /** @param nowMs a clock that only rises */
  add(event: RunEvent, nowMs: number): void {
    if (event.type === "started") {
      this.running.set(event.id, { startedAt: nowMs, share: null, expected: this.leaveWaiting(event.id) })
    } else if (event.type === "progress") {
      const known = this.running.get(event.id)
      const share = event.total > 0 ? Math.min(1, Math.max(0, event.done / event.total)) : 0
      if (known !== undefined) this.running.set(event.id, { ...known, share })
    } else if (event.type === "finished") {
      this.leaveWaiting(event.outcome.id)
      this.running.delete(event.outcome.id)
      this.fates[event.outcome.fate]++
    }
  }

  /** @param columns width of the terminal */
  lines(nowMs: number, columns: number): ReadonlyArray<string> {
    const { fates, total } = this
    const done = Object.values(fates).reduce((sum, count) => sum + count, 0)
    const counts = (["cached", "computed", "extended", "failed", "skipped"] as const)
      .filter((fate) => fates[fate] > 0)
      .map((fate) => `${fates[fate]} ${fate}`)
    const names = [...this.running].filter(([, { share }]) => share === null).map(([id]) => id)
    const facts = [`${done}/${total} nodes`, ...counts, ...this.left(nowMs), ...names]
    return [
      `${bar(total === 0 ? 1 : done / total)} ${facts.join(" · ")}`,
      ...[...this.running].flatMap(([id, { share, startedAt }]) =>
        share === null ? [] : [`${bar(share)} ${percent(share)} ${id} · ${duration(nowMs - startedAt)}`],
      ),
    ].map((line) => line.slice(0, Math.max(0, columns)))
  }

  private leaveWaiting(id: string): Expected {
    const expected = this.waiting.get(id)
    if (expected === undefined) return silent
    this.waiting.delete(id)
    this.count(expected, -1)
    return expected
  }

  private count({ lastMs, heavy }: Expected, sign: 1 | -1): void {
    if (lastMs === null) this.unknown += sign
    else this.waitingMs[heavy ? "heavy" : "light"] += sign * lastMs
  }

  /** Light nodes share one thread; heavy ones run beside them, as many as there are workers. */
  private left(nowMs: number): ReadonlyArray<string> {
    let { light, heavy } = this.waitingMs
    let unknown = this.unknown
    for (const { startedAt, share, expected } of this.running.values()) {
      const ms = remaining(nowMs - startedAt, share, expected.lastMs)
      if (ms === null) unknown++
      else if (expected.heavy) heavy += ms
      else light += ms
    }
    const ms = Math.max(light, (light + heavy) / this.workers)
    if (ms < 1000) return []
    return [`${unknown > 0 ? "at least" : "about"} ${duration(ms)} left`]
  }
}

/** Milliseconds that a running node still needs: by what it says itself, else by its last time; null when neither is there. */
function remaining(elapsedMs: number, share: number | null, lastMs: number | null): number | null {
  if (share !== null && share > 0) return (elapsedMs * (1 - share)) / share
  return lastMs === null ? null : Math.max(0, lastMs - elapsedMs)
}

const width = 20

function bar(share: number): string {
  const filled = Math.floor(width * share)
  return `${"█".repeat(filled)}${"░".repeat(width - filled)}`
}

const percent = (share: number): string => `${String(Math.floor(100 * share)).padStart(3)} %`

function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
