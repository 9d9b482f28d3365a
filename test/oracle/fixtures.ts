import type { Bar, StudyInput } from "./types.ts"

/** A bar that opens and closes where told. */
export function bar(open: number, close: number, more: Partial<Bar> = {}): Bar {
  const high = Math.max(open, close)
  const low = Math.min(open, close)
  return { open, high, low, close, volume: 1000, dividend: 0, splitRatio: 1, ...more }
}

/** Bars that open and close at one price: all of a move happens overnight; null = no bar. */
export function path(closes: ReadonlyArray<number | null>): Array<Bar | null> {
  return closes.map((close) => (close === null ? null : bar(close, close)))
}

/** Sessions are numbered days of January 2024; `decisions` are positions. */
export function input(
  bars: Record<string, ReadonlyArray<Bar | null>>,
  decisions: ReadonlyArray<number>,
  delisted: Record<string, string> = {},
): StudyInput {
  const assets = Object.keys(bars)
  const sessions = bars[assets[0]!]!.map((_, t) => `2024-01-${String(t + 1).padStart(2, "0")}`)
  return {
    sessions,
    assets,
    bars,
    delisted,
    isDecisionDate: (iso) => decisions.includes(sessions.indexOf(iso)),
  }
}

/** A random market with gaps, dividends, splits and one delisting; the same for the same seed. */
export function randomInput(seed: number, nAssets: number, nSessions: number, every: number): StudyInput {
  const random = generator(seed)
  const names = Array.from({ length: nAssets }, (_, i) => `A${i}`)
  const bars = Object.fromEntries(names.map((name) => [name, randomBars(random, nSessions)]))
  const sessions = Array.from({ length: nSessions }, (_, t) =>
    new Date(Date.UTC(2023, 10, 1 + t)).toISOString().slice(0, 10),
  )
  return {
    sessions,
    assets: names,
    bars,
    delisted: { A0: sessions[Math.floor(nSessions * 0.7)]! },
    isDecisionDate: (iso) => sessions.indexOf(iso) % every === 0,
  }
}

function randomBars(random: () => number, n: number): Array<Bar | null> {
  let price = 50 + 50 * random()
  return Array.from({ length: n }, () => {
    const splitRatio = random() < 0.02 ? (price > 50 ? 2 : 0.5) : 1
    const dividend = random() < 0.02 ? price * 0.01 : 0
    const open = ((price - dividend) / splitRatio) * (1 + 0.02 * (random() - 0.5))
    const close = open * (1 + 0.04 * (random() - 0.49))
    if (random() < 0.05) return null
    price = close
    return bar(open, close, { dividend, splitRatio, volume: Math.floor(1e5 * random()) })
  })
}

/** Park and Miller's generator: enough for a fixture. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
