/**
 * What a strategy or a model wants at t: signals (−1, 0, +1) or scores (any real), NaN = no opinion.
 * Never positions, weights or returns; who fills the wish, when and how large is not the strategy's business.
 *
 * Two kinds, told apart in the types and when a node runs: only what was declared an intent, by `signals` or `scores`,
 * is taken for one, and signals hold nothing but −1, 0, +1 and NaN.
 */
import type { ValueType } from "../dag/ValueType.ts"
import * as Panel from "./Panel.ts"

export type Kind = "signals" | "scores"

/** An intent of either kind. */
export interface Intent extends Panel.Panel {
  readonly "~intent": Kind
}

/** Discrete wishes: −1, 0, +1. */
export interface Signals extends Intent {
  readonly "~intent": "signals"
}

/** Continuous wishes. */
export interface Scores extends Intent {
  readonly "~intent": "scores"
}

/** By kind, for strategies that declare one. */
export interface OfKind {
  readonly signals: Signals
  readonly scores: Scores
}

// ------------------------------------------------------------------------------------------------- constructors

/** What was declared an intent, and of which kind: the brand as it exists in JavaScript, which a copy does not inherit. */
const declared = new WeakMap<object, Kind>()

function declare<K extends Kind>(panel: Panel.Panel, kind: K): OfKind[K] {
  const intent = { ...panel } as OfKind[K]
  declared.set(intent, kind)
  return intent
}

/** Declares a panel of −1, 0, +1 and NaN an intent; other values are refused when the node that returns it has run. */
export const signals = (panel: Panel.Panel): Signals => declare(panel, "signals")

/** Declares a panel of any real values, and NaN, an intent. */
export const scores = (panel: Panel.Panel): Scores => declare(panel, "scores")

/** Other values of the same kind, on the same sessions and assets. */
export const like = (intent: Intent, values: Float64Array): Intent =>
  declare(Panel.like(intent, values), declared.get(intent) ?? "scores")

// -------------------------------------------------------------------------------------------------- value types

/** A port that takes either kind. */
export const type: ValueType<Intent> = {
  ...Panel.typeOf<Intent>("intent", ["panel"], "members", scores),
  problem: (value) => (declared.has(value) ? undefined : undeclared("Intent.signals or Intent.scores")),
}

export const signalsType: ValueType<Signals> = {
  ...Panel.typeOf<Signals>("signals", ["intent", "panel"], "members", signals),
  problem: (value) =>
    declared.get(value) === "signals" ? beyondSignals(value) : undeclared("Intent.signals"),
}

export const scoresType: ValueType<Scores> = {
  ...Panel.typeOf<Scores>("scores", ["intent", "panel"], "members", scores),
  problem: (value) => (declared.get(value) === "scores" ? undefined : undeclared("Intent.scores")),
}

const undeclared = (constructor: string): string =>
  `is not an intent but some other value (weights, returns, prices?); a strategy says what it wants and nothing else: make the wish and declare it by ${constructor}`

function beyondSignals({ values }: Signals): string | undefined {
  const other = values.find((value) => value !== 1 && value !== -1 && value !== 0 && !Number.isNaN(value))
  return other === undefined
    ? undefined
    : `holds ${other}, but signals are −1, 0, +1 or NaN; declare scores, or bring them to signals with intent/threshold`
}
