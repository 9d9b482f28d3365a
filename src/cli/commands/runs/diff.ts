import * as Command from "effect/cli/Command"
import * as Argument from "effect/cli/Argument"
import * as Effect from "effect/Effect"
import type { JsonChange } from "../../../dag/jsonChanges.ts"
import { reasonText } from "../../../report/text/reason.ts"
import { table } from "../../../report/text/table.ts"
import { diffRuns, type RunsDiff } from "../../diffRuns.ts"
import { printResult } from "../../print.ts"
import { openRun } from "../../RunFolder.ts"
import { storeLayer } from "../../services.ts"
import { sage } from "../../sharedFlags.ts"

const sideArgument = (name: string) =>
  Argument.String(name).pipe(
    Argument.withDescription("latest, the id of a run or its beginning, or its folder"),
  )

export const diff = Command.make(
  "diff",
  { a: sideArgument("A"), b: sideArgument("B") },
  Effect.fn("cli.runsDiff")(function* ({ a, b }) {
    const { json, cache } = yield* sage
    const found = yield* diffRuns(yield* openRun(a), yield* openRun(b)).pipe(
      Effect.provide(storeLayer(cache)),
      Effect.scoped,
    )
    yield* printResult(json, found, () => asText(found))
  }),
).pipe(
  Command.withDescription(
    "Tell what differs between two runs, and which nodes were the first to give something else",
  ),
)

function asText(found: RunsDiff): string {
  const head = [
    `a  ${found.a.run_dir}  ${found.a.experiment}`,
    `b  ${found.b.run_dir}  ${found.b.experiment}`,
  ]
  if (found.equal && found.code.length + found.environment.length === 0)
    return [...head, "", "every file shows the same"].join("\n")
  return [
    ...head,
    ...section("config", changesTable(found.config)),
    ...section("data", changesTable(found.data)),
    ...section("code", changesTable(found.code)),
    ...section("environment", changesTable(found.environment)),
    ...section("metrics, net", metricsTable(found)),
    ...section("equity", equityLines(found)),
    ...section("nodes of a alone", found.only_a.map(indented)),
    ...section("nodes of b alone", found.only_b.map(indented)),
    ...section(
      "where it began",
      found.causes.map(({ id, reasons }) =>
        indented(
          `${id}: ${reasons.map(reasonText).join("; ") || "its code or what it read; the cache does not know any more"}`,
        ),
      ),
    ),
    ...(found.equal ? ["", "every file shows the same"] : []),
  ].join("\n")
}

const section = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : ["", title, ...lines]

const indented = (line: string): string => `  ${line}`

const changesTable = (changes: ReadonlyArray<JsonChange>): ReadonlyArray<string> =>
  changes.length === 0
    ? []
    : table(
        changes.map(({ path, old, new: now }) => [path, short(old), "→", short(now)]),
        ["left", "left", "left", "left"],
      )
        .split("\n")
        .map(indented)

const short = (value: unknown): string => {
  const isHash = typeof value === "string" && /^[0-9a-f]{40,64}$/.test(value)
  const text = typeof value === "string" ? (isHash ? value.slice(0, 12) : value) : JSON.stringify(value)
  return text.length <= 48 ? text : `${text.slice(0, 45)}...`
}

const metricsTable = ({ metrics }: RunsDiff): ReadonlyArray<string> =>
  metrics.length === 0
    ? []
    : table([
        ["metric", "a", "b", "change"],
        ...metrics.map(({ metric, a, b, change }) => [metric, ...[a, b, change].map(figure)]),
      ])
        .split("\n")
        .map(indented)

const figure = (value: number | null): string => (value === null ? "—" : value.toPrecision(4))

const equityLines = ({ equity }: RunsDiff): ReadonlyArray<string> =>
  equity === null
    ? []
    : [
        indented(
          `differs from ${equity.first_date} on: ${figure(equity.a)} and ${figure(equity.b)}${equity.caused_by.length === 0 ? "" : `, because of ${equity.caused_by.join(", ")}`}`,
        ),
      ]
