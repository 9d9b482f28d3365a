/** Ports of which row t itself (the near edge) is within the declared reach and yet moves nothing, and why that is right. */
interface Loose {
  readonly seen: { readonly ahead: false }
  readonly reason: string
}

const untilBefore = (reason: string): Loose => ({ seen: { ahead: false }, reason })

const endOfListing = untilBefore("an end of listing on row t divides what follows, not row t itself")
const beforeTheFill = untilBefore(
  "volatility and traded value are measured up to the session before the fill",
)

export const looseReach: Readonly<Record<string, Loose>> = {
  "features/momentum.listing": endOfListing,
  "features/moving-average-crossover.listing": endOfListing,
  "features/breakout.listing": endOfListing,
  "costs/components.close": beforeTheFill,
  "costs/components.returns": beforeTheFill,
}
