import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Spans from "../../domain/Spans.ts"
import { endDays } from "../../kernel/labels/labelEnds.ts"
import { tripleBarrier } from "../../kernel/labels/tripleBarrier.ts"
import { MissingLabelInput } from "./errors.ts"
import { horizon, multiple } from "./fields.ts"

const config = Schema.Struct({
  profit_take: multiple("multiple of volatility at which the profit is taken; 0: no such barrier"),
  stop_loss: multiple("multiple of volatility at which the loss is stopped; 0: no such barrier"),
  expiry_sessions: horizon(1, "sessions after which the position is closed whatever it is worth"),
  touch: Schema.Literals(["close", "high_low"])
    .annotate({
      description:
        "close: a close beyond the barrier; high_low: also the session's extremes, which takes high, low and close",
    })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("close" as const))),
  tie: Schema.Literals(["stop", "profit"])
    .annotate({ description: "which counts as the first where one session touches both barriers" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("stop" as const))),
  at_expiry: Schema.Literals(["zero", "sign"])
    .annotate({ description: "label of a position that touched neither: 0, or the sign of what it returned" })
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed("zero" as const))),
})

/**
 * Which of three barriers a position entered at the close of a row meets first: a profit, a loss, or time.
 *
 * Barriers are multiples of `volatility` (decimal per session, known at entry) away from entry. `label` is +1, −1 or what
 * `at_expiry` says; `return` is what the bet returned (decimal); `barrier` is +1 profit, −1 loss, 0 time; `ends` is the
 * session of the exit, the last that the label reads. `side` (its sign) says which way the bet goes; unconnected: long.
 *
 * NaN where the level or the volatility at entry is not known or not positive, where the side is 0, and where the data end
 * before a barrier is met. Source: M. López de Prado (2018), Advances in Financial Machine Learning, ch. 3.
 */
export const TripleBarrier = Node.define({
  name: "labels/triple-barrier",
  title: "profit, loss or time: what a position entered at the close meets first",
  config,
  inputs: {
    index: Panel.type,
    volatility: Panel.type,
    side: Node.optional(Panel.type),
    high: Node.optional(Panel.type),
    low: Node.optional(Panel.type),
    close: Node.optional(Panel.type),
  },
  outputs: { label: Panel.type, return: Panel.type, barrier: Panel.type, ends: Spans.type },
  reach: ({ expiry_sessions, touch }) => ({
    index: Reach.future(expiry_sessions),
    volatility: Reach.point,
    side: Reach.point,
    ...(touch === "close"
      ? { high: Reach.point, low: Reach.point, close: Reach.point }
      : {
          high: Reach.future(expiry_sessions),
          low: Reach.future(expiry_sessions),
          close: Reach.future(expiry_sessions),
        }),
  }),
  scope: "each",
  run: (
    { index, volatility, side, high, low, close },
    { expiry_sessions, touch, tie, at_expiry, ...multiples },
  ) => {
    const missing = Object.entries({ high, low, close }).flatMap(([port, panel]) =>
      panel === undefined ? [port] : [],
    )
    if (touch === "high_low" && missing.length > 0) {
      return Effect.fail(new MissingLabelInput({ field: "touch: high_low", ports: missing }))
    }
    const inputs = {
      close: index.values,
      range:
        touch === "close"
          ? undefined
          : { high: inUnits(index, high!, close!), low: inUnits(index, low!, close!) },
      volatility: volatility.values,
      side: side?.values,
    }
    const barriers = {
      profitTake: multiples.profit_take,
      stopLoss: multiples.stop_loss,
      expiry: expiry_sessions,
      tie,
    }
    const { barrier, result, end } = tripleBarrier(inputs, index.assets.length, barriers)
    const label =
      at_expiry === "zero" ? barrier : barrier.map((met, at) => (met === 0 ? Math.sign(result[at]!) : met))
    return Effect.succeed({
      label: Panel.like(index, label),
      return: Panel.like(index, result),
      barrier: Panel.like(index, barrier),
      ends: Spans.make(index, endDays(end, index.calendar.sessions)),
    })
  },
})

/** An extreme in the units of the index, which has dividends and splits in it: as it stands to the session's close. */
const inUnits = (index: Panel.Panel, extreme: Panel.Panel, close: Panel.Panel): Float64Array =>
  index.values.map((level, at) => (level * extreme.values[at]!) / close.values[at]!)
