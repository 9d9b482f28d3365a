/** The figures of a study as one record: those of net returns, then those of its book. */

export type Figures = Readonly<Record<string, number | null>>

/** @param metrics the document metrics.json of Sage's study, or of another one a flat record of numbers */
export function figuresOf(metrics: unknown): Figures | undefined {
  if (!isRecord(metrics)) return undefined
  const { net, book } = metrics
  const groups = isRecord(net) && isRecord(book) ? [net, book] : [metrics]
  return Object.fromEntries(groups.flatMap((group) => Object.entries(group).filter(isFigure)))
}

const isFigure = (entry: [string, unknown]): entry is [string, number | null] =>
  entry[1] === null || typeof entry[1] === "number"

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
