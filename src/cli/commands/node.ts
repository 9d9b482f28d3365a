import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { UnknownNode } from "../../dag/errors.ts"
import { nearest } from "../../dag/nearest.ts"
import type { Spec } from "../../dag/Node.ts"
import { table } from "../../report/text/table.ts"
import { printResult } from "../print.ts"
import { sage } from "../sharedFlags.ts"

const loadCatalogue = Effect.map(
  Effect.promise(() => import("../catalogue.ts")),
  ({ catalogue }) => catalogue,
)

const findNode = (name: string): Effect.Effect<Spec, UnknownNode> =>
  Effect.flatMap(loadCatalogue, (catalogue) => {
    const spec = catalogue.find((candidate) => candidate.name === name)
    if (spec !== undefined) return Effect.succeed(spec)
    const near = nearest(
      name,
      catalogue.map((candidate) => candidate.name),
    )
    return Effect.fail(new UnknownNode({ where: "catalogue", node: name, nearest: near }))
  })

const nodeName = Argument.String("NAME").pipe(
  Argument.withDescription("name of a node, such as features/momentum"),
)

const ls = Command.make(
  "ls",
  {},
  Effect.fn("cli.nodeLs")(function* () {
    const { json } = yield* sage
    const catalogue = yield* loadCatalogue
    const rows = catalogue.map(({ name, title, scope }) => ({ name, title, scope }))
    yield* printResult(json, { nodes: rows }, () =>
      table(
        rows.map(({ name, title }) => [name, title]),
        ["left", "left"],
      ),
    )
  }),
).pipe(Command.withDescription("List the nodes that come with Sage"))

const show = Command.make(
  "show",
  { name: nodeName },
  Effect.fn("cli.nodeShow")(function* ({ name }) {
    const { json } = yield* sage
    const spec = yield* findNode(name)
    const { describeNode } = yield* Effect.promise(() => import("../describeNode.ts"))
    const node = describeNode(spec)
    yield* printResult(json, node, () =>
      [
        `${node.name}: ${node.title}`,
        "",
        "inputs",
        table(
          node.inputs.map(({ port, type, arity, reach }) => [`  ${port}`, type, arity, reach]),
          ["left", "left", "left", "left"],
        ),
        "outputs",
        table(
          node.outputs.map(({ port, type, known }) => [`  ${port}`, type, `known: ${known}`]),
          ["left", "left", "left"],
        ),
        "config",
        table(
          node.config.map(({ field, allowed, required, description }) => [
            `  ${field}`,
            allowed,
            required ? "required" : "",
            description,
          ]),
          ["left", "left", "left", "left"],
        ),
      ].join("\n"),
    )
  }),
).pipe(Command.withDescription("Show what a node takes, gives, can be told, and how far in time it looks"))

const run = Command.make(
  "run",
  {
    name: nodeName,
    config: Flag.String("config").pipe(
      Flag.withDefault("{}"),
      Flag.withDescription("config of the node, as JSON"),
    ),
    in: Flag.String("in").pipe(
      Flag.atLeast(0),
      Flag.withDescription(
        "port=FILE: a panel as CSV, Parquet or Arrow (date, then one column an asset), a document as JSON",
      ),
    ),
    port: Flag.String("port").pipe(
      Flag.optional,
      Flag.withDescription("output to write; the first one by default"),
    ),
    out: Flag.String("out").pipe(
      Flag.withDefault("-"),
      Flag.withDescription("file to write (.csv, .parquet, .arrow, .json); - prints CSV or JSON"),
    ),
  },
  Effect.fn("cli.nodeRun")(function* (options) {
    const { json } = yield* sage
    const spec = yield* findNode(options.name)
    const { runNode } = yield* Effect.promise(() => import("../runNode.ts"))
    const port = Option.getOrUndefined(options.port)
    const summary = yield* runNode(spec, {
      config: options.config,
      inputs: options.in,
      port,
      out: options.out,
    })
    yield* printResult(json, summary, () =>
      options.out === "-" ? summary.text : `wrote ${summary.output} to ${options.out}`,
    )
  }),
).pipe(Command.withDescription("Run one node on files"))

export const node = Command.make("node").pipe(
  Command.withDescription("The catalogue of nodes, and one node on files"),
  Command.withSubcommands([ls, show, run]),
)
