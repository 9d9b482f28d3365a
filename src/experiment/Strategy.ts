/**
 * A kind of strategy: what it can be told, and how features become its intent.
 *
 * A strategy says what it wants (signals −1, 0, +1 or scores) and nothing else: no weights, no positions, no returns.
 * The type of `intent` holds it to that.
 */
import * as Schema from "effect/Schema"
import type { Source } from "../dag/Node.ts"
import type { Intent } from "../domain/Intent.ts"
import type { Panel } from "../domain/Panel.ts"

/** What every strategy may read. */
export interface StrategyInputs {
  /** total-return index, known at the close */
  readonly index: Source<Panel>
  /** who is listed (see data/listing): no window reaches into an earlier listing of the same name */
  readonly listing: Source<Panel>
}

export interface Strategy<C extends { readonly type: string }, E> {
  readonly type: C["type"]
  readonly title: string
  /** discrete wishes (−1, 0, +1) or continuous ones: decides how exposure is mapped by default */
  readonly kind: "signals" | "scores"
  readonly config: Schema.Codec<C, E>
  /** @param name of the strategy in the study: labels its nodes */
  readonly intent: (config: C, inputs: StrategyInputs, name: string) => Source<Intent>
}

export const define = <C extends { readonly type: string }, E>(strategy: Strategy<C, E>): Strategy<C, E> =>
  strategy

// A strategy is invariant in its config, so "a strategy of some config" can be said with any alone.
// oxlint-disable-next-line no-explicit-any
type AnyStrategy = Strategy<any, any>

export interface Catalogue<S extends ReadonlyArray<AnyStrategy>> {
  readonly all: S
  /** union of the configs, told apart by `type` */
  readonly schema: Schema.Codec<ConfigOf<S>, EncodedOf<S>>
  readonly intent: (config: ConfigOf<S>, inputs: StrategyInputs, name: string) => Source<Intent>
  readonly kindOf: (config: ConfigOf<S>) => "signals" | "scores"
}

type ConfigOf<S extends ReadonlyArray<AnyStrategy>> = S[number]["config"]["Type"]
type EncodedOf<S extends ReadonlyArray<AnyStrategy>> = S[number]["config"]["Encoded"]

export function catalogue<const S extends ReadonlyArray<AnyStrategy>>(all: S): Catalogue<S> {
  const of = ({ type }: { readonly type: string }): AnyStrategy =>
    all.find((strategy) => strategy.type === type)!
  return {
    all,
    schema: Schema.Union(all.map(({ config }) => config)),
    intent: (config, inputs, name) => of(config).intent(config, inputs, name),
    kindOf: (config) => of(config).kind,
  }
}
