/** Ports of which a declared edge moves nothing (mostly row t itself, the near one), and why that is right. */
interface Loose {
  readonly seen: { readonly back?: false; readonly ahead?: false }
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

const withoutLimit: Loose = {
  seen: { ahead: false, back: false },
  reason:
    "only a limit of trading reads the book's panels; test/dags/turnover.test.ts holds it against the study's own book",
}

const optimisers = [
  "min-variance",
  "mean-variance",
  "max-sharpe",
  "risk-parity",
  "hrp",
  "max-diversification",
  "min-cvar",
]
const ofBook = ["before_fill", "after_fill", "close_to_close", "listing", "tradable"]

const afterEntry: Loose = {
  seen: { back: false },
  reason: "the session of entry itself touches no barrier: the position is entered at its close",
}

export const looseReach: Readonly<Record<string, Loose>> = {
  ...Object.fromEntries(
    optimisers.flatMap((name) => ofBook.map((port) => [`allocation/${name}.${port}`, withoutLimit])),
  ),
  "execution/crossover-grid.index": untilBefore("a decision fills a session later"),
  "features/momentum.listing": endOfListing,
  "features/moving-average-crossover.listing": endOfListing,
  "features/breakout.listing": endOfListing,
  "data/align-inner.onto": indexAlone,
  "data/align-asof.onto": indexAlone,
  "features/rsi.listing": endOfListing,
  "features/bollinger.listing": endOfListing,
  "features/z-score.listing": endOfListing,
  "features/skipped-momentum.listing": endOfListing,
  "features/volatility.listing": endOfListing,
  "labels/triple-barrier.high": afterEntry,
  "labels/triple-barrier.low": afterEntry,
  "labels/triple-barrier.close": afterEntry,
  "labels/uniqueness.ends": {
    seen: { ahead: false },
    reason: "a label rests on its last session, which must be there; no label that begins on it counts",
  },
  "costs/components.close": beforeTheFill,
  "costs/components.returns": beforeTheFill,
}
