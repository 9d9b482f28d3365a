/** Costs in one sentence, from the metrics of the book; null where they are not known. */
export function costSentence(book: Readonly<Record<string, number | null>>): string | null {
  const perDay = book["cost_bps_per_day"] ?? null
  const perYear = book["cost_bps_per_year"] ?? null
  const perTurnover = book["cost_bps_per_traded_turnover"] ?? null
  if (perDay === null || perYear === null) return null
  if (perDay === 0) return "Costs are zero: gross and net returns are the same."
  const rate =
    perTurnover === null ? "" : `; trading the whole capital once cost ${perTurnover.toFixed(1)} bps`
  return `Costs took ${perDay.toFixed(2)} bps of capital a session, ${perYear.toFixed(0)} bps a year${rate}.`
}
