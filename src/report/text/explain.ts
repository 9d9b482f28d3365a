/** An explanation for people: one step after the other, or one line an asset. */
import type { AssetExplained, Explained } from "../../experiment/explain/explainRun.ts"
import type { Input, Stage, Step } from "../../experiment/explain/Step.ts"
import { table } from "./table.ts"

export interface ExplainDocument extends Explained {
  readonly run_id: string
  readonly experiment: string
}

export function explainText(document: ExplainDocument): string {
  const [only] = document.assets
  const title = `${document.date}, ${document.book} of ${document.experiment}, run ${document.run_id}`
  return document.assets.length === 1 && only !== undefined
    ? [`${only.asset} on ${title}`, "", ...stepLines(only.steps), "", verdict(document)].join("\n")
    : [
        `${document.assets.length} assets on ${title}`,
        "",
        assetTable(document.assets),
        "",
        verdict(document),
      ].join("\n")
}

/** What was checked, and what came out wrong. */
export function verdict({ checked, wrong }: Pick<Explained, "checked" | "wrong">): string {
  if (wrong.length === 0) return `${checked} numbers computed again from what is printed: all as stored`
  const first = wrong
    .slice(0, 5)
    .map((step) => `  ${placeOf(step)}: ${shown(step.value)} by its formula, ${shown(step.stored)} stored`)
  return [`${wrong.length} of ${checked} numbers are not what their formulas give:`, ...first].join("\n")
}

const placeOf = ({ node, port, date, column }: Step): string =>
  `${node}${port === "output" ? "" : `.${port}`} ${date} ${column}`

// ------------------------------------------------------------------------------------------------------------ one cell

function stepLines(steps: ReadonlyArray<Step>): ReadonlyArray<string> {
  const width = String(steps.length).length
  return steps.flatMap((step, i) => [
    `${String(i + 1).padStart(width)}  ${step.stage.padEnd(12)}  ${shown(step.stored)}${mark(step)}   ${placeOf(step)}   ${step.key.slice(0, 8)}`,
    ...detail(step).map((line) => `${" ".repeat(width)}    ${line}`),
  ])
}

const mark = ({ agrees, value }: Step): string =>
  agrees === false ? `  WRONG: the formula gives ${shown(value)}` : ""

function detail({ formula, inputs, notes, tolerance }: Step): ReadonlyArray<string> {
  const within = tolerance === 0 ? "" : `   (within ${tolerance})`
  return [
    ...formula.split("; ").map((line, i, all) => (i === all.length - 1 ? `= ${line}${within}` : line)),
    ...inputs.map(inputLine),
    ...notes,
  ]
}

/** Entries of a list that are shown; --json has all. */
const shownEntries = 4

function inputLine({ name, value, from }: Input): string {
  const where = from === null ? "" : `   ${from}`
  if (value === null || typeof value === "number") return `${name} ${shown(value)}${where}`
  const entries = value.map(([of, entry]) => `${of} ${shown(entry)}`)
  const list =
    entries.length <= 2 * shownEntries
      ? entries.join(", ")
      : `${entries.slice(0, shownEntries).join(", ")}, … ${entries.length - shownEntries - 1} more …, ${entries.at(-1)}`
  return `${name} [${list}]${where}`
}

const shown = (value: number | null): string => (value === null ? "unknown" : String(value))

// -------------------------------------------------------------------------------------------------------- many assets

/** Columns of the table: the last number of each stage, of that port where one is named. */
const columns: ReadonlyArray<{ readonly head: string; readonly stage: Stage; readonly port?: string }> = [
  { head: "price", stage: "price", port: "close" },
  { head: "exposure", stage: "blend" },
  { head: "base", stage: "base weight" },
  { head: "order", stage: "order", port: "filled" },
  { head: "held", stage: "held weight" },
  { head: "contribution", stage: "contribution" },
  { head: "cost", stage: "costs", port: "by_asset" },
]

function assetTable(assets: ReadonlyArray<AssetExplained>): string {
  const rows = assets.map(({ asset, steps }) => [
    asset,
    ...columns.map(({ stage, port }) => {
      const found = steps.filter((one) => one.stage === stage && (port === undefined || one.port === port))
      // the latest session that the stage tells of: of prices, that of the close
      const step = found.reduce<Step | undefined>(
        (last, one) => (last === undefined || one.date >= last.date ? one : last),
        undefined,
      )
      return step?.stored === undefined || step.stored === null ? "" : short(step.stored)
    }),
    String(steps.filter(({ agrees }) => agrees !== null).length),
    steps.some(({ agrees }) => agrees === false) ? "WRONG" : "",
  ])
  return table([["asset", ...columns.map(({ head }) => head), "checked", ""], ...rows])
}

const short = (value: number): string => String(Number(value.toPrecision(6)))
