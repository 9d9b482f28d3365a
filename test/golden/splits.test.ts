import { expect, it } from "vitest"
import { combinatorialPaths } from "../../src/kernel/splits/combinatorialPaths.ts"
import { contiguousBlocks } from "../../src/kernel/splits/contiguousBlocks.ts"
import { type Purging, purgedTraining, type RowSpans } from "../../src/kernel/splits/purgedTraining.ts"
import type { RowRange } from "../../src/kernel/splits/RowRange.ts"
import { walkForwardWindows } from "../../src/kernel/splits/walkForwardWindows.ts"
import { describeGolden, readGolden, tallyOf } from "./support.ts"

interface Fold {
  readonly test: readonly [number, number]
}

interface Golden {
  readonly kfold: ReadonlyArray<{
    readonly n: number
    readonly folds: number
    readonly label_horizon: number
    readonly embargo: number
    readonly by_definition: ReadonlyArray<
      Fold & {
        readonly train_purged: ReadonlyArray<number>
        readonly train_purged_embargoed: ReadonlyArray<number>
        readonly train_touching_allowed: ReadonlyArray<number>
      }
    >
    readonly purgedcv: ReadonlyArray<Fold & { readonly train: ReadonlyArray<number> }>
  }>
  readonly cpcv: {
    readonly n: number
    readonly n_folds: number
    readonly n_test_folds: number
    readonly purged_size: number
    readonly embargo_size: number
    readonly n_paths: number
    readonly path_ids: ReadonlyArray<ReadonlyArray<number>>
    readonly splits: ReadonlyArray<{
      readonly train: ReadonlyArray<number>
      readonly test: ReadonlyArray<ReadonlyArray<number>>
    }>
  }
  readonly walk_forward: {
    readonly rolling: ReadonlyArray<ReadonlyArray<number>>
    readonly expanding: ReadonlyArray<ReadonlyArray<number>>
    readonly params: { test_size: number; train_size: number; purged_size: number; n: number }
  }
}

/** The label of row i covers the rows i … i + horizon. */
const spansOf = (count: number, horizon: number): RowSpans => ({
  starts: Float64Array.from({ length: count }, (_, i) => i),
  ends: Float64Array.from({ length: count }, (_, i) => i + horizon),
})

const trained = (spans: RowSpans, blocks: ReadonlyArray<RowRange>, purging: Purging): ReadonlyArray<number> =>
  Array.from(purgedTraining(spans, blocks, purging).entries()).flatMap(([row, isIn]) =>
    isIn === 1 ? [row] : [],
  )

const file = "peers/splits"

describeGolden("splits", [`golden/${file}.json`, "golden/peers/README.md"], () => {
  const golden = readGolden<Golden>(file)

  it("purged k-fold, in the three conventions", () => {
    const tally = tallyOf(`${file}.json`)
    const compare = (ours: ReadonlyArray<number>, theirs: ReadonlyArray<number>, where: string) => {
      tally.same(ours.length, theirs.length, `${where} rows`)
      theirs.forEach((row, i) => tally.same(ours[i] ?? NaN, row, `${where}[${i}]`))
    }
    for (const [
      at,
      { n, folds, label_horizon, embargo, by_definition, purgedcv },
    ] of golden.kfold.entries()) {
      const spans = spansOf(n, label_horizon)
      const blocks = contiguousBlocks(n, folds)
      expect(blocks).toHaveLength(by_definition.length)
      blocks.forEach((block, i) => {
        const where = `case ${at}, fold ${i}`
        const definition = by_definition[i]!
        compare([block.from, block.to - 1], definition.test, `${where} test`)
        const purging = { touching: "purged", embargo_from: "last_label" } as const
        const allowed = { touching: "allowed", embargo } as const
        compare(trained(spans, [block], { ...purging, embargo: 0 }), definition.train_purged, where)
        compare(trained(spans, [block], { ...purging, embargo }), definition.train_purged_embargoed, where)
        compare(
          trained(spans, [block], { ...allowed, embargo_from: "last_label" }),
          definition.train_touching_allowed,
          `${where} touching allowed`,
        )
        compare(
          trained(spans, [block], { ...allowed, embargo_from: "last_row" }),
          purgedcv[i]!.train,
          `${where} purgedcv`,
        )
      })
    }
    tally.finish(0)
  })

  it("combinatorial purged splits and their paths", () => {
    const tally = tallyOf(`${file}.json`)
    const { n, n_folds, n_test_folds, purged_size, embargo_size, n_paths, path_ids, splits } = golden.cpcv
    const blocks = contiguousBlocks(n, n_folds)
    const ours = combinatorialPaths(n_folds, n_test_folds)
    expect(ours).toHaveLength(splits.length)
    expect(1 + Math.max(...ours.flatMap(({ paths }) => paths))).toBe(n_paths)
    ours.forEach((split, i) => {
      const tested = split.blocks.map((block) => blocks[block]!)
      split.paths.forEach((path, j) => tally.same(path, path_ids[i]![j]!, `split ${i} path ${j}`))
      tested.forEach(({ from, to }, j) => {
        const theirs = splits[i]!.test[j]!
        tally.same(from, theirs[0]!, `split ${i} test ${j}`)
        tally.same(to - 1, theirs.at(-1)!, `split ${i} test ${j}`)
      })
      const rows = trained(spansOf(n, purged_size), tested, {
        embargo: embargo_size,
        touching: "purged",
        embargo_from: "last_label",
      })
      tally.same(rows.length, splits[i]!.train.length, `split ${i} rows`)
      splits[i]!.train.forEach((row, j) => tally.same(rows[j] ?? NaN, row, `split ${i} train ${j}`))
    })
    tally.finish(0)
  })

  it("walk-forward windows, rolling and expanding", () => {
    const tally = tallyOf(`${file}.json`)
    const { test_size: test, train_size: train, purged_size: gap, n } = golden.walk_forward.params
    for (const window of ["rolling", "expanding"] as const) {
      const theirs = golden.walk_forward[window]
      const ours = walkForwardWindows(n, { window, train, test, gap, partial: false })
      expect(ours).toHaveLength(theirs.length)
      ours.forEach((fold, i) => {
        const flat = [fold.train.from, fold.train.to - 1, fold.test.from, fold.test.to - 1]
        flat.forEach((row, j) => tally.same(row, theirs[i]![j]!, `${window} ${i}`))
      })
    }
    tally.finish(0)
  })
})
