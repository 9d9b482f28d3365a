/** Draws from a seed: everything that is generated for the laws follows from one integer. */
import { mix } from "../../src/dag/audit/chance.ts"

export interface Draw {
  /** in [0, 1) */
  readonly unit: () => number
  /** 0 … count − 1 */
  readonly below: (count: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <A>(from: ReadonlyArray<A>) => A
}

export function drawFrom(...seed: ReadonlyArray<number>): Draw {
  let count = 0
  const next = (): number => mix(...seed, count++)
  const unit = (): number => next() / 2 ** 32
  return {
    unit,
    below: (size) => next() % size,
    chance: (share) => unit() < share,
    pick: (from) => from[next() % from.length]!,
  }
}
