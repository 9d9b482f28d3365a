import { drawTimeChart } from "../chart/drawTimeChart.ts"
import type { HeldWeights } from "../ReportData.ts"
import { investedSpan } from "../weights.ts"
import type { Section } from "./Section.ts"

export const exposure: Section = {
  id: "exposure",
  title: "Exposure",
  draw: ({ weights }) => {
    const span = weights === undefined ? undefined : investedSpan(weights)
    if (span === undefined) return undefined
    return drawTimeChart({
      id: "exposure-chart",
      title: "Gross and net exposure, multiples of net asset value",
      description: "Sum of the sizes of all held weights, and their sum with signs.",
      days: span.days,
      series: [
        { name: "gross", mark: "s0", values: summed(span, Math.abs) },
        { name: "net", mark: "s1", values: summed(span, (weight) => weight) },
      ],
      unit: "multiple",
      height: 160,
      base: 0,
    })
  },
}

function summed({ days, held }: HeldWeights, of: (weight: number) => number): Float64Array {
  const out = new Float64Array(days.length)
  for (const values of held.values()) {
    values.forEach((value, row) => {
      if (!Number.isNaN(value)) out[row] = out[row]! + of(value)
    })
  }
  return out
}
