/** A question with the choices that answer it: what a file of `experiments/` exports by default. */
import type { Study } from "./Study.ts"

export interface Experiment<C = unknown, E = unknown> {
  readonly _tag: "Experiment"
  readonly question: string
  readonly graph: Study<C, E>
  readonly config: E
  /** presets of configs/presets that the answer is to be held against */
  readonly against: ReadonlyArray<string>
  /** what those presets say, by name; filled in when the experiment is loaded from its file */
  readonly baselines: Readonly<Record<string, Baseline>>
  /** values to try beside the config's own, by path */
  readonly vary: Readonly<Record<string, ReadonlyArray<unknown>>>
  /** systems to compare, by name: what each changes of the config, by path */
  readonly systems: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** A preset that a result is held against. */
export interface Baseline {
  /** as shown to users */
  readonly file: string
  /** as users write it */
  readonly config: unknown
}

export interface Definition<C, E> {
  readonly question: string
  readonly graph: Study<C, E>
  readonly config: E
  readonly against?: ReadonlyArray<string>
  readonly vary?: Readonly<Record<string, ReadonlyArray<unknown>>>
  readonly systems?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

export const define = <C, E>(definition: Definition<C, E>): Experiment<C, E> => ({
  _tag: "Experiment",
  against: [],
  baselines: {},
  vary: {},
  systems: {},
  ...definition,
})

/** Whether a value is an experiment, its graph included: files in JavaScript, or with a cast, may hold anything. */
export const isExperiment = (value: unknown): value is Experiment =>
  isRecord(value) &&
  value["_tag"] === "Experiment" &&
  typeof value["question"] === "string" &&
  isRecord(value["graph"]) &&
  typeof value["graph"]["files"] === "function" &&
  Array.isArray(value["against"]) &&
  "config" in value

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null
