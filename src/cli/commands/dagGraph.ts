import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { type Certificates, certificatesOf } from "../../experiment/run/certificates.ts"
import { graphJson } from "../../experiment/run/graphJson.ts"
import { graphDot, graphMermaid, graphText, type GraphView } from "../../report/text/graph.ts"
import { type Planned, withPlan } from "../openPlan.ts"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"
import { experimentFile, settings } from "./arguments.ts"

export const dagGraph = Command.make(
  "graph",
  {
    file: experimentFile,
    set: settings,
    format: Flag.Literals("format", ["text", "mermaid", "dot", "json"]).pipe(
      Flag.withDefault("text"),
      Flag.withDescription("how to write the graph"),
    ),
  },
  Effect.fn("cli.dagGraph")(function* ({ file, set, format }) {
    const { json, cache } = yield* sage
    const view = yield* withPlan({ file, set, cache }, (planned) =>
      Effect.map(certificatesOf(planned.plan), (certificates) => viewOf(planned, certificates)),
    )
    yield* printResult(json || format === "json", view, () => draw(format, view))
  }),
).pipe(Command.withDescription("Draw the graph of an experiment with the state of its cache"))

function viewOf({ opened, plan }: Planned, certificates: Certificates): GraphView {
  const { nodes } = graphJson(opened.graph, new Map(), certificates)
  return { nodes: nodes.map((node) => ({ ...node, status: plan.nodes.get(node.id)!.status })) }
}

function draw(format: "text" | "mermaid" | "dot" | "json", view: GraphView): string {
  if (format === "mermaid") return graphMermaid(view)
  return format === "dot" ? graphDot(view) : graphText(view)
}
