/** Ports of which row t itself (the near edge) is within the declared reach and yet moves nothing, and why that is right. */
interface Loose {
  readonly seen: { readonly back?: false; readonly ahead: false }
  readonly reason: string
}

const untilBefore = (reason: string): Loose => ({ seen: { ahead: false }, reason })

const indexAlone: Loose = {
  seen: { back: false, ahead: false },
  reason: "of the panel that is aligned onto, the sessions and assets are read and no value",
}

const endOfListing = untilBefore("an end of listing on row t divides what follows, not row t itself")
const beforeTheFill = untilBefore(
  "volatility and traded value are measured up to the session before the fill",
)

export const looseReach: Readonly<Record<string, Loose>> = {
  "features/momentum.listing": endOfListing,
  "features/moving-average-crossover.listing": endOfListing,
  "features/breakout.listing": endOfListing,
  "data/align-inner.onto": indexAlone,
  "data/align-asof.onto": indexAlone,
  "costs/components.close": beforeTheFill,
  "costs/components.returns": beforeTheFill,
}
