/** `sage explain`: one asset on one session of a finished run, or all assets of a session. Reads what the run stored. */
import * as Effect from "effect/Effect"
import { nearest } from "../../dag/nearest.ts"
import { Store } from "../../dag/store/Store.ts"
import { formatIsoDate, parseIsoDate } from "../../kernel/civilDate.ts"
import { Bench, rowAtOrBefore } from "./Bench.ts"
import { NothingToExplain } from "./errors.ts"
import { explainCells } from "./explainCell.ts"
import { Recomputer, type SpecOf } from "./recompute.ts"
import { outputOf, type RunGraph, type RunNode, type Wire } from "./RunGraph.ts"
import type { Cell, Step } from "./Step.ts"

export interface ExplainRequest {
  readonly run: string
  readonly graph: RunGraph
  readonly seed: number
  /** `undefined`: all assets */
  readonly asset: string | undefined
  /** ISO */
  readonly date: string
  /** label of the book's fills; `undefined`: the final one, or the only one */
  readonly book: string | undefined
  readonly specOf: SpecOf
  /** command that computes an output of a node again */
  readonly again: (node: string) => string
}

export interface AssetExplained {
  readonly asset: string
  readonly steps: ReadonlyArray<Step>
}

export interface Explained {
  readonly date: string
  /** id of the node whose held weights are explained */
  readonly book: string
  readonly assets: ReadonlyArray<AssetExplained>
  readonly checked: number
  /** steps whose formula does not give what is stored */
  readonly wrong: ReadonlyArray<Step>
}

export const explainRun = (request: ExplainRequest) =>
  Effect.gen(function* () {
    const { run, graph, seed, specOf, again } = request
    const bench = new Bench({ store: yield* Store, run, again })
    const book = yield* bookOf(request)
    const held = outputOf(book, "held")
    if (held === undefined) return yield* nothing(run, `has no held weights of ${book.id}`, "Name another book.")
    const day = yield* dayOf(bench, run, held, request.date)
    const columns = yield* bench.columns(held)
    const assets = yield* assetsOf(run, columns, request.asset)
    const recomputer = new Recomputer(bench, specOf, seed)
    const explained = yield* Effect.forEach(assets, (asset) =>
      Effect.map(
        explainCells(bench, recomputer, rootsOf(graph, held, day, asset)),
        (steps): AssetExplained => ({ asset, steps }),
      ),
    )
    const steps = explained.flatMap((one) => one.steps)
    return {
      date: request.date,
      book: book.id,
      assets: explained,
      checked: steps.filter(({ agrees }) => agrees !== null).length,
      wrong: steps.filter(({ agrees }) => agrees === false),
    } satisfies Explained
  })

const nothing = (run: string, problem: string, remedy: string) =>
  Effect.fail(new NothingToExplain({ run, problem, remedy }))

/** Books are the nodes that turn targets into held weights. */
const bookOf = ({ run, graph, book }: ExplainRequest): Effect.Effect<RunNode, NothingToExplain> => {
  const all = [...graph.nodes.values()].filter(({ name }) => name === "execution/fills")
  const labels = all.map(({ id }) => labelOf(id))
  const wanted = book ?? (all.length === 1 ? labels[0]! : "final")
  const found = all[labels.indexOf(wanted)]
  if (found !== undefined) return Effect.succeed(found)
  if (all.length === 0)
    return nothing(run, "holds no weights", "Explanations are of studies that hold something; `sage lineage` serves other graphs.")
  return nothing(run, `has no book ${wanted}`, `Name one with --book: ${labels.join(", ")}.`)
}

const labelOf = (id: string): string => id.slice(id.indexOf("@") + 1)

const dayOf = (bench: Bench, run: string, held: Wire, date: string) =>
  Effect.gen(function* () {
    const days = yield* bench.days(held)
    const day = parseIsoDate(date)
    if (day === undefined || day === null || Number.isNaN(day))
      return yield* nothing(run, `cannot be asked for ${date}, which is no date`, "Write --date as in --date 2020-03-16.")
    const [first, last] = [days[0], days.at(-1)]
    if (first === undefined || last === undefined) return yield* nothing(run, "has no sessions", "Name another run.")
    if (day < first || day > last)
      return yield* nothing(
        run,
        `has no session ${date}: its sessions run from ${formatIsoDate(first)} to ${formatIsoDate(last)}`,
        `The nearest is ${formatIsoDate(day < first ? first : last)}.`,
      )
    const row = rowAtOrBefore(days, day)
    if (days[row] === day) return day
    const [before, after] = [days[row]!, days[row + 1]!]
    const near = day - before <= after - day ? before : after
    return yield* nothing(run, `has no session ${date}`, `The nearest is ${formatIsoDate(near)}.`)
  })

const assetsOf = (run: string, columns: ReadonlyArray<string>, asset: string | undefined) => {
  if (asset === undefined) return Effect.succeed(columns)
  if (columns.includes(asset)) return Effect.succeed([asset])
  const near = nearest(asset, columns)
  const list = columns.length > 20 ? `${columns.slice(0, 20).join(", ")}, …` : columns.join(", ")
  return nothing(
    run,
    `holds no asset ${asset}`,
    near === null ? `It has: ${list}.` : `Did you mean ${near}? It has: ${list}.`,
  )
}

/** The held weight, then what it cost to get there, then the session's return. */
function rootsOf(graph: RunGraph, held: Wire, day: number, asset: string): ReadonlyArray<Cell> {
  const nodes = [...graph.nodes.values()]
  const reads = (node: RunNode, of: RunNode): boolean => node.inputs.some((input) => input.node === of)
  const costs = nodes.filter((node) => node.name === "costs/components" && reads(node, held.node))
  const nets = nodes.filter((node) => node.name === "costs/net-returns" && reads(node, held.node))
  return [
    { ...held, day, column: asset },
    ...costs.flatMap((node) => cellsOf(outputOf(node, "by_asset"), day, asset)),
    ...nets.flatMap((node) => cellsOf(outputOf(node, "output"), day, "net")),
  ]
}

const cellsOf = (wire: Wire | undefined, day: number, column: string): ReadonlyArray<Cell> =>
  wire === undefined ? [] : [{ ...wire, day, column }]
