/** Output of commands: results on stdout, everything else on stderr. */
import * as Console from "effect/Console"
import type * as Effect from "effect/Effect"

/** A result: one JSON document, or text for people. */
export const printResult = (json: boolean, value: unknown, text: () => string): Effect.Effect<void> =>
  Console.log(json ? JSON.stringify(value, null, 2) : text())
