import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Plan } from "../../dag/Plan.ts"
import type { PreparedNode } from "../../dag/Prepared.ts"
import { findNodes } from "../../experiment/run/openExperiment.ts"
import type { RelativeRow } from "../../report/text/lineage.ts"
import { withPlan } from "../openPlan.ts"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"
import { Usage } from "../Usage.ts"
import { experimentFile, settings } from "./arguments.ts"

export const lineage = Command.make(
  "lineage",
  {
    file: experimentFile,
    node: Argument.String("NODE").pipe(
      Argument.withDescription("id or name of a node, such as costs/net-returns"),
    ),
    set: settings,
    up: Flag.Boolean("up").pipe(Flag.withDefault(false), Flag.withDescription("only what it is made of")),
    down: Flag.Boolean("down").pipe(Flag.withDefault(false), Flag.withDescription("only what is made of it")),
    cell: Flag.String("cell").pipe(
      Flag.optional,
      Flag.withDescription("DATE,ASSET: the input cells that can, and that do, move this one"),
    ),
    port: Flag.String("port").pipe(
      Flag.optional,
      Flag.withDescription("output that the cell is of; the first one with rows by default"),
    ),
    tries: Flag.Int("tries").pipe(
      Flag.withDefault(300),
      Flag.withDescription("computations that the search for what moves a cell may take"),
    ),
  },
  Effect.fn("cli.lineage")(function* ({ file, node: name, set, up, down, cell, port, tries }) {
    const { json, cache } = yield* sage
    const wanted = Option.isSome(cell) ? yield* parseCell(cell.value) : undefined
    const sides = { up: up || !down, down: down || !up }
    const document = yield* withPlan({ file, set, cache }, ({ plan }) =>
      Effect.gen(function* () {
        const node = (yield* findNodes(plan.graph, [name]))[0]!
        const { cellLineage } = yield* Effect.promise(() => import("../../dag/lineage/Lineage.ts"))
        const cells =
          wanted === undefined
            ? null
            : yield* cellLineage(plan, node, { ...wanted, tries, port: Option.getOrUndefined(port) })
        return { node: node.id, nodes: yield* relativesOf(plan, node, sides), cells }
      }),
    )
    const { lineageText } = yield* Effect.promise(() => import("../../report/text/lineage.ts"))
    yield* printResult(json, document, () => lineageText(document))
  }),
).pipe(Command.withDescription("What a node or one of its cells is made of, and what is made of it"))

const parseCell = (text: string) => {
  const at = text.indexOf(",")
  return at > 0 && at < text.length - 1
    ? Effect.succeed({ key: text.slice(0, at), column: text.slice(at + 1) })
    : Effect.fail(
        new Usage({
          problem: `--cell ${text} names no cell.`,
          remedy: "Write --cell DATE,ASSET, as in --cell 2020-03-16,GOLD.",
        }),
      )
}

const relativesOf = (
  plan: Plan,
  node: PreparedNode,
  sides: { readonly up: boolean; readonly down: boolean },
) =>
  Effect.gen(function* () {
    const { above, below } = yield* Effect.promise(() => import("../../dag/lineage/relatives.ts"))
    const finite = (rows: number): number | null => (Number.isFinite(rows) ? rows : null)
    const rows = (side: "up" | "down", relatives: ReturnType<typeof above>): ReadonlyArray<RelativeRow> =>
      relatives.map(({ node: other, distance, back, ahead }) => {
        const planned = plan.nodes.get(other.id)!
        return {
          id: other.id,
          name: other.node.spec.name,
          side,
          distance,
          key: planned.status === "cached" ? planned.key : null,
          status: planned.status,
          back: finite(back),
          ahead: finite(ahead),
        }
      })
    return [
      ...(sides.up ? rows("up", above(plan.graph, node)) : []),
      ...(sides.down ? rows("down", below(plan.graph, node)) : []),
    ]
  })
