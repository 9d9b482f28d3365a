/** What the values of a chart are, and how they are written. */
import { fixed, percent } from "../figures.ts"

export type TimeChartUnit = "growth" | "percent" | "ratio" | "multiple" | "bps"

interface UnitForm {
  /** places kept for the values that show under the pointer: as many as are shown, since rounding twice is wrong */
  readonly decimals: number
  readonly text: (value: number) => string
  readonly tick: (value: number) => string
}

const short = (value: number): string =>
  fixed(value, Math.abs(value) < 10 && !Number.isInteger(value) ? 1 + Number(!isTenth(value)) : 0)
const isTenth = (value: number): boolean => Math.abs(value * 10 - Math.round(value * 10)) < 1e-9

/** The page's script writes units in the same way: pageScript.ts. */
export const unitOf: Readonly<Record<TimeChartUnit, UnitForm>> = {
  growth: { decimals: 3, text: (value) => fixed(value, 3), tick: (value) => `${short(value)}×` },
  percent: { decimals: 4, text: (value) => percent(value), tick: (value) => `${short(100 * value)} %` },
  ratio: { decimals: 2, text: (value) => fixed(value, 2), tick: short },
  multiple: { decimals: 3, text: (value) => fixed(value, 3), tick: short },
  bps: { decimals: 1, text: (value) => `${fixed(value, 1)} bps`, tick: (value) => `${short(value)} bps` },
}
