/** What a run did, in a few lines: where change began, how much followed, which results were extended and by how much. */
import type { NodeOutcome } from "../../dag/Run.ts"
import type { Reason } from "../../dag/Reason.ts"
import { reasonText } from "./reason.ts"

/** Nothing when everything ran for the first time. */
export function ranLines(nodes: ReadonlyArray<NodeOutcome>): ReadonlyArray<string> {
  const ran = nodes.filter(({ fate }) => fate === "computed" || fate === "extended")
  if (ran.length === 0) return ["nothing had changed: every result was stored"]
  if (ran.every(({ reasons }) => reasons.some(({ kind }) => kind === "never-run"))) return []
  const own = ran.flatMap((node) => {
    const reasons = node.reasons.filter(({ kind }) => kind !== "input-changed")
    return reasons.length === 0 ? [] : [{ node, text: reasonsText(reasons) }]
  })
  const origins = new Set(own.map(({ node }) => node))
  const followed = ran.filter((node) => !origins.has(node))
  const inFull = followed.filter(({ fate }) => fate === "computed").length
  return [
    ...alike(
      own.map(({ node, text }) => ({
        id: node.id,
        rows: node.fate === "extended" ? node.rowsRun : null,
        text,
      })),
    ),
    ...(inFull > 0 ? [`  ran ${inFull} more because their inputs changed`] : []),
    ...extendedLines(followed.filter(({ fate }) => fate === "extended")),
  ]
}

const rowsText = (rows: number): string => (rows === 1 ? "1 row" : `${rows} rows`)

interface Told {
  readonly id: string
  /** null when it ran in full */
  readonly rows: number | null
  readonly text: string
}

const shownReasons = 3

/** Another snapshot changes a dozen settings at once. */
function reasonsText(reasons: ReadonlyArray<Reason>): string {
  const told = reasons.length <= shownReasons + 1 ? reasons : reasons.slice(0, shownReasons)
  const rest = reasons.length - told.length
  return [...told.map(reasonText), ...(rest === 0 ? [] : [`and ${rest} more (\`sage why\` tells all)`])].join(
    "; ",
  )
}

/** Nodes of which the same is to be said take one line; those of one definition are counted. */
function alike(told: ReadonlyArray<Told>): ReadonlyArray<string> {
  const groups = Map.groupBy(told, ({ rows, text }) => `${rows}\n${text}`)
  return [...groups.values()].map((same) => {
    const { rows, text } = same[0]!
    const names = namesText(same.map(({ id }) => id))
    return rows === null ? `  ran ${names}: ${text}` : `  extended ${names} by ${rowsText(rows)}: ${text}`
  })
}

const shownDefinitions = 3

function namesText(ids: ReadonlyArray<string>): string {
  const definitions = [...Map.groupBy(ids, (id) => id.split("@")[0]!).values()]
  const told =
    definitions.length <= shownDefinitions + 1 ? definitions : definitions.slice(0, shownDefinitions)
  const rest = ids.length - told.flat().length
  const names = told.map(([first, ...others]) =>
    others.length === 0 ? first! : `${first!} and ${others.length} more like it`,
  )
  return [...names, ...(rest === 0 ? [] : [`${rest} more (--json names them)`])].join(", ")
}

const shownNames = 4

/** Nodes by the rows that were computed of them, the most rows first. */
function extendedLines(extended: ReadonlyArray<NodeOutcome>): ReadonlyArray<string> {
  const byRows = [...Map.groupBy(extended, ({ rowsRun }) => rowsRun ?? 0)].toSorted(([a], [b]) => b - a)
  return byRows.map(([rows, nodes]) => {
    const names = nodes.slice(0, shownNames).map(({ id }) => id)
    const more = nodes.length - names.length
    const last = more === 0 ? [] : [`${more} more (--json names them)`]
    return `  extended by ${rowsText(rows)}: ${[...names, ...last].join(", ")}`
  })
}
