/** What allocators of base weights share: who takes part, and a row of weights for every decision. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Panel from "../../domain/Panel.ts"
import { isBlankRow } from "../../kernel/isBlankRow.ts"

/** An exposure this small is none. */
const tie = 1e-12

export const allocateOver = Schema.Literals(["universe", "active"])
  .annotate({ description: "universe: all eligible assets share; active: only those with an exposure" })
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed("universe" as const)))

export interface Allocation {
  readonly eligible: Panel.Panel
  readonly exposure: Panel.Panel
  readonly allocate_over: "universe" | "active"
}

/**
 * One row of weights for every decision.
 *
 * @param weigh from who takes part (1, 0, NaN = not there) at row t to weights ≥ 0 that add up to 1
 * @returns NaN on rows without a decision and for assets that are not listed
 */
export function baseWeights(
  { eligible, exposure, allocate_over }: Allocation,
  weigh: (member: Float64Array, t: number) => Float64Array,
): Panel.Panel {
  const width = eligible.assets.length
  const out = new Float64Array(eligible.values.length).fill(NaN)
  for (let t = 0; t < eligible.calendar.sessions.length; t++) {
    if (isBlankRow(eligible.values, width, t)) continue
    const member = eligible.values.slice(t * width, (t + 1) * width)
    if (allocate_over === "active") dropIdle(member, exposure.values.subarray(t * width, (t + 1) * width))
    out.set(weigh(member, t), t * width)
  }
  return Panel.like(eligible, out)
}

/** Takes out who has no exposure. */
export function dropIdle(member: Float64Array, exposure: Float64Array): void {
  for (let i = 0; i < member.length; i++)
    if (member[i] === 1 && !(Math.abs(exposure[i]!) > tie)) member[i] = 0
}
