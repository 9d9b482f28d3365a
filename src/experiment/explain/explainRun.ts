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

/** Weights of a session as the run's folder has them, by asset. */
export type WeightsTold = Readonly<Record<"held" | "filled", ReadonlyMap<string, number>>>

/** @template WeightsRefused what reading the folder's table may end with */
export interface ExplainRequest<WeightsRefused = never> {
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
  /** what the folder's own table of weights says of a session, by column and asset */
  readonly weightsAt: (day: number) => Effect.Effect<WeightsTold, WeightsRefused>
  /** command that computes nodes again, with all that they are made of */
  readonly again: (nodes: ReadonlyArray<string>) => string
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

export const explainRun = <WeightsRefused>(request: ExplainRequest<WeightsRefused>) =>
  Effect.gen(function* () {
    const { run, graph, seed, specOf, again } = request
    const book = yield* bookOf(request)
    const held = outputOf(book, "held")
    if (held === undefined)
      return yield* nothing(run, `has no held weights of ${book.id}`, "Name another book.")
    const told = [book, ...judgesOf(graph, book)].map(({ id }) => id)
    const bench = new Bench({ store: yield* Store, run, again: again(told) })
    const day = yield* dayOf(bench, run, held, request.date)
    const columns = yield* bench.columns(held)
    const assets = yield* assetsOf(run, columns, request.asset)
    const recomputer = new Recomputer(bench, specOf, seed)
    const table = isTold(graph, held) ? yield* request.weightsAt(day) : undefined
    const explained = yield* Effect.forEach(assets, (asset) =>
      Effect.gen(function* () {
        const steps = yield* explainCells(bench, recomputer, rootsOf(graph, held, day, asset))
        return {
          asset,
          steps: [...steps, ...fileSteps(table, book, day, asset, steps)],
        } satisfies AssetExplained
      }),
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
const bookOf = ({
  run,
  graph,
  book,
}: Pick<ExplainRequest, "run" | "graph" | "book">): Effect.Effect<RunNode, NothingToExplain> => {
  const all = [...graph.nodes.values()].filter(({ name }) => name === "execution/fills")
  const labels = all.map(({ id }) => labelOf(id))
  const wanted = book ?? (all.length === 1 ? labels[0]! : "final")
  const found = all[labels.indexOf(wanted)]
  if (found !== undefined) return Effect.succeed(found)
  if (all.length === 0)
    return nothing(
      run,
      "holds no weights",
      "Explanations are of studies that hold something; `sage lineage` serves other graphs.",
    )
  return nothing(run, `has no book ${wanted}`, `Name one with --book: ${labels.toSorted().join(", ")}.`)
}

const labelOf = (id: string): string => id.slice(id.indexOf("@") + 1)

const dayOf = (bench: Bench, run: string, held: Wire, date: string) =>
  Effect.gen(function* () {
    const days = yield* bench.days(held)
    const day = parseIsoDate(date)
    if (day === undefined || day === null || Number.isNaN(day))
      return yield* nothing(
        run,
        `cannot be asked for ${date}, which is no date`,
        "Write --date as in --date 2020-03-16.",
      )
    const [first, last] = [days[0], days.at(-1)]
    if (first === undefined || last === undefined)
      return yield* nothing(run, "has no sessions", "Name another run.")
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

/** Nodes that say what the book cost and earned, costs first. */
const judgesOf = ({ nodes }: RunGraph, book: RunNode): ReadonlyArray<RunNode> =>
  ["costs/components", "costs/net-returns"].flatMap((name) =>
    [...nodes.values()].filter(
      (node) => node.name === name && node.inputs.some((input) => input.node === book),
    ),
  )

/** The held weight, then what it cost to get there, then the session's return. */
function rootsOf(graph: RunGraph, held: Wire, day: number, asset: string): ReadonlyArray<Cell> {
  return [
    { ...held, day, column: asset },
    ...judgesOf(graph, held.node).flatMap((node) =>
      node.name === "costs/components"
        ? cellsOf(outputOf(node, "by_asset"), day, asset)
        : cellsOf(outputOf(node, "output"), day, "net"),
    ),
  ]
}

/** Whether the book's held weights are those of the folder's weights.parquet. */
const isTold = ({ nodes }: RunGraph, held: Wire): boolean =>
  [...nodes.values()].some(
    ({ id, inputs }) =>
      id === "artifacts/panel-parquet@weights" &&
      inputs.some(({ key, node, port }) => key === "held" && node === held.node && port === held.port),
  )

/** The file that people read says what the cache says. */
function fileSteps(
  table: WeightsTold | undefined,
  book: RunNode,
  day: number,
  asset: string,
  steps: ReadonlyArray<Step>,
): ReadonlyArray<Step> {
  const date = formatIsoDate(day)
  return (["filled", "held"] as const).flatMap((port): ReadonlyArray<Step> => {
    const told = steps.findLast(
      (step) => step.node === book.id && step.port === port && step.date === date && step.agrees !== null,
    )
    if (table === undefined || told === undefined) return []
    const value = table[port].get(asset) ?? NaN
    const stored = Number.isNaN(value) ? null : value
    const inputs = [{ name: port, value: told.stored, from: `${book.id}.${port} ${date} ${asset}` }]
    return [
      {
        ...told,
        stage: "file",
        node: "weights.parquet",
        key: "",
        formula: port,
        inputs,
        value: told.stored,
        stored,
        tolerance: 0,
        agrees: stored === told.stored,
        notes: ["as the run's folder has it"],
      },
    ]
  })
}

const cellsOf = (wire: Wire | undefined, day: number, column: string): ReadonlyArray<Cell> =>
  wire === undefined ? [] : [{ ...wire, day, column }]
