/** Held weights, cut to the sessions from the first holding on. */
import type { HeldWeights } from "./ReportData.ts"

/** undefined where nothing was ever held */
export function investedSpan({ days, held }: HeldWeights): HeldWeights | undefined {
  const columns = [...held.values()]
  const isInvested = (row: number): boolean => columns.some((values) => Math.abs(values[row]!) > 0)
  let from = 0
  while (from < days.length && !isInvested(from)) from++
  if (days.length - from < 2) return undefined
  return {
    days: days.subarray(from),
    held: new Map([...held].map(([asset, values]) => [asset, values.subarray(from)])),
  }
}
