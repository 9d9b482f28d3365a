/**
 * Random numbers by place: the draw `n` of a session from the stream of a (ticker, purpose).
 *
 * A stream has no state, so that a ticker, a column or a session less changes no other number. Philox4x32-10 with the key
 * (seed, hash of ticker and purpose) and the counter (epoch day of the session, pair of draws).
 */
import { philox } from "../../../dag/philox.ts"
import { inverseNormal } from "../../../kernel/inverseNormal.ts"
import { openUnit } from "../../../kernel/openUnit.ts"

export interface DemoStream {
  /** uniform, strictly between 0 and 1 */
  readonly uniform: (session: number, draw: number) => number
  /** standard normal */
  readonly normal: (session: number, draw: number) => number
  /** Student's t with ν degrees of freedom, scaled to variance 1; takes draws 0 … ν */
  readonly studentT: (session: number, degrees: number) => number
}

export function makeDemoStream(seed: number, ticker: string, purpose: string): DemoStream {
  const key = streamId(ticker, purpose)
  const words = new Uint32Array(4)
  const uniform = (session: number, draw: number): number => {
    philox(seed, key, session, draw >>> 1, 0, 0, words)
    return draw & 1 ? openUnit(words[2]!, words[3]!) : openUnit(words[0]!, words[1]!)
  }
  const normal = (session: number, draw: number): number => inverseNormal(uniform(session, draw))
  const studentT = (session: number, degrees: number): number => {
    let sum = 0
    for (let draw = 1; draw <= degrees; draw++) {
      const z = normal(session, draw)
      sum += z * z
    }
    return normal(session, 0) * Math.sqrt((degrees - 2) / sum)
  }
  return { uniform, normal, studentT }
}

/** FNV-1a, 32 bits, of "ticker/purpose" (names of ASCII letters). */
export function streamId(ticker: string, purpose: string): number {
  let hash = 0x811c9dc5
  for (const letter of `${ticker}/${purpose}`) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return hash >>> 0
}
