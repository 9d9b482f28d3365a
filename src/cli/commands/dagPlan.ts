import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import type { Forecast } from "../../dag/Forecast.ts"
import type { NodePlan, Plan } from "../../dag/Plan.ts"
import type { Reason } from "../../dag/Reason.ts"
import { listed, reasonText } from "../../report/text/reason.ts"
import { table } from "../../report/text/table.ts"
import { withPlan } from "../openPlan.ts"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"
import { experimentFile, settings } from "./arguments.ts"

export const dagPlan = Command.make(
  "plan",
  { file: experimentFile, set: settings },
  Effect.fn("cli.dagPlan")(function* ({ file, set }) {
    const { json, cache } = yield* sage
    const rows = yield* withPlan({ file, set, cache }, ({ plan }) => planRows(plan))
    yield* printResult(json, { nodes: rows }, () => asText(rows))
  }),
).pipe(Command.withDescription("Say what a run would compute and why, without running"))

interface PlanRow {
  readonly id: string
  readonly name: string
  readonly status: Forecast["status"]
  readonly reasons: ReadonlyArray<Reason>
  /** with status `extend`: the rows that may run */
  readonly rows: {
    readonly at_most: number
    readonly of: number
    readonly first: string | null
    readonly last: string | null
  } | null
  /** from the times that the node took before, in proportion to its rows; null when it never ran */
  readonly predicted_ms: number | null
  readonly text: string
}

const planRows = (plan: Plan) =>
  Effect.gen(function* () {
    // only what is asked for here reads values and history; other commands do not load it
    const { forecast } = yield* Effect.promise(() => import("../../dag/Forecast.ts"))
    const { detailed } = yield* Effect.promise(() => import("../../dag/Explain.ts"))
    const forecasts = yield* forecast(plan)
    return yield* Effect.forEach(plan.graph.nodes, (node) =>
      Effect.gen(function* () {
        const planned = plan.nodes.get(node.id)!
        const told = forecasts.get(node.id)!
        const reasons = planned.status === "run" ? yield* detailed(node, planned.reasons) : []
        const row: PlanRow = {
          id: node.id,
          name: node.node.spec.name,
          status: told.status,
          reasons,
          rows: rowsOf(told),
          predicted_ms: told.predictedMs,
          text: [...reasons.map(reasonText), ...expectation(planned, told)].join("; "),
        }
        return row
      }),
    )
  })

const rowsOf = ({ rows }: Forecast): PlanRow["rows"] =>
  rows === null ? null : { at_most: rows.atMost, of: rows.of, first: rows.first, last: rows.last }

/** What is promised of a node, and no more. */
function expectation(planned: NodePlan, { rows, isSure }: Forecast): ReadonlyArray<string> {
  if (rows !== null) {
    const span =
      rows.first === null ? "" : `, ${rows.first === rows.last ? rows.first : `${rows.first} … ${rows.last}`}`
    return [`${isSure ? "at most" : "may run, at most"} ${rows.atMost} of ${rows.of} rows${span}`]
  }
  return planned.status === "unknown" ? [`unknown until ${listed(planned.waitsFor)} has run`] : []
}

function asText(rows: ReadonlyArray<PlanRow>): string {
  const count = (status: PlanRow["status"]): number => rows.filter((row) => row.status === status).length
  const pending = rows.filter(({ status }) => status !== "cached")
  const lines = pending.map(({ id, status, text }) => [status, id, text])
  const summary = [
    `${count("cached")} cached`,
    `${count("run")} will run`,
    ...(count("extend") === 0 ? [] : [`${count("extend")} may be extended`]),
    `${count("unknown")} unknown until an input has run`,
  ].join(", ")
  return lines.length === 0
    ? summary
    : `${table(lines, ["left", "left", "left"])}\n${summary}${timeText(pending)}`
}

/** The sum over what may run: the most that it takes on one thread, if it takes what it took. */
function timeText(pending: ReadonlyArray<PlanRow>): string {
  const known = pending.flatMap(({ predicted_ms }) => (predicted_ms === null ? [] : [predicted_ms]))
  if (known.length === 0) return ""
  const seconds = (known.reduce((sum, ms) => sum + ms, 0) / 1000).toFixed(2)
  const without = pending.length - known.length
  return `\nat most about ${seconds} s by earlier runs${without === 0 ? "" : ` (${without} never ran)`}`
}
