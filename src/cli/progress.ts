/** Progress on a terminal: lines on stderr that are drawn over, and wiped at the end. Silent elsewhere. */
import * as Effect from "effect/Effect"
import type { StoreError } from "../dag/errors.ts"
import type { Plan } from "../dag/Plan.ts"
import type { RunEvent } from "../dag/Run.ts"
import { Store } from "../dag/store/Store.ts"
import { type Expected, Progress } from "../report/text/progress.ts"
import { optimiseCode } from "./optimiseCode.ts"

export interface ProgressReport {
  readonly onPlan: (plan: Plan) => Effect.Effect<void, StoreError, Store>
  readonly onEvent: (event: RunEvent) => void
  readonly end: () => void
  /** what readers should know of how nodes ran */
  readonly notes: ReadonlyArray<{ readonly id: string; readonly note: string }>
}

const betweenDrawingsMs = 50

/** @param enabled false for a command whose output is read by a program */
export function makeProgress(enabled: boolean, workers: number): ProgressReport {
  const notes: Array<{ readonly id: string; readonly note: string }> = []
  const keepNote = (event: RunEvent): void => {
    if (event.type === "started") optimiseCode()
    if (event.type === "note") notes.push({ id: event.id, note: event.note })
  }
  const { stderr } = process
  if (!enabled || !stderr.isTTY) return { onPlan: () => Effect.void, onEvent: keepNote, end: () => {}, notes }
  let progress: Progress | undefined
  let drawn = 0
  let drawnAt = -Infinity
  let timer: NodeJS.Timeout | undefined
  const draw = (): void => {
    const now = performance.now()
    const lines = progress!.lines(now, (stderr.columns > 0 ? stderr.columns : 80) - 1)
    stderr.write(`${wiped(drawn)}${lines.join("\n")}`)
    drawn = lines.length
    drawnAt = now
  }
  return {
    onPlan: (plan) =>
      Effect.map(expectedOf(plan), (expected) => {
        const total = plan.nodes.size
        progress = new Progress({ total, cached: total - expected.length, workers, expected })
        timer = setInterval(draw, 500).unref() // a node in a worker says nothing for a while: time still goes on
        draw()
      }),
    onEvent: (event) => {
      keepNote(event)
      const now = performance.now()
      progress?.add(event, now)
      if (now - drawnAt > betweenDrawingsMs) draw()
    },
    end: () => {
      clearInterval(timer)
      stderr.write(wiped(drawn))
    },
    notes,
  }
}

/** To the start of what was drawn, which is wiped. */
const wiped = (lines: number): string =>
  lines === 0 ? "" : `\r${lines > 1 ? `\u001b[${lines - 1}A` : ""}\u001b[0J`

/** What the nodes that may run took the last time. */
const expectedOf = (plan: Plan): Effect.Effect<ReadonlyArray<Expected>, StoreError, Store> =>
  Effect.gen(function* () {
    const store = yield* Store
    const pending = plan.graph.nodes.filter(({ id }) => plan.nodes.get(id)!.status !== "cached")
    return yield* Effect.forEach(pending, ({ id, node }) =>
      Effect.map(
        store.latestOf(id, plan.name),
        (last): Expected => ({ id, lastMs: last?.wallMs ?? null, heavy: node.spec.heavy }),
      ),
    )
  })
