/**
 * Node definitions: what a step of a study computes, from what, and how far in time it looks.
 *
 * A definition is data plus one pure `run`. Calling it describes a node of a graph; nothing runs until the engine does.
 */
import type * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import { isVariantHere, labelHere } from "./labels.ts"
import type { External } from "./External.ts"
import type { Reach } from "./Reach.ts"
import type { ValueType } from "./ValueType.ts"

/** The moment of a session at which a row of a value is known. */
export type Event = "open" | "close"

/** State handed from one slice of rows to the next: typed vectors per asset; scalars are vectors of length one. */
export type State = Readonly<Record<string, Float64Array>>

export interface RunContext {
  /** leading rows of the inputs that are there as lookback only; their outputs are not used */
  readonly skip: number
  /** state after the row before `skip`; undefined at the start of history */
  readonly state: State | undefined
  /** the study's seed, for nodes that declare a `stream` */
  readonly seed: number
  /** of a node that reads the world in parts, the parts whose rows are wanted; undefined for all */
  readonly parts?: ReadonlySet<string>
  /** a long `run` may tell how far it is; shown on a terminal, of no effect on results */
  readonly report?: (done: number, total: number) => void
}

/** How often a run whose effect fails is tried again: after `baseMs`, then twice that, then four times, … */
export interface Retry {
  readonly times: number
  /** milliseconds before the second attempt */
  readonly baseMs: number
}

// ---------------------------------------------------------------------------------------------------------- ports

export type Arity = "one" | "optional" | "many"

export interface InputPort<A, N extends Arity> {
  readonly type: ValueType<A>
  readonly arity: N
  /** known before its rows come (the exchange's rule calendar), so reading ahead in it is no lookahead */
  readonly inAdvance: boolean
}

/** A port that may stay unconnected: `run` then gets undefined. */
export const optional = <A>(type: ValueType<A>): InputPort<A, "optional"> => ({
  type,
  arity: "optional",
  inAdvance: false,
})

/** A port that takes any number of named sources: `run` gets a record of values. */
export const many = <A>(type: ValueType<A>): InputPort<A, "many"> => ({
  type,
  arity: "many",
  inAdvance: false,
})

/** A port whose rows are known in advance. */
export const inAdvance = <A>(type: ValueType<A>): InputPort<A, "one"> => ({
  type,
  arity: "one",
  inAdvance: true,
})

export interface OutputPort<A> {
  readonly type: ValueType<A>
  /** when a row is known; by default as late as the latest input */
  readonly known: Event | undefined
}

/** An output known at another moment than the latest input: `Node.knownAt("open", Panel.type)`. */
export const knownAt = <A>(known: Event, type: ValueType<A>): OutputPort<A> => ({ type, known })

// A value type is invariant in its values, so "a port of whatever type" can be said with any alone.
// oxlint-disable no-explicit-any
type InputSpec = ValueType<any> | InputPort<any, Arity>
type OutputSpec = ValueType<any> | OutputPort<any>
// oxlint-enable no-explicit-any

type ValueOf<P> =
  P extends ValueType<infer A>
    ? A
    : P extends InputPort<infer A, infer N>
      ? { one: A; optional: A | undefined; many: Readonly<Record<string, A>> }[N]
      : P extends OutputPort<infer A>
        ? A
        : never

type SourceOf<P> =
  P extends ValueType<infer A>
    ? Source<A>
    : P extends InputPort<infer A, infer N>
      ? { one: Source<A>; optional: Source<A> | undefined; many: Readonly<Record<string, Source<A>>> }[N]
      : never

type OptionalKeys<I> = { [K in keyof I]: I[K] extends InputPort<infer _, "optional"> ? K : never }[keyof I]

/** What `run` gets. */
export type Values<I> = { readonly [K in keyof I]: ValueOf<I[K]> }

/** What a description takes. */
export type Sources<I> = { readonly [K in Exclude<keyof I, OptionalKeys<I>>]: SourceOf<I[K]> } & {
  readonly [K in OptionalKeys<I>]?: SourceOf<I[K]>
}

/** One output port of one node: what other nodes take as input. */
export interface Source<out A> {
  readonly node: GraphNode
  readonly port: string
  /** only in the types: the value that will flow here */
  readonly "~value"?: () => A
}

/** A described node, its types forgotten. */
export interface GraphNode {
  readonly spec: Spec
  readonly config: unknown
  readonly inputs: ReadonlyArray<GraphInput>
  /** tells nodes of one definition apart: `execution/fills@final` */
  readonly label: string | undefined
  /** it gives way to a node before it that has the same definition, config and inputs */
  readonly isVariant?: boolean
}

export interface GraphInput {
  readonly port: string
  /** name of the source within a `many` port */
  readonly key: string | undefined
  readonly source: Source<unknown>
}

// ---------------------------------------------------------------------------------------------------- definitions

export interface DescribeOptions {
  /** tells nodes of one definition apart; part of the node's id, not of its key */
  readonly as?: string
}

interface Common<I, S extends Schema.Codec<unknown, unknown>, Stateful extends boolean> {
  /** `stage/name`, unique, a literal (the code fingerprint finds the definition by it) */
  readonly name: string
  /** one line: what the output is, with its unit and when it is known */
  readonly title: string
  readonly config: S
  readonly inputs: I
  /** one reach for all inputs, or one each */
  readonly reach: (config: S["Type"]) => Reach | { readonly [K in keyof I]: Reach }
  /** `each`: an asset's output depends on that asset alone */
  readonly scope: "each" | "all"
  /** `run` hands over state, so that it can be resumed; goes with a recursive reach */
  readonly stateful?: Stateful
  /**
   * The vectors of the state that have one entry a column of the inputs, each with the entry of a column that has had no
   * value so far; other vectors do not depend on which columns there are. With it the state outlives a change of columns.
   */
  readonly stateColumns?: Stateful extends true ? Readonly<Record<string, number>> : never
  /**
   * The node brings inputs of different rows and members together itself. Every other node gets inputs on a time axis that
   * share their rows (and their members), or is not run.
   */
  readonly aligns?: true
  /** the node takes part in a decision: planning refuses it when its row t could see past t */
  readonly decides?: true
  /** by when a row of an input has to be known; planning refuses a graph in which it could hold anything later */
  readonly knownBy?: (config: S["Type"]) => { readonly [K in keyof I]?: Event }
  /** rows until a recursive or expanding node counts as warmed up */
  readonly settle?: (config: S["Type"]) => number
  /** named stream of random numbers; the study's seed then enters the key */
  readonly stream?: string
  /** reads the world: an effect whose answer stands for the state of what will be read, and enters the key */
  readonly external?: (config: S["Type"]) => Effect.Effect<External, unknown, unknown>
  /**
   * Reads a world that cannot be asked whether it is as it was, instead of `external`: a result holds for so many
   * milliseconds after it was computed, then the node runs again. Each reading has a key of its own, so what a kept run
   * read is kept.
   */
  readonly validForMs?: number
  /**
   * Goes with an answer in parts: the part that a row belongs to, by its key. When some parts changed, `run` is asked for
   * the rows of those alone, in all columns; documents are made anew.
   */
  readonly partOf?: (key: number) => string
  /** long enough to be worth a worker thread: `run` is found there by the module that exports the definition, and has no services */
  readonly heavy?: true
  /** milliseconds that an attempt may take; holds for effects and for heavy nodes, since nothing ends a plain function */
  readonly timeout?: number
  /** for runs that are effects: their typed errors may pass */
  readonly retry?: Retry
  /** files beside the imports that `run` depends on */
  readonly codeDeps?: ReadonlyArray<string>
}

/** What `run` returns: the outputs, with the state after the last row where the node is stateful. */
type Outcome<Out, Stateful extends boolean> = Stateful extends true
  ? { readonly out: Out; readonly state: State }
  : Out

type Run<I, C, Out, Stateful extends boolean> = (
  inputs: Values<I>,
  config: C,
  context: RunContext,
) => Outcome<Out, Stateful> | Effect.Effect<Outcome<Out, Stateful>, unknown, unknown>

type SingleSpec<I, S extends Schema.Codec<unknown, unknown>, O, Stateful extends boolean> = Common<
  I,
  S,
  Stateful
> & {
  readonly output: O
  readonly run: Run<I, S["Type"], ValueOf<O>, Stateful>
}

type MultiSpec<I, S extends Schema.Codec<unknown, unknown>, O, Stateful extends boolean> = Common<
  I,
  S,
  Stateful
> & {
  readonly outputs: O
  readonly run: Run<I, S["Type"], Values<O>, Stateful>
}

/** A definition with everything but its facts forgotten: what the engine works with. */
export interface Spec {
  readonly name: string
  readonly title: string
  readonly config: Schema.Codec<unknown, unknown>
  readonly inputs: Readonly<Record<string, InputPort<unknown, Arity>>>
  readonly outputs: Readonly<Record<string, OutputPort<unknown>>>
  /** whether `run` returns the value of the one port itself rather than a record of ports */
  readonly single: boolean
  readonly reach: (config: unknown) => Reach | Readonly<Record<string, Reach>>
  readonly scope: "each" | "all"
  readonly stateful: boolean
  readonly stateColumns: Readonly<Record<string, number>> | undefined
  readonly aligns: boolean
  readonly decides: boolean
  readonly knownBy: ((config: unknown) => Readonly<Record<string, Event | undefined>>) | undefined
  readonly settle: ((config: unknown) => number) | undefined
  readonly stream: string | undefined
  readonly external: ((config: unknown) => Effect.Effect<External, unknown, unknown>) | undefined
  readonly validForMs: number | undefined
  readonly partOf: ((key: number) => string) | undefined
  readonly heavy: boolean
  readonly timeout: number | undefined
  readonly retry: Retry | undefined
  readonly run: (inputs: Readonly<Record<string, unknown>>, config: unknown, context: RunContext) => unknown
}

export interface Single<I, S extends Schema.Codec<unknown, unknown>, O> {
  (config: S["Encoded"], inputs: Sources<I>, options?: DescribeOptions): Source<ValueOf<O>>
  readonly spec: Spec
  readonly run: Run<I, S["Type"], ValueOf<O>, boolean>
}

export interface Multi<I, S extends Schema.Codec<unknown, unknown>, O> {
  (
    config: S["Encoded"],
    inputs: Sources<I>,
    options?: DescribeOptions,
  ): { readonly [K in keyof O]: Source<ValueOf<O[K]>> }
  readonly spec: Spec
}

export interface Definition {
  readonly spec: Spec
}

/** The port of a definition that has one. */
export const singlePort = "output"

/**
 * Defines a node. With `output` the description is one source; with `outputs`, a record of sources.
 * The config schema is the only validation: defaults, bounds and cross-field checks live there.
 */
export function define<
  const I extends Readonly<Record<string, InputSpec>>,
  S extends Schema.Codec<unknown, unknown>,
  const O extends OutputSpec,
  const Stateful extends boolean = false,
>(spec: SingleSpec<I, S, O, Stateful>): Single<I, S, O>
export function define<
  const I extends Readonly<Record<string, InputSpec>>,
  S extends Schema.Codec<unknown, unknown>,
  const O extends Readonly<Record<string, OutputSpec>>,
  const Stateful extends boolean = false,
>(spec: MultiSpec<I, S, O, Stateful>): Multi<I, S, O>
export function define(given: Loose): unknown {
  const spec = toSpec(given)
  const describe = (
    config: unknown,
    inputs: Readonly<Record<string, unknown>>,
    options?: DescribeOptions,
  ) => {
    const node: GraphNode = {
      spec,
      config,
      inputs: connect(spec, inputs),
      label: labelHere(options?.as),
      isVariant: isVariantHere(),
    }
    const sources = Object.keys(spec.outputs).map((port): [string, Source<unknown>] => [port, { node, port }])
    return spec.single ? sources[0]![1] : Object.fromEntries(sources)
  }
  return Object.assign(describe, { spec })
}

/** `define`'s argument as its implementation sees it. */
interface Loose {
  readonly name: string
  readonly title: string
  readonly config: Schema.Codec<unknown, unknown>
  readonly inputs: Readonly<Record<string, unknown>>
  readonly output?: unknown
  readonly outputs?: Readonly<Record<string, unknown>>
  readonly reach: unknown
  readonly scope: "each" | "all"
  readonly stateful?: boolean
  readonly stateColumns?: Readonly<Record<string, number>>
  readonly aligns?: true
  readonly decides?: true
  readonly knownBy?: unknown
  readonly settle?: unknown
  readonly stream?: string
  readonly external?: unknown
  readonly validForMs?: number
  readonly partOf?: (key: number) => string
  readonly heavy?: true
  readonly timeout?: number
  readonly retry?: Retry
  readonly run: unknown
}

function toSpec(given: Loose): Spec {
  const outputs = given.outputs ?? { [singlePort]: given.output }
  return {
    name: given.name,
    title: given.title,
    config: given.config,
    inputs: mapRecord(given.inputs, toInputPort),
    outputs: mapRecord(outputs, toOutputPort),
    single: given.outputs === undefined,
    reach: given.reach as Spec["reach"],
    scope: given.scope,
    stateful: given.stateful ?? false,
    stateColumns: given.stateColumns,
    aligns: given.aligns ?? false,
    decides: given.decides ?? false,
    knownBy: given.knownBy as Spec["knownBy"],
    settle: given.settle as Spec["settle"],
    stream: given.stream,
    external: given.external as Spec["external"],
    validForMs: given.validForMs,
    partOf: given.partOf,
    heavy: given.heavy ?? false,
    timeout: given.timeout,
    retry: given.retry,
    run: given.run as Spec["run"],
  }
}

function mapRecord<B>(
  record: Readonly<Record<string, unknown>>,
  f: (value: unknown) => B,
): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value)]))
}

function toInputPort(port: unknown): InputPort<unknown, Arity> {
  return isPort(port)
    ? (port as InputPort<unknown, Arity>)
    : { type: port as ValueType<unknown>, arity: "one", inAdvance: false }
}

function toOutputPort(port: unknown): OutputPort<unknown> {
  return isPort(port) ? (port as OutputPort<unknown>) : { type: port as ValueType<unknown>, known: undefined }
}

const isPort = (port: unknown): boolean => typeof port === "object" && port !== null && "type" in port

function connect(spec: Spec, given: Readonly<Record<string, unknown>>): ReadonlyArray<GraphInput> {
  return Object.entries(spec.inputs).flatMap(([port, { arity }]): ReadonlyArray<GraphInput> => {
    const value = given[port]
    if (arity === "many") {
      return Object.entries(value as Record<string, Source<unknown>>).map(([key, source]) => ({
        port,
        key,
        source,
      }))
    }
    return value === undefined ? [] : [{ port, key: undefined, source: value as Source<unknown> }]
  })
}
