/**
 * When a decision fills. Events in order: open t < close t < open t + 1 < …; a fill is at the first event of the named
 * kind strictly after the signal (`signal_close`: at the signal's own close), plus `delay_sessions`.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export const fields = {
  signal_time: Schema.Literals(["close", "open"])
    .annotate({ description: "moment of its session at which a decision is made" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("close" as const))),
  execution_time: Schema.Literals(["next_open", "next_close", "signal_close"])
    .annotate({
      description:
        "first event after the signal at which orders fill; signal_close: the signal's own close (optimistic)",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("next_open" as const))),
  delay_sessions: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 252 }))
    .annotate({ description: "sessions that orders wait beyond that event" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(0))),
  targets_at: Schema.Literals(["decision", "fill"])
    .annotate({
      description:
        "where rows of targets stand: at their decision, or (daily leverage) at the session of their fill, with room made for frozen holdings already",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("decision" as const))),
}

export interface Timing {
  readonly signal_time: "close" | "open"
  readonly execution_time: "next_open" | "next_close" | "signal_close"
  readonly delay_sessions: number
}

/** What is wrong with a combination, or true. */
export const allowed = ({ signal_time, execution_time }: Timing): true | string =>
  signal_time === "open" && execution_time === "signal_close"
    ? "execution_time signal_close fills at the close that made the signal, so it needs signal_time close; with signal_time open use next_close (the same session's close) or next_open"
    : true

/** Sessions from the decision to the session of its first fill. */
export const sessionsToFill = (timing: Timing): number =>
  timing.delay_sessions + (decidesFirst(timing) ? 0 : 1)

/** Whether a decision comes before the fills of its own session. */
const decidesFirst = ({ signal_time, execution_time }: Timing): boolean =>
  execution_time === "signal_close" || (signal_time === "open" && execution_time === "next_close")

/** Sessions from the row of a target to that of its first fill. */
export const sessionsBehind = (timing: Timing & { readonly targets_at: "decision" | "fill" }): number =>
  timing.targets_at === "fill" ? 0 : sessionsToFill(timing)

/** Whether a row of targets replaces waiting orders before the fills of its own session. */
export const replacesFirst = (timing: Timing & { readonly targets_at: "decision" | "fill" }): boolean =>
  timing.targets_at === "fill" || decidesFirst(timing)

/** Whether orders fill at the very price that the signal was made of. */
export const isOptimistic = ({ execution_time, delay_sessions }: Timing): boolean =>
  execution_time === "signal_close" && delay_sessions === 0
