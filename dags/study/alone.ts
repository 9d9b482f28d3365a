/** A study from its config alone, as far as its net returns and its metrics: what a baseline or a variant of a study is. */
import type { MarketFacts } from "sage/data"
import { EligibleCount } from "sage/execution"
import { MetricsSummary, MetricWindow } from "sage/metrics"
import { runBooks } from "./books.ts"
import { type Config, onCalendar } from "./config.ts"
import { decide } from "./decision.ts"
import { openMarket } from "./market.ts"
import { paid, ratiosOf } from "./paid.ts"

export function runAlone(config: Config, pinned: MarketFacts) {
  const snapshot = onCalendar(config, pinned)
  const market = openMarket(config, snapshot)
  const decision = decide(config, snapshot, market)
  const { final, b2, leverage } = runBooks(config, snapshot, market, decision)
  return {
    net: paid(config, snapshot, market, final).net,
    book: final.book,
    b2: b2.book,
    eligible: EligibleCount({}, { eligible: decision.eligible }),
    leverage,
    ratios: ratiosOf(config, snapshot),
  }
}

export type Alone = ReturnType<typeof runAlone>

type Window = ReturnType<typeof MetricWindow>

/** The sessions on which all of these run. */
export const windowOf = (studies: Readonly<Record<string, Alone>>, as?: string): Window =>
  MetricWindow(
    {},
    { eligible: each(studies, ({ eligible }) => eligible), book: each(studies, ({ b2 }) => b2) },
    as === undefined ? {} : { as },
  )

const each = <A>(studies: Readonly<Record<string, Alone>>, of: (study: Alone) => A) =>
  Object.fromEntries(Object.entries(studies).map(([name, study]) => [name, of(study)]))

export const metricsOver = ({ net, book, leverage, ratios }: Alone, window: Window, as?: string) =>
  MetricsSummary(
    ratios,
    { net, book, window, ...(leverage === undefined ? {} : { leverage }) },
    as === undefined ? {} : { as },
  )
