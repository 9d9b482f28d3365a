import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { combinatorialPaths } from "../../../src/kernel/splits/combinatorialPaths.ts"
import { contiguousBlocks } from "../../../src/kernel/splits/contiguousBlocks.ts"
import { rangesOf, rowsIn } from "../../../src/kernel/splits/RowRange.ts"
import { walkForwardWindows } from "../../../src/kernel/splits/walkForwardWindows.ts"

const size = fc.integer({ min: 1, max: 30 })

describe("walk-forward windows", () => {
  it("test every row after the first training window and the gap once, in order", () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        size,
        size,
        fc.nat(9),
        fc.constantFrom("expanding", "rolling"),
        (count, train, test, gap, window) => {
          const folds = walkForwardWindows(count, { window, train, test, gap, partial: true })
          const rows = folds.flatMap((fold) =>
            Array.from({ length: fold.test.to - fold.test.from }, (_, i) => fold.test.from + i),
          )
          expect(rows).toEqual(
            Array.from({ length: Math.max(0, count - train - gap) }, (_, i) => train + gap + i),
          )
          for (const fold of folds) {
            expect(fold.test.from - fold.train.to).toBe(gap)
            expect(fold.train.from).toBe(window === "rolling" ? fold.train.to - train : 0)
          }
        },
      ),
    )
  })

  it("do not move when rows are appended", () => {
    const settings = { window: "rolling", train: 25, test: 10, gap: 3, partial: true } as const
    const [before, after] = [walkForwardWindows(75, settings), walkForwardWindows(76, settings)]
    expect(after.slice(0, before.length - 1)).toEqual(before.slice(0, -1))
    expect(after.at(-1)!.test.from).toBe(before.at(-1)!.test.from)
  })

  it("leave out a last window that is cut off, where asked", () => {
    const settings = { window: "expanding", train: 10, test: 10, gap: 0, partial: false } as const
    expect(walkForwardWindows(39, settings)).toHaveLength(2)
    expect(walkForwardWindows(40, settings)).toHaveLength(3)
  })
})

describe("blocks", () => {
  it("cut all rows into consecutive parts of nearly one size", () => {
    fc.assert(
      fc.property(fc.nat(100), size, (count, blocks) => {
        const cut = contiguousBlocks(count, blocks)
        const sizes = cut.map(({ from, to }) => to - from)
        expect(rowsIn(cut)).toBe(count)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        cut.slice(1).forEach(({ from }, i) => expect(from).toBe(cut[i]!.to))
      }),
    )
  })
})

describe("combinatorial paths", () => {
  const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k)

  it("have every block once each", () => {
    for (const [count, tested] of [
      [6, 2],
      [5, 3],
      [10, 2],
      [4, 1],
      [3, 3],
    ] as const) {
      const splits = combinatorialPaths(count, tested)
      expect(splits).toHaveLength(Math.round(binomial(count, tested)))
      const paths = new Map<number, Array<number>>()
      for (const { blocks, paths: ids } of splits)
        ids.forEach((path, i) => paths.set(path, [...(paths.get(path) ?? []), blocks[i]!]))
      expect(paths.size).toBe(Math.round(binomial(count - 1, tested - 1)))
      for (const blocks of paths.values())
        expect(blocks.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i))
    }
  })
})

describe("ranges", () => {
  it("hold exactly the marked rows", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1)), (marks) => {
        const rows = rangesOf(Uint8Array.from(marks)).flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, i) => from + i),
        )
        expect(rows).toEqual(marks.flatMap((mark, i) => (mark === 1 ? [i] : [])))
      }),
    )
  })
})
