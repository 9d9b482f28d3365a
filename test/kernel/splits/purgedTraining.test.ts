import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Purging, purgedTraining, type RowSpans } from "../../../src/kernel/splits/purgedTraining.ts"
import type { RowRange } from "../../../src/kernel/splits/RowRange.ts"

/** Any spans: of any length, begun before or after their row, some missing. Any test blocks, apart. */
const drawn = fc.integer({ min: 1, max: 40 }).chain((count) =>
  fc.record({
    spans: fc
      .array(
        fc.tuple(
          fc.integer({ min: -5, max: 3 }),
          fc.integer({ min: 0, max: 6 }),
          fc.boolean(),
          fc.integer({ min: 0, max: 9 }),
        ),
        { minLength: count, maxLength: count },
      )
      .map(
        (rows): RowSpans => ({
          starts: Float64Array.from(rows, ([shift, , isAtRow], i) => (isAtRow ? i : i + shift)),
          ends: Float64Array.from(rows, ([shift, length, isAtRow, rare], i) =>
            rare === 0 ? NaN : (isAtRow ? i : i + shift) + length,
          ),
        }),
      ),
    blocks: fc
      .array(fc.nat(12), { minLength: count, maxLength: count })
      .map((marks) => blocksOf(marks.map((mark, row) => mark === 0 || (row > 0 && marks[row - 1] === 0)))),
    embargo: fc.integer({ min: 0, max: 6 }),
  }),
)

function blocksOf(marks: ReadonlyArray<boolean>): ReadonlyArray<RowRange> {
  const blocks: Array<RowRange> = []
  marks.forEach((isTest, row) => {
    const last = blocks.at(-1)
    if (!isTest) return
    if (last?.to === row) blocks[blocks.length - 1] = { from: last.from, to: row + 1 }
    else blocks.push({ from: row, to: row + 1 })
  })
  return blocks
}

const rowsOf = (blocks: ReadonlyArray<RowRange>): ReadonlyArray<number> =>
  blocks.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))

const known = ({ starts, ends }: RowSpans, row: number): boolean =>
  !Number.isNaN(starts[row]!) && !Number.isNaN(ends[row]!)

/** Every training row against every test row, by the words of the definition. */
function naive(spans: RowSpans, blocks: ReadonlyArray<RowRange>, purging: Purging): ReadonlyArray<number> {
  const tested = rowsOf(blocks)
  const { starts, ends } = spans
  return Array.from(starts, (_, row) => {
    if (tested.includes(row) || !known(spans, row)) return 0
    const meets = tested.some((other) => {
      if (!known(spans, other)) return false
      const [latestStart, firstEnd] = [
        Math.max(starts[row]!, starts[other]!),
        Math.min(ends[row]!, ends[other]!),
      ]
      if (purging.touching === "purged") return latestStart <= firstEnd
      // they share more than the row on which one ends and the other begins
      return starts[row]! < ends[other]! && starts[other]! < ends[row]!
    })
    if (meets) return 0
    const isEmbargoed = blocks.some(({ from, to }) => {
      const labels = rowsOf([{ from, to }]).flatMap((other) => (known(spans, other) ? [ends[other]!] : []))
      const last = purging.embargo_from === "last_row" ? to - 1 : Math.max(to - 1, ...labels)
      const first = purging.embargo_from === "last_label" && purging.touching === "allowed" ? last : last + 1
      return purging.embargo > 0 && row >= to && row < first + purging.embargo
    })
    return isEmbargoed ? 0 : 1
  })
}

describe("purged training", () => {
  it("leaves no row whose span touches one of a test row, nor one within the embargo", () => {
    let kept = 0
    fc.assert(
      fc.property(drawn, ({ spans, blocks, embargo }) => {
        const purging = { embargo, touching: "purged", embargo_from: "last_label" } as const
        const trained = purgedTraining(spans, blocks, purging)
        const { starts, ends } = spans
        for (const row of Array.from(trained.keys()).filter((i) => trained[i] === 1)) {
          kept++
          for (const other of rowsOf(blocks)) {
            if (!known(spans, other)) continue
            expect(ends[row]! < starts[other]! || starts[row]! > ends[other]!).toBe(true)
          }
          for (const { from, to } of blocks) {
            const last = Math.max(to - 1, ...rowsOf([{ from, to }]).map((i) => ends[i]! || -1))
            expect(row < from || embargo === 0 || row > last + embargo).toBe(true)
          }
        }
      }),
      { numRuns: 500, seed: 7 },
    )
    expect(kept).toBeGreaterThan(500)
  })

  it("leaves out no row but those, in all conventions", () => {
    fc.assert(
      fc.property(
        drawn,
        fc.constantFrom("purged", "allowed"),
        fc.constantFrom("last_label", "last_row"),
        ({ spans, blocks, embargo }, touching, embargo_from) => {
          const purging = { embargo, touching, embargo_from } as const
          expect(Array.from(purgedTraining(spans, blocks, purging))).toEqual(naive(spans, blocks, purging))
        },
      ),
      { numRuns: 1000, seed: 8 },
    )
  })
})
