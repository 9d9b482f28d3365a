/**
 * What a result is held against: each baseline runs as a study of its own on the same prices, whose nodes give way to the
 * result's wherever they are the same, and is judged from the day on which both have begun.
 */
import { Artifacts, Fan, type Node, type Series } from "sage"
import type { MarketFacts } from "sage/data"
import { MetricsRelative } from "sage/metrics"
import { type Alone, metricsOver, runAlone, windowOf } from "./alone.ts"
import type { Config } from "./config.ts"

/** The files that show a study beside its baselines; none where there are none. */
export function holdAgainst(
  baselines: Readonly<Record<string, Config>>,
  pinned: MarketFacts,
  study: Alone,
): Readonly<Record<string, Node.Source<unknown>>> {
  const names = Object.keys(baselines)
  if (names.length === 0) return {}
  const held = Fan.variants(
    Fan.keyed(names, (name) => `vs-${name}`),
    (name) => ({ name, ...against(name, runAlone(baselines[name]!, pinned), study) }),
    Object.values<ReturnType<typeof against> & { readonly name: string }>,
  )
  const each = <A>(of: (one: (typeof held)[number]) => A) =>
    Object.fromEntries(held.map((one) => [one.name, of(one)]))
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
}

/** Baselines beside each other, over the sessions on which all of them run; none where there are none. */
export function sideBySide(
  baselines: Readonly<Record<string, Config>>,
  pinned: MarketFacts,
): Readonly<Record<string, Node.Source<unknown>>> {
  const names = Object.keys(baselines)
  if (names.length === 0) return {}
  const alone = Fan.variants(
    Fan.keyed(names, (name) => `vs-${name}`),
    (name) => runAlone(baselines[name]!, pinned),
    (all) => all,
  )
  const window = windowOf(alone)
  const summaries = Object.fromEntries(
    Object.entries(alone).map(([key, one]) => [key.slice("vs-".length), metricsOver(one, window, key)]),
  )
  return { "comparison.json": Artifacts.Comparison({ systems: names }, { summaries }) }
}

/** Both over the sessions on which both run. */
function against(name: string, baseline: Alone, study: Alone) {
  const window = windowOf({ study, baseline })
  const { net, ratios } = baseline
  const { risk_free, periods_per_year } = ratios
  return {
    net,
    metrics: metricsOver(baseline, window),
    study: metricsOver(study, window, "study"),
    relative: MetricsRelative(
      { benchmark: name, risk_free, periods_per_year },
      { net: study.net, benchmark: net, window },
    ),
  }
}
