/** A question with the choices that answer it: what a file of `experiments/` exports by default. */
import type { Study } from "./Study.ts"

export interface Experiment<C = unknown, E = unknown> {
  readonly _tag: "Experiment"
  readonly question: string
  readonly graph: Study<C, E>
  readonly config: E
  /** presets of configs/presets that the answer is to be held against */
  readonly against: ReadonlyArray<string>
  /** values to try beside the config's own, by path */
  readonly vary: Readonly<Record<string, ReadonlyArray<unknown>>>
}

export interface Definition<C, E> {
  readonly question: string
  readonly graph: Study<C, E>
  readonly config: E
  readonly against?: ReadonlyArray<string>
  readonly vary?: Readonly<Record<string, ReadonlyArray<unknown>>>
}

export const define = <C, E>(definition: Definition<C, E>): Experiment<C, E> => ({
  _tag: "Experiment",
  against: [],
  vary: {},
  ...definition,
})

/** Whether a value is an experiment, its graph included: files in JavaScript, or with a cast, may hold anything. */
export const isExperiment = (value: unknown): value is Experiment =>
  isRecord(value) &&
  value["_tag"] === "Experiment" &&
  typeof value["question"] === "string" &&
  isRecord(value["graph"]) &&
  typeof value["graph"]["files"] === "function" &&
  "config" in value

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null
