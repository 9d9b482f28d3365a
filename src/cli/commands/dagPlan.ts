import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import type { NodePlan, Plan } from "../../dag/Plan.ts"
import { Store } from "../../dag/store/Store.ts"
import { reasonText } from "../../report/text/reason.ts"
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
  readonly status: NodePlan["status"]
  readonly reasons: ReadonlyArray<{ readonly kind: string }>
  /** from the last time that the node ran; null when it never did */
  readonly predicted_ms: number | null
  readonly text: string
}

const planRows = (plan: Plan) =>
  Effect.forEach(plan.graph.nodes, (node) =>
    Effect.gen(function* () {
      const planned = plan.nodes.get(node.id)!
      const last =
        planned.status === "cached" ? undefined : yield* (yield* Store).latestOf(node.id, plan.name)
      const row: PlanRow = {
        id: node.id,
        name: node.node.spec.name,
        status: planned.status,
        reasons: planned.status === "run" ? planned.reasons : [],
        predicted_ms: planned.status === "cached" ? 0 : (last?.wallMs ?? null),
        text: textOf(planned),
      }
      return row
    }),
  )

function textOf(planned: NodePlan): string {
  if (planned.status === "cached") return ""
  if (planned.status === "run") return planned.reasons.map(reasonText).join("; ")
  return `depends on what ${planned.waitsFor.join(", ")} will give`
}

function asText(rows: ReadonlyArray<PlanRow>): string {
  const count = (status: NodePlan["status"]): number => rows.filter((row) => row.status === status).length
  const lines = rows
    .filter(({ status }) => status !== "cached")
    .map(({ id, status, text }) => [status, id, text])
  const summary = `${count("cached")} cached, ${count("run")} will run, ${count("unknown")} unknown until an input has run`
  return lines.length === 0 ? summary : `${table(lines, ["left", "left", "left"])}\n${summary}`
}
