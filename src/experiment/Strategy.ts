/**
 * A kind of strategy: what it can be told, and how features become its intent.
 *
 * **Intent only.** A strategy says what it wants at t, as signals (−1, 0, +1) or scores, NaN = no opinion, and nothing
 * else: no exposure, no weights, no positions, no orders, no returns. How large a wish becomes, when it is filled and
 * what it earns is the business of execution, allocation and the books, so that the same wish can be judged under any of
 * them. The types hold a strategy to it, and `NotIntent` whoever writes without them.
 */
import * as Schema from "effect/Schema"
import type { Event, Source } from "../dag/Node.ts"
import * as Intent from "../domain/Intent.ts"
import type { Panel } from "../domain/Panel.ts"

/** What every strategy may read. */
export interface StrategyInputs {
  /** total-return index, known at the close */
  readonly index: Source<Panel>
  /** who is listed (see data/listing): no window reaches into an earlier listing of the same name */
  readonly listing: Source<Panel>
  /** opening prices as traded, known at the open; NaN where a bar has none */
  readonly open: Source<Panel>
}

export interface Strategy<C extends { readonly type: string }, E, K extends Intent.Kind = Intent.Kind> {
  readonly type: C["type"]
  readonly title: string
  /** discrete wishes (−1, 0, +1) or continuous ones: decides how exposure is mapped by default; may follow from the config */
  readonly kind: K | ((config: C) => K)
  /**
   * When a row of the intent is known, `close` by default. With `execution.signal_time: open` a study takes an intent of
   * the close from the session before; one that says `open` is taken as it is, and refused when the graph is planned if
   * it reads anything of its own session but opens.
   */
  readonly known?: Event
  readonly config: Schema.Codec<C, E>
  /** @param name of the strategy in the study: labels its nodes */
  readonly intent: (config: C, inputs: StrategyInputs, name: string) => Source<Intent.OfKind[K]>
}

export const define = <C extends { readonly type: string }, E, const K extends Intent.Kind>(
  strategy: Strategy<C, E, K>,
): Strategy<C, E, K> => strategy

/** A strategy gives something that is not the intent which it declares. */
export class NotIntent extends Schema.TaggedError<NotIntent>()("NotIntent", {
  /** under `strategies` in the config */
  name: Schema.String,
  type: Schema.String,
  declared: Schema.Literals(["signals", "scores"]),
  /** the type of what it gives; null when that is no output of a node */
  given: Schema.NullOr(Schema.String),
}) {
  override get message(): string {
    const given = this.given === null ? "no output of a node" : `a value of type ${this.given}`
    return `strategy ${this.name} (type ${this.type}) declares ${this.declared} but gives ${given}; a strategy returns intent and nothing else: give the output of a node of type ${this.declared}`
  }
}

// A strategy is invariant in its config, so "a strategy of some config" can be said with any alone.
// oxlint-disable-next-line no-explicit-any
type AnyStrategy = Strategy<any, any, any>

export interface Catalogue<S extends ReadonlyArray<AnyStrategy>> {
  readonly all: S
  /** union of the configs, told apart by `type` */
  readonly schema: Schema.Codec<ConfigOf<S>, EncodedOf<S>>
  /** @throws {NotIntent} when a strategy gives anything else */
  readonly intent: (config: ConfigOf<S>, inputs: StrategyInputs, name: string) => Source<Intent.Intent>
  readonly kindOf: (config: ConfigOf<S>) => Intent.Kind
  readonly knownOf: (config: ConfigOf<S>) => Event
}

type ConfigOf<S extends ReadonlyArray<AnyStrategy>> = S[number]["config"]["Type"]
type EncodedOf<S extends ReadonlyArray<AnyStrategy>> = S[number]["config"]["Encoded"]

export function catalogue<const S extends ReadonlyArray<AnyStrategy>>(all: S): Catalogue<S> {
  const of = ({ type }: { readonly type: string }): AnyStrategy =>
    all.find((strategy) => strategy.type === type)!
  const kindOf = (config: ConfigOf<S>): Intent.Kind => {
    const { kind } = of(config)
    return typeof kind === "function" ? kind(config) : kind
  }
  return {
    all,
    schema: Schema.Union(all.map(({ config }) => config)),
    intent: (config, inputs, name) => {
      const source = of(config).intent(config, inputs, name)
      const given = typeOf(source)
      const declared = kindOf(config)
      if (given !== declared) throw new NotIntent({ name, type: config.type, declared, given })
      return source
    },
    kindOf,
    knownOf: (config) => of(config).known ?? "close",
  }
}

/** Name of the type that flows from a source; null for what is none, as JavaScript may hand over. */
function typeOf(source: Partial<Source<unknown>> | undefined): string | null {
  return source?.node?.spec?.outputs[source.port ?? ""]?.type.name ?? null
}
