import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Effect from "effect/Effect"
import { type Explanation, explainNode } from "../../dag/Explain.ts"
import type { Reason } from "../../dag/Reason.ts"
import { declarationDiff, reasonText } from "../../report/text/reason.ts"
import { withPlan } from "../openPlan.ts"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"
import { experimentFile, settings } from "./arguments.ts"

/** `sage why` and `sage dag why` are the same command. */
export const why = Command.make(
  "why",
  {
    file: experimentFile,
    node: Argument.String("NODE").pipe(
      Argument.withDescription("id or name of a node, such as costs/net-returns"),
    ),
    set: settings,
  },
  Effect.fn("cli.why")(function* ({ file, node, set }) {
    const { json, cache } = yield* sage
    const explanation = yield* withPlan({ file, set, cache }, ({ plan }) => explainNode(plan, node))
    yield* printResult(json, explanation, () => asText(explanation))
  }),
).pipe(Command.withDescription("Say why a node would run now, or why it ran the last time"))

function asText({ id, status, about, runId, reasons, chain, cutOff }: Explanation): string {
  const state = {
    "next-run": status === "run" ? `${id} would run now.` : `${id} may run: an input runs first.`,
    "last-run": `${id} is cached. It ran last in ${runId}.`,
    "never-ran": `${id} is cached; its result was computed under another name or label.`,
  }[about]
  const links = chain.map(
    (link, i) => `${"  ".repeat(i)}${i === 0 ? "" : "→ "}${link.id}${because(link.reasons)}`,
  )
  const diffs = (chain[0]?.reasons ?? reasons).map(declarationDiff).filter((text) => text !== "")
  return [state, ...links, ...diffs, ...cutOffLines(cutOff)].join("\n")
}

/** Early cut-off: where a change ended. */
function cutOffLines(cutOff: Explanation["cutOff"]): ReadonlyArray<string> {
  if (cutOff === null) return []
  return [
    `In the latest run (${cutOff.runId}) these ran and gave what they gave before, so that nothing had to follow:`,
    ...cutOff.nodes.map((link) => `  ${link.id}${because(link.reasons)}`),
  ]
}

const because = (reasons: ReadonlyArray<Reason>): string =>
  reasons.length === 0 ? "" : `: ${reasons.map(reasonText).join("; ")}`
