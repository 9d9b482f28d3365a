/** Whether the best cell of a sweep stands on a plateau or on a spike: what is left of its Sharpe ratio one step beside it. */
import * as Stream from "../dag/Stream.ts"
import { moranIndex } from "../kernel/moranIndex.ts"
import type { GridCell, SweepGrid } from "./sweepGrid.ts"

type Values = GridCell["values"]

export type Verdict = "plateau" | "slope" | "spike"

export interface Plateau {
  /** cells with a Sharpe ratio */
  readonly cells: number
  readonly best: { readonly values: Values; readonly sharpe: number }
  /** cells one step from the best, along numbers */
  readonly neighbours: { readonly count: number; readonly mean: number; readonly lowest: number }
  /** mean of the neighbours as a share of the best; null where that is not above 0 */
  readonly kept: number | null
  /** the cell with the highest mean of itself and its neighbours */
  readonly centre: { readonly values: Values; readonly sharpe: number; readonly mean: number }
  /** Moran's index of the grid, and how often shuffled cells are as smooth */
  readonly smoothness: number | null
  readonly smoothness_p_value: number | null
  /** null where the best is not above 0 */
  readonly verdict: Verdict | null
}

/** Shares of the best cell's ratio: every neighbour keeps the first on a plateau, their mean less than the second on a spike. */
export const plateauRule = { plateau: 0.8, spike: 0.5 } as const

const shuffles = 999

/** @returns undefined where no number is varied over two values, or the best cell has no neighbour with a ratio */
export function plateauOf({ axes, cells }: SweepGrid): Plateau | undefined {
  const known = cells.filter((cell): cell is GridCell & { readonly sharpe: number } => cell.sharpe !== null)
  const beside = neighboursOf(
    known,
    axes.map(({ isOrdered }) => isOrdered),
  )
  const sharpes = Float64Array.from(known, ({ sharpe }) => sharpe)
  const best = placeOfMost(sharpes)
  const near = best < 0 ? [] : beside[best]!.map((i) => sharpes[i]!)
  if (near.length === 0) return undefined
  const means = sharpes.map((own, i) => average([own, ...beside[i]!.map((j) => sharpes[j]!)]))
  const centre = placeOfMost(means)
  const neighbours = { count: near.length, mean: average(near), lowest: Math.min(...near) }
  const { values, sharpe } = known[best]!
  const smooth = smoothness(sharpes, beside)
  return {
    cells: known.length,
    best: { values, sharpe },
    neighbours,
    kept: sharpe > 0 ? neighbours.mean / sharpe : null,
    centre: { values: known[centre]!.values, sharpe: sharpes[centre]!, mean: means[centre]! },
    smoothness: smooth?.index ?? null,
    smoothness_p_value: smooth?.pValue ?? null,
    verdict: sharpe > 0 ? verdictOf(sharpe, neighbours) : null,
  }
}

function verdictOf(best: number, { mean, lowest }: Plateau["neighbours"]): Verdict {
  if (lowest >= plateauRule.plateau * best) return "plateau"
  return mean < plateauRule.spike * best ? "spike" : "slope"
}

/** Places of the cells that differ in one number by one step. */
function neighboursOf(
  cells: ReadonlyArray<GridCell>,
  isOrdered: ReadonlyArray<boolean>,
): ReadonlyArray<ReadonlyArray<number>> {
  const places = new Map(cells.map(({ at }, i) => [at.join(), i]))
  return cells.map(({ at }) =>
    at.flatMap((place, axis) =>
      isOrdered[axis]!
        ? [place - 1, place + 1].flatMap((beside) => places.get(at.with(axis, beside).join()) ?? [])
        : [],
    ),
  )
}

/** Undefined where the cells do not vary. The shuffles are the same each time. */
function smoothness(values: Float64Array, beside: ReadonlyArray<ReadonlyArray<number>>) {
  const index = moranIndex(values, beside)
  if (Number.isNaN(index)) return undefined
  const draw = Stream.column(0, "report/plateau", "shuffles")
  const shuffled = values.slice()
  let asSmooth = 0
  let drawn = 0
  for (let k = 0; k < shuffles; k++) {
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = Math.floor(draw.unit(drawn++) * (i + 1))
      const kept = shuffled[i]!
      shuffled[i] = shuffled[j]!
      shuffled[j] = kept
    }
    if (moranIndex(shuffled, beside) >= index - 1e-12) asSmooth++
  }
  return { index, pValue: (asSmooth + 1) / (shuffles + 1) }
}

const average = (values: ReadonlyArray<number>): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** The first of several; −1 of none. */
const placeOfMost = (values: Float64Array): number =>
  values.reduce((most, value, i) => (most < 0 || value > values[most]! ? i : most), -1)
