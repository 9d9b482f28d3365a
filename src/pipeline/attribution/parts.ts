/** The steps from intent to net return, as shares of a compounded return. */
import * as Schema from "effect/Schema"
import type { Linked } from "./link.ts"

const figure = Schema.NullOr(Schema.Finite)

export const linked = Schema.Struct({
  gross: figure.annotate({ description: "share of the compounded gross return" }),
  net: figure.annotate({ description: "share of the compounded net return" }),
})

export const parts = Schema.Struct({
  market: linked,
  timing: linked,
  signal: linked.annotate({ description: "market + timing" }),
  allocation: linked,
  leverage: linked,
  cost: linked.annotate({
    description: "negative; 0 in gross: signal + allocation + leverage + cost = total",
  }),
})

export type Parts = typeof parts.Type

export const steps = ["market", "timing", "signal", "allocation", "leverage", "cost"] as const

/** A cost takes away from net returns and is no part of gross ones. */
export function asCost({ gross, net }: Linked): Linked {
  return { gross: gross === null ? null : 0, net: net === null ? null : 0 - net }
}
