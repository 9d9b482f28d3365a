import type { Session } from "./accounting.ts"
import { total } from "./returns.ts"

/** Parts of one session's return of the final book. */
export interface Attribution {
  readonly market: number
  readonly timing: number
  readonly allocation: number
  readonly leverage: number
}

/** From the gross returns of the four books on one session. */
export function attribute(b0: number, b1: number, b2: number, b3: number): Attribution {
  return { market: b0, timing: b1 - b0, allocation: b2 - b1, leverage: b3 - b2 }
}

/** Per asset h a + g1 w b - borrow, split by the side held; with cash they sum to gross. */
export interface Contributions {
  readonly assets: ReadonlyArray<number>
  readonly long: number
  readonly short: number
  readonly cash: number
}

export function contributions(session: Session): Contributions {
  const { before, a, b, w, g1, borrow } = session
  const early = before.map((h, i) => h * a[i]! - borrow[i]!)
  const late = w.map((x, i) => g1 * x * b[i]!)
  // page §7: an asset that changes side at the fill counts with the old side before it, the new one after.
  const side = (sign: number) =>
    total(early.filter((_, i) => Math.sign(before[i]!) === sign)) +
    total(late.filter((_, i) => Math.sign(w[i]!) === sign))
  const assets = early.map((x, i) => x + late[i]!)
  return { assets, long: side(1), short: side(-1), cash: session.interest }
}

/** Sums parts by sector; unmapped assets are left out. */
export function bySector(
  parts: ReadonlyArray<number>,
  assets: ReadonlyArray<string>,
  sectors: Readonly<Record<string, string>>,
): Record<string, number> {
  const out: Record<string, number> = {}
  assets.forEach((asset, i) => {
    const sector = sectors[asset]
    if (sector !== undefined) out[sector] = (out[sector] ?? 0) + parts[i]!
  })
  return out
}

function carinoFactor(r: number): number {
  return r === 0 ? 1 : Math.log1p(r) / r
}

/**
 * Links daily parts so that they add up to the compounded return.
 * Cariño: each session weighs ln(1+r)/r over ln(1+R)/R. Null when a session loses everything.
 */
export function link(
  parts: ReadonlyArray<Readonly<Record<string, number>>>,
  returns: ReadonlyArray<number>,
): Record<string, number> | null {
  if (returns.some((r) => !(r > -1))) return null
  let wealth = 1
  for (const r of returns) wealth *= 1 + r
  // page §7: losses that compound to a total of -1 in all digits are a total loss.
  if (wealth - 1 <= -1) return null
  const whole = carinoFactor(wealth - 1)
  const out: Record<string, number> = {}
  parts.forEach((part, t) => {
    for (const [name, value] of Object.entries(part))
      out[name] = (out[name] ?? 0) + (value * carinoFactor(returns[t]!)) / whole
  })
  return out
}
