/** From intent to exposure, and when orders fill. */
import * as Schema from "effect/Schema"
import { between, intBetween, optional, positive, withDefault } from "../fields.ts"

/** Prices at which a fill of each kind can happen: others could come before the signal. */
const pricesOf: Readonly<Record<string, ReadonlyArray<string>>> = {
  next_open: ["open", "typical", "close"],
  next_close: ["close", "typical"],
  signal_close: ["close"],
}

export const Execution = Schema.Struct({
  signal_time: withDefault(
    Schema.Literals(["close", "open"]),
    "close",
    "event at which a decision is made; at the open, intent and estimates are those of the previous close",
  ),
  execution_time: withDefault(
    Schema.Literals(["next_open", "next_close", "signal_close"]),
    "next_open",
    "event at which orders fill; signal_close is optimistic and marked so",
  ),
  delay_sessions: withDefault(intBetween(0, 252), 0, "further sessions to wait before the fill"),
  price_used: optional(
    Schema.Literals(["open", "close", "typical"]),
    "price of the fill; left out: that of the event. typical = (high + low + close) / 3",
  ),
  exposure: withDefault(
    Schema.Literals(["auto", "passthrough", "rank_then_normalize", "zscore_then_clip"]),
    "auto",
    "how intent becomes exposure; auto: passthrough for signals, rank_then_normalize for scores",
  ),
  clip: withDefault(positive, 3, "bound of z-scores, standard deviations, for zscore_then_clip"),
  gross_exposure_cap: withDefault(
    between(0.01, 10),
    1,
    "largest sum of absolute weights before leverage, fraction",
  ),
  per_asset_cap: optional(between(0, 1), "largest absolute exposure of an asset, fraction"),
  net_exposure_target: optional(between(-10, 10), "sum of weights that the two legs are scaled to, fraction"),
  long_only: withDefault(Schema.Boolean, false, "negative exposures become 0"),
})
  .annotate({ description: "from intent to exposure, and when orders fill" })
  .check(
    Schema.makeFilter(({ execution_time, price_used }: { execution_time: string; price_used?: string }) => {
      const allowed = pricesOf[execution_time]!
      if (price_used === undefined || allowed.includes(price_used)) return true
      return {
        path: ["price_used"],
        issue: `${price_used} cannot be had with execution_time ${execution_time}: use ${allowed.join(" or ")}`,
      }
    }),
    Schema.makeFilter(
      ({
        signal_time,
        execution_time,
        price_used,
      }: {
        signal_time: string
        execution_time: string
        price_used?: string
      }) => {
        if (signal_time === "close") return true
        if (execution_time === "signal_close") {
          const issue =
            "signal_close needs signal_time close; with signal_time open use next_close or next_open"
          return { path: ["execution_time"], issue }
        }
        return (
          execution_time !== "next_close" ||
          price_used !== "typical" || {
            path: ["price_used"],
            issue: "typical holds prices from before a signal at the open of that session: use close",
          }
        )
      },
    ),
    Schema.makeFilter(
      ({
        gross_exposure_cap: cap,
        net_exposure_target: net,
      }: {
        gross_exposure_cap: number
        net_exposure_target?: number
      }) =>
        net === undefined ||
        Math.abs(net) <= cap || {
          path: ["net_exposure_target"],
          issue: `${net} lies outside ±gross_exposure_cap (${cap})`,
        },
    ),
  )
