/** Numbers as people read them, with a true minus sign. Locale plays no part. */
import type { Unit } from "../../pipeline/metrics/Metric.ts"
import { figureText } from "../text/metricsTable.ts"

/** Undefined figures show as a dash. */
const noFigure = "—"

export const typographic = (text: string): string => text.replace(/^-(?=[\d.])/, "−")

/** @returns −0.00 as 0.00: a sign that rounding leaves alone says nothing */
export const fixed = (value: number | null | undefined, digits: number): string => {
  if (value === null || value === undefined || !Number.isFinite(value)) return noFigure
  const text = value.toFixed(digits)
  return typographic(Number(text) === 0 ? text.replace("-", "") : text)
}

/** @param share decimal: 0.01 is 1 % */
export const percent = (share: number | null | undefined, digits = 2): string =>
  share === null || share === undefined || !Number.isFinite(share)
    ? noFigure
    : `${fixed(100 * share, digits)} %`

export const metricFigure = (unit: Unit, value: number | null | undefined): string =>
  value === null || value === undefined ? noFigure : typographic(figureText(unit, value))

/** 1234567 as 1 234 567, with narrow spaces that do not break. */
export const grouped = (count: number): string =>
  typographic(String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f"))

/** Four significant digits, without an exponent where it is short enough to read. */
export const brief = (value: number): string => {
  const size = Math.abs(value)
  if (value === 0) return "0"
  if (size >= 1e6 || size < 1e-4) return typographic(value.toExponential(2))
  return typographic(String(Number(value.toPrecision(4))))
}
