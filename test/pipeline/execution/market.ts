/** Random small markets with gaps, late listings, delistings and new listings, for the tests of fills and costs. */
import fc from "fast-check"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { mintTargetWeights } from "../../../src/domain/targetWeights.mint.ts"
import type { TargetWeights } from "../../../src/domain/Weights.ts"

export interface Market {
  readonly targets: TargetWeights
  readonly before_fill: Panel.Panel
  readonly after_fill: Panel.Panel
  readonly close_to_close: Panel.Panel
  readonly listing: Panel.Panel
}

export interface Shape {
  readonly seed: number
  readonly sessions: number
  readonly assets: number
  /** share of sessions with a decision */
  readonly busy: number
  /** size of a session's move */
  readonly move: number
  /** largest |target| times the number of assets */
  readonly gross: number
  readonly fill: "open" | "close"
  /** whether bars go missing and listings end */
  readonly holes: boolean
}

export const shapes = (holes = true): fc.Arbitrary<Shape> =>
  fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
    sessions: fc.integer({ min: 0, max: 40 }),
    assets: fc.integer({ min: 0, max: 5 }),
    busy: fc.constantFrom(0.1, 0.3, 1),
    move: fc.constantFrom(0.02, 0.1, 0.4),
    gross: fc.constantFrom(0.8, 1.5, 3),
    fill: fc.constantFrom("open" as const, "close" as const),
    holes: fc.constant(holes),
  })

/** Numbers in [0, 1) by a multiplicative generator: the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

const panelOf = (rows: ReadonlyArray<ReadonlyArray<number>>, assets: ReadonlyArray<string>): Panel.Panel =>
  Panel.make(
    Calendar.make(Int32Array.from(rows, (_, t) => 18000 + t + 2 * Math.floor(t / 5))),
    assets,
    Float64Array.from(rows.flat()),
  )

export function makeMarket(shape: Shape): Market {
  const random = randomNumbers(shape.seed)
  const assets = Array.from({ length: shape.assets }, (_, i) => `A${i}`)
  const columns = assets.map(() => makeAsset(shape, random))
  const rows = (f: (column: ReturnType<typeof makeAsset>, t: number) => number) =>
    panelOf(
      Array.from({ length: shape.sessions }, (_, t) => columns.map((column) => f(column, t))),
      assets,
    )
  const decides = Array.from({ length: shape.sessions }, () => random() < shape.busy)
  return {
    targets: mintTargetWeights(rows((column, t) => (decides[t] ? column.wish[t]! : NaN))),
    before_fill: rows((column, t) => column.before[t]!),
    after_fill: rows((column, t) => column.after[t]!),
    close_to_close: rows((column, t) => column.whole[t]!),
    listing: rows((column, t) => column.listing[t]!),
  }
}

/** One asset's history; its returns agree with each other. */
function makeAsset(shape: Shape, random: () => number) {
  const { sessions, move, fill, holes, gross, assets } = shape
  const series = () => new Array<number>(sessions).fill(NaN)
  const out = { listing: series(), before: series(), after: series(), whole: series(), wish: series() }
  let listed = !holes || random() < 0.7
  let fresh = true
  for (let t = 0; t < sessions; t++) {
    const wish = (2 * random() - 0.7) * (gross / assets)
    if (!listed) {
      listed = random() < 0.15
      fresh = true
      if (!listed) {
        out.wish[t] = random() < 0.5 ? NaN : 0
        continue
      }
    }
    const ends = holes && !fresh && random() < 0.05
    const hasBar = !ends && (fresh || !holes || random() < 0.75)
    out.listing[t] = ends ? -1 : hasBar ? 1 : 0
    out.wish[t] = hasBar ? (random() < 0.1 ? NaN : random() < 0.1 ? 0 : wish) : random() < 0.5 ? NaN : 0
    const [before, after] = [move * (2 * random() - 1), move * (2 * random() - 1)]
    if (hasBar) {
      const priced = fill === "close" || random() < 0.9
      out.whole[t] = fresh ? NaN : (1 + before) * (1 + after) - 1
      if (priced) {
        out.before[t] = fresh ? 0 : fill === "close" ? out.whole[t]! : before
        out.after[t] = fill === "close" ? 0 : after
      }
      fresh = false
    } else out.whole[t] = 0
    if (ends) listed = false
  }
  return out
}
