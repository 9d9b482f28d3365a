/** How the Sharpe ratio of a sweep over one number holds against its base: the value the experiment itself would use. */
import type { SweepCell } from "../experiment/sweep/runSweep.ts"
import { figuresOf } from "./figures.ts"

export interface StabilityRow {
  readonly value: number
  readonly sharpe: number | null
  /** Sharpe ratio less that of the base; null where either is undefined */
  readonly change: number | null
  /** share of the base's Sharpe ratio that is left; null where that is not above 0 */
  readonly kept: number | null
}

export interface Stability {
  readonly path: string
  readonly base: number
  readonly rows: ReadonlyArray<StabilityRow>
}

/**
 * @param base the experiment's config when nothing is varied
 * @returns undefined unless one path is varied, over numbers, one of which is the base
 */
export function stabilityOf(cells: ReadonlyArray<SweepCell>, base: unknown): Stability | undefined {
  const paths = Object.keys(cells[0]?.values ?? {})
  const [path] = paths
  if (path === undefined || paths.length > 1) return undefined
  const points = cells.flatMap(({ values, metrics }) => {
    const value = values[path]
    return typeof value === "number" ? [{ value, sharpe: figuresOf(metrics)?.["sharpe"] ?? null }] : []
  })
  const middle = points.find(({ value }) => value === valueAt(base, path))
  if (middle === undefined || points.length < cells.length || points.length < 2) return undefined
  return { path, base: middle.value, rows: points.map((point) => against(point, middle.sharpe)) }
}

function against(
  { value, sharpe }: { value: number; sharpe: number | null },
  base: number | null,
): StabilityRow {
  const both = sharpe !== null && base !== null
  return {
    value,
    sharpe,
    change: both ? sharpe - base : null,
    kept: both && base > 0 ? sharpe / base : null,
  }
}

const valueAt = (config: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (at, name) =>
        typeof at === "object" && at !== null && Object.hasOwn(at, name)
          ? (at as Readonly<Record<string, unknown>>)[name]
          : undefined,
      config,
    )
