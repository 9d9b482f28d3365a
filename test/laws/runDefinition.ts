/** Runs one definition on values, outside any graph. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Definition } from "../../src/dag/Node.ts"

/** Values of the outputs by port; a node that refuses fails the test. */
export function runDefinition(
  { spec }: Definition,
  config: unknown,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const decoded = Schema.decodeUnknownSync(spec.config)(config)
  const outcome = spec.run(inputs, decoded, { skip: 0, state: undefined, seed: 0 })
  const settled = Effect.isEffect(outcome)
    ? Effect.runSync(outcome as Effect.Effect<unknown, unknown>)
    : outcome
  const out = spec.stateful ? (settled as { readonly out: unknown }).out : settled
  return spec.single ? { output: out } : (out as Readonly<Record<string, unknown>>)
}
