import { combinations } from "./combinations.ts"

export interface CombinatorialSplit {
  /** numbers of the blocks that are tested, in order */
  readonly blocks: ReadonlyArray<number>
  /** for each of them the backtest path that its test belongs to */
  readonly paths: ReadonlyArray<number>
}

/**
 * Every choice of `tested` of `count` blocks as a split, and how their tests make whole histories: the j-th split that tests
 * a block gives that block to path j, so that each path has every block once.
 *
 * There are C(count, tested) splits and C(count − 1, tested − 1) paths.
 *
 * Source: M. López de Prado, Advances in Financial Machine Learning (2018), 12.4.
 */
export function combinatorialPaths(count: number, tested: number): ReadonlyArray<CombinatorialSplit> {
  const seen = new Int32Array(count)
  return combinations(count, tested).map((blocks) => ({
    blocks,
    paths: blocks.map((block) => seen[block]!++),
  }))
}
