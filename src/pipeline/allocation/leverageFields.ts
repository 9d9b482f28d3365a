/** What nodes that lever towards a volatility share: the target and the bounds of leverage. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { LeverageRule } from "../../kernel/leverage.ts"

const bound = (description: string, value: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 20 }))
    .annotate({ description })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(value)))

export const leverageFields = {
  target_vol: Schema.Finite.check(Schema.isGreaterThan(0), Schema.isLessThanOrEqualTo(10)).annotate({
    description: "volatility to aim at, fraction per year",
  }),
  min_leverage: bound("smallest leverage, factor", 0),
  max_leverage: bound("largest leverage, factor", 2),
  periods_per_year: Schema.Finite.check(Schema.isGreaterThan(0))
    .annotate({ description: "sessions a year: 252, or 365 for a market open every day" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(252))),
}

interface Target {
  readonly target_vol: number
  readonly min_leverage: number
  readonly max_leverage: number
}

export const ruleOf = ({ target_vol, min_leverage, max_leverage }: Target): LeverageRule => ({
  target: target_vol,
  least: min_leverage,
  most: max_leverage,
})

export function leverageInOrder({ min_leverage, max_leverage }: Omit<Target, "target_vol">) {
  if (min_leverage <= max_leverage) return true
  return {
    path: ["min_leverage"],
    issue: `must not exceed max_leverage (${max_leverage}); lower it or raise that`,
  }
}
