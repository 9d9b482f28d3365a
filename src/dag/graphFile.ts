/** What a file exports by default so that `sage dag run FILE` runs it: a graph, what it can be told, and the seed. */
import type * as Schema from "effect/Schema"
import type { Source } from "./Node.ts"

export interface GraphFile<C = unknown, E = unknown> {
  readonly _tag: "Graph"
  /** the question that the graph answers, in one line */
  readonly title: string
  readonly config: Schema.Codec<C, E>
  /** the config as users write it; `--set path=value` changes it */
  readonly values: E
  /** seed of the nodes that declare a `stream` */
  readonly seed: (config: C) => number
  /** what is computed, by the name of the file that shows it in the run's folder: documents as .json, bytes as they are */
  readonly targets: (config: C) => Readonly<Record<string, Source<unknown>>>
}

export interface GraphDefinition<C, E> extends Omit<GraphFile<C, E>, "_tag" | "seed"> {
  readonly seed?: (config: C) => number
}

export const graph = <C, E>(definition: GraphDefinition<C, E>): GraphFile<C, E> => ({
  _tag: "Graph",
  seed: () => 0,
  ...definition,
})

export const isGraph = (value: unknown): value is GraphFile =>
  typeof value === "object" && value !== null && "_tag" in value && value._tag === "Graph"
