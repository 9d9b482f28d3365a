/** A small generator of random numbers with a seed (mulberry32): the same tests on every machine. */
export interface Random {
  readonly unit: () => number
  /** 0 … count − 1 */
  readonly int: (count: number) => number
}

export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return { unit, int: (count) => Math.floor(unit() * count) }
}
