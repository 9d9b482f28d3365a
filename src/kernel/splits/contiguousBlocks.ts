import type { RowRange } from "./RowRange.ts"

/**
 * Rows cut into consecutive blocks whose sizes differ by one at most, the larger ones first.
 *
 * @param count rows @param blocks how many; ≥ 1. With fewer rows than blocks the last blocks are empty.
 */
export function contiguousBlocks(count: number, blocks: number): ReadonlyArray<RowRange> {
  const [size, larger] = [Math.floor(count / blocks), count % blocks]
  return Array.from({ length: blocks }, (_, i) => ({
    from: i * size + Math.min(i, larger),
    to: (i + 1) * size + Math.min(i + 1, larger),
  }))
}
