/** What the page's script reads to show values under the pointer: whole numbers, each as its step from the one before. */
import type { TimeChartUnit } from "./units.ts"
import { unitOf } from "./units.ts"

export interface HoverData {
  /** first epoch day, then steps in days */
  readonly days: string
  readonly unit: TimeChartUnit
  readonly series: ReadonlyArray<{
    readonly name: string
    /** class of its colour */
    readonly mark: string
    readonly values: string
  }>
}

/** @param decimals places that are kept */
function stepsOf(values: Float64Array | Int32Array, decimals: number): string {
  const factor = 10 ** decimals
  let last = 0
  const steps: Array<string> = []
  for (const value of values) {
    if (Number.isNaN(value)) {
      steps.push("")
      continue
    }
    const whole = Math.round(value * factor)
    steps.push(String(whole - last))
    last = whole
  }
  return steps.join(",")
}

export const hoverData = (
  days: Int32Array,
  unit: TimeChartUnit,
  series: ReadonlyArray<{ readonly name: string; readonly mark: string; readonly values: Float64Array }>,
): HoverData => ({
  days: stepsOf(days, 0),
  unit,
  series: series.map(({ name, mark, values }) => ({
    name,
    mark,
    values: stepsOf(values, unitOf[unit].decimals),
  })),
})
