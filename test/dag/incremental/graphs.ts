/** Random graphs over the world's panel, with nodes of every reach. */
import type { Source as AnySource } from "../../../src/dag/Node.ts"
import type { Panel } from "../../../src/domain/Panel.ts"
import type { Series } from "../../../src/domain/Series.ts"
import { type Raw, toPanel } from "./edits.ts"
import { Ahead, Change, Count, Gate, Lag, PartSource, Rank, Smooth, Source, Total, world } from "./nodes.ts"
import type { Random } from "./random.ts"
import type { Targets } from "./session.ts"

/** What a random graph is made of. */
export interface Shape {
  readonly inParts: boolean
  readonly picks: ReadonlyArray<{
    readonly kind: number
    readonly a: number
    readonly b: number
    readonly n: number
  }>
}

export const randomShape = (random: Random, inParts: boolean): Shape => ({
  inParts,
  picks: Array.from({ length: 9 }, () => ({
    kind: random.int(9),
    a: random.unit(),
    b: random.unit(),
    n: 1 + random.int(12),
  })),
})

/** A random graph over the source, as a function to describe it anew: nodes are described, not kept. */
export const randomGraph = (random: Random, inParts = false): (() => Targets) =>
  describeGraph(randomShape(random, inParts))

export function describeGraph({ picks, inParts }: Shape): () => Targets {
  return () => {
    const read = inParts ? PartSource({}, {}) : { panel: Source({}, {}) }
    const sources: Array<AnySource<Panel>> = [read.panel]
    const targets: Record<string, AnySource<unknown>> = "count" in read ? { count: read.count } : {}
    const series: Array<AnySource<Series>> = "count" in read ? [read.count] : []
    picks.forEach(({ kind, a, b, n }, i) => {
      const x = sources[Math.floor(a * sources.length)]!
      const y = sources[Math.floor(b * sources.length)]!
      const as = { as: String(i) }
      const made = [
        () => Change({ n }, { x }, as),
        () => Lag({ n }, { x }, as),
        () => Ahead({ n }, { x }, as),
        () => Smooth({ n }, { x }, as),
        () => Count({}, { x }, as),
        () => Rank({}, { x }, as),
        () => Smooth({ n }, { x }, as),
        () => {
          const { sum, same } = Total({}, { x, y, more: { z: x } }, as)
          targets[`sum ${i}`] = sum
          series.push(sum)
          return same
        },
        () => {
          const gate = series[Math.floor(b * series.length)]
          return gate === undefined ? Change({ n }, { x }, as) : Gate({ n }, { x, series: gate }, as)
        },
      ][kind]!()
      sources.push(made)
      targets[`node ${i}`] = made
    })
    return targets
  }
}

/** Makes a panel the world's. */
export const show = (raw: Raw): void => {
  world.panel = toPanel(raw)
  world.version++
}
