/**
 * What a result is held against: each baseline runs as a study of its own on the same prices, whose nodes give way to the
 * result's wherever they are the same, and is judged from the day on which both have begun.
 */
import { Artifacts, Fan, type Node, type Series } from "sage"
import type { MarketFacts } from "sage/data"
import { EligibleCount } from "sage/execution"
import { MetricsRelative, MetricsSummary, MetricWindow } from "sage/metrics"
import { runBooks } from "./books.ts"
import { type Config, onCalendar } from "./config.ts"
import { decide } from "./decision.ts"
import { openMarket } from "./market.ts"
import { paid, ratiosOf } from "./paid.ts"

/** The books of a study from its config alone, with what judging them needs. */
export function runAlone(config: Config, pinned: MarketFacts) {
  const snapshot = onCalendar(config, pinned)
  const market = openMarket(config, snapshot)
  const decision = decide(config, snapshot, market)
  const { final, b2, leverage } = runBooks(config, snapshot, market, decision)
  return {
    ...paid(config, snapshot, market, final),
    book: final.book,
    b2: b2.book,
    eligible: EligibleCount({}, { eligible: decision.eligible }),
    leverage,
    ratios: ratiosOf(config, snapshot),
  }
}

export type Judged = Pick<ReturnType<typeof runAlone>, "net" | "book" | "b2" | "eligible" | "leverage">

const withLeverage = ({ leverage }: Judged) => (leverage === undefined ? {} : { leverage })

/** The files that show a study beside its baselines; none where there are none. */
export function holdAgainst(
  baselines: Readonly<Record<string, Config>>,
  pinned: MarketFacts,
  study: Judged,
): Readonly<Record<string, Node.Source<unknown>>> {
  const names = Object.keys(baselines)
  if (names.length === 0) return {}
  return Fan.variants(
    Fan.keyed(names, (name) => `vs-${name}`),
    (name) => ({ name, ...against(name, runAlone(baselines[name]!, pinned), study) }),
    (elements) => {
      const all = Object.values(elements)
      const each = <A>(of: (one: (typeof all)[number]) => A) =>
        Object.fromEntries(all.map((one) => [one.name, of(one)]))
      return {
        "baselines.json": Artifacts.Baselines(
          { names },
          {
            summaries: each(({ metrics }) => metrics),
            study: each(({ study: own }) => own),
            relative: each(({ relative }) => relative),
          },
        ),
        "baselines.parquet": Artifacts.SeriesParquet(
          { pick: "net", columns: names },
          { series: each(({ net }): Node.Source<Series.Series> => net) },
          { as: "baselines" },
        ),
      }
    },
  )
}

/** Both over the sessions on which both run. */
function against(name: string, baseline: ReturnType<typeof runAlone>, study: Judged) {
  const { net, book, ratios } = baseline
  const window = MetricWindow(
    {},
    {
      eligible: { study: study.eligible, baseline: baseline.eligible },
      book: { study: study.b2, baseline: baseline.b2 },
    },
  )
  const { risk_free, periods_per_year } = ratios
  const own = { net: study.net, book: study.book, window, ...withLeverage(study) }
  return {
    net,
    metrics: MetricsSummary(ratios, { net, book, window, ...withLeverage(baseline) }),
    study: MetricsSummary(ratios, own, { as: "study" }),
    relative: MetricsRelative(
      { benchmark: name, risk_free, periods_per_year },
      { net: study.net, benchmark: net, window },
    ),
  }
}
