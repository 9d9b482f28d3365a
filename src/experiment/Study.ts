/**
 * A ready graph: a schema of what it can be told, and a function from that to nodes.
 * What it gives back, by file name, is what a run's folder will hold.
 */
import type * as Schema from "effect/Schema"
import type { Source } from "../dag/Node.ts"
import type * as ExchangeCalendar from "../domain/ExchangeCalendar.ts"
import type { MarketFacts } from "../pipeline/data/MarketFacts.ts"

/** A field of the config that does not go with the snapshot. */
export interface Objection {
  readonly path: ReadonlyArray<string | number>
  readonly message: string
}

/** What a graph may know of the run it is made for; equal for equal questions and configs. */
export interface StudyContext<C> {
  readonly question: string
  /** of the config as users write it, defaults filled in, but for how figures are told */
  readonly configHash: string
  /** configs that the result is to be held against, by the names of their presets, in the order of the experiment */
  readonly baselines: Readonly<Record<string, C>>
}

/** What a study that wants live prices says about its market; the rest comes from the snapshot that it would read. */
export interface LiveWish {
  readonly source: string
  readonly universe: ReadonlyArray<string> | undefined
  readonly calendar: ExchangeCalendar.Name | undefined
}

export interface Study<C, E> {
  readonly config: Schema.Codec<C, E>
  /** name of the snapshot that the study reads; undefined for one that reads none, and is then given none */
  readonly snapshot: (config: C) => string | undefined
  /** what the config says of live prices, where it wants them in place of the snapshot's; a study may know none */
  readonly live?: (config: C) => LiveWish | undefined
  readonly seed: (config: C) => number
  /** whether fills are better than anybody could have; marked in the manifest */
  readonly optimisticFill: (config: C) => boolean
  /** what of the config the market cannot serve; empty when all is well */
  readonly objections: (config: C, market: MarketFacts) => ReadonlyArray<Objection>
  /**
   * What a preset says, as a baseline of a study: on the same prices and over the same sessions. Both are as users write
   * them; the study's has its defaults filled in. A graph without it takes no baselines.
   */
  readonly baseline?: (preset: unknown, own: unknown) => unknown
  /** sources by the name of the file that shows them: documents as .json, lists of documents as .log, bytes as they are */
  readonly files: (
    config: C,
    market: MarketFacts,
    context: StudyContext<C>,
  ) => Readonly<Record<string, Source<unknown>>>
}

export const define = <C, E>(study: Study<C, E>): Study<C, E> => study
