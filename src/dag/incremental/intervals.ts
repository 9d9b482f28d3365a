/** Row ranges [from, to), in order and apart once merged. */
export type Interval = readonly [from: number, to: number]

/** Overlapping and touching ranges become one, and so do those with at most `gap` rows between them. */
export function merge(intervals: ReadonlyArray<Interval>, gap = 0): ReadonlyArray<Interval> {
  const sorted = intervals.filter(([from, to]) => from < to).toSorted(([a], [b]) => a - b)
  const merged: Array<[number, number]> = []
  for (const [from, to] of sorted) {
    const last = merged[merged.length - 1]
    if (last !== undefined && from <= last[1] + gap) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

export const total = (intervals: ReadonlyArray<Interval>): number =>
  intervals.reduce((sum, [from, to]) => sum + to - from, 0)
