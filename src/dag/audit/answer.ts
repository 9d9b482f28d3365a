/** Runs a case and brings what comes back into a form that can be compared bit for bit. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Encoded } from "../Encoded.ts"
import type { Grid } from "../Grid.ts"
import { singlePort, type State } from "../Node.ts"
import * as Case from "./Case.ts"

export interface Answered {
  readonly _tag: "Answered"
  /** outputs on a time axis, by port */
  readonly grids: Readonly<Record<string, Grid>>
  /** the others, as text that is equal when they are */
  readonly documents: Readonly<Record<string, string>>
  readonly state: State | undefined
}

export type Answer =
  | Answered
  /** an expected error: the node says why it gives nothing */
  | { readonly _tag: "Refused"; readonly error: unknown }
  /** a throw, a defect, or outputs that are not what is declared */
  | { readonly _tag: "Broken"; readonly problem: string }
  /** an effect that needs services or waits for the world: laws of rows say nothing about it */
  | { readonly _tag: "Outside" }

const known = new WeakMap<Case.Case, Answer>()

/** The answer over all rows, computed once a case. */
export function answerOf(given: Case.Case): Answer {
  const before = known.get(given)
  if (before !== undefined) return before
  const answer = callOn(given, Case.valuesOf(given))
  known.set(given, answer)
  return answer
}

/** @param skip leading rows that are lookback only, with the state after them */
export const resume = (given: Case.Case, skip: number, state: State | undefined): Answer =>
  callOn(given, Case.valuesOf(given), skip, state)

export function callOn(
  { spec, config, seed }: Case.Case,
  values: Readonly<Record<string, unknown>>,
  skip = 0,
  state?: State,
): Answer {
  const copy =
    state && Object.fromEntries(Object.entries(state).map(([name, vector]) => [name, vector.slice()]))
  let outcome: unknown
  try {
    outcome = spec.run(values, config, { skip, state: copy, seed })
  } catch (cause) {
    return { _tag: "Broken", problem: `it throws ${String(cause)}` }
  }
  if (!Effect.isEffect(outcome)) return readOutcome(spec, outcome)
  // services are not in the types here: a node that needs some is found out by running it
  const exit = Effect.runSyncExit(outcome as Effect.Effect<unknown, unknown>)
  if (Exit.isSuccess(exit)) return readOutcome(spec, exit.value)
  if (!Cause.hasDies(exit.cause)) return { _tag: "Refused", error: Cause.squash(exit.cause) }
  const defect = String(Cause.squash(exit.cause))
  return /AsyncFiberError|Service not found|asynchronous/i.test(defect)
    ? { _tag: "Outside" }
    : { _tag: "Broken", problem: `it dies of ${defect}` }
}

function readOutcome(spec: Case.Case["spec"], outcome: unknown): Answer {
  const { out, state } = spec.stateful
    ? (outcome as { readonly out: unknown; readonly state: State })
    : { out: outcome, state: undefined }
  if (spec.stateful && state === undefined) return { _tag: "Broken", problem: "it hands over no state" }
  const values = spec.single ? { [singlePort]: out } : (out as Readonly<Record<string, unknown>>)
  const grids: Record<string, Grid> = {}
  const documents: Record<string, string> = {}
  for (const [port, { type }] of Object.entries(spec.outputs)) {
    const value = values[port]
    if (value === undefined) return { _tag: "Broken", problem: `it gives nothing for its output ${port}` }
    try {
      if (type.axis === undefined) documents[port] = textOf(type.encode(value))
      else grids[port] = type.axis.toGrid(value)
    } catch (cause) {
      return { _tag: "Broken", problem: `its output ${port} is no ${type.name}: ${String(cause)}` }
    }
  }
  return { _tag: "Answered", grids, documents, state }
}

/** Documents are their header; bytes are put beside it. */
const textOf = ({ header, chunks }: Encoded): string =>
  [
    header,
    ...chunks.flatMap(({ buffers }) => buffers.map(({ bytes }) => Buffer.from(bytes).toString("latin1"))),
  ].join("\n")
