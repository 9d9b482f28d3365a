/**
 * Random numbers by place: the draw `n` of a row and a column from a named stream of a study's seed.
 *
 * A stream has no state, so that an appended row, another column, another order of calls or another node draws nothing
 * anew. Philox4x32-10, keyed by (seed, stream, column), counted by (row key, pair of draws). A node that draws declares
 * the stream (`stream: "paths"` in its definition): the seed then enters its key.
 *
 * ```ts
 * run: (_, { count }, { seed }) => {
 *   const x = column(seed, "paths", "x")
 *   return Array.from({ length: count }, (_, row) => x.unit(row))
 * }
 * ```
 */
import { createHash } from "node:crypto"
import { encode } from "./canonical.ts"
import { philox } from "./philox.ts"

export interface StreamColumn {
  /**
   * Uniform in [0, 1), 53 bits.
   *
   * @param row key of the row, a 32-bit integer: an epoch day, the number of a path
   * @param draw 0, 1, … where a row needs several numbers
   */
  readonly unit: (row: number, draw?: number) => number
}

export function column(seed: number, stream: string, name: string): StreamColumn {
  const hash = createHash("sha256")
    .update(encode([seed, stream, name]), "utf16le")
    .digest()
  const [key0, key1] = [hash.readInt32LE(0), hash.readInt32LE(4)]
  const words = new Uint32Array(4)
  let [lastRow, lastPair] = [NaN, NaN] // the pair that `words` holds: two draws at a time are asked for together
  return {
    unit: (row, draw = 0) => {
      const pair = draw >>> 1
      if (row !== lastRow || pair !== lastPair) philox(key0, key1, row, pair, 0, 0, words)
      ;[lastRow, lastPair] = [row, pair]
      return draw & 1 ? unit(words[2]!, words[3]!) : unit(words[0]!, words[1]!)
    },
  }
}

const unit = (high: number, low: number): number => ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53
