/**
 * How a result holds up: whole studies that differ from it in one field, run beside it. Their nodes give way to the result's
 * wherever they are the same, so a factor on costs computes costs and what follows, and a delay what follows the orders.
 */
import { Fan, type Node } from "sage"
import type { MarketFacts } from "sage/data"
import { MetricsRobustness, MetricsSubPeriods, type MetricWindow, type Summary } from "sage/metrics"
import { type Alone, metricsOver, runAlone, windowOf } from "./alone.ts"
import type { Config } from "./config.ts"

interface Result extends Alone {
  readonly window: ReturnType<typeof MetricWindow>
  readonly metrics: Node.Source<Summary>
}

export function withstand(config: Config, pinned: MarketFacts, study: Result) {
  const { cost_scales, extra_delays, parts } = config.robustness
  const starts = startsOf(config, pinned)
  const run = (changed: Config) => runAlone(changed, pinned)
  return MetricsRobustness(
    { cost_scales, extra_delays, starts },
    {
      metrics: study.metrics,
      costs: dearer(config, cost_scales, run),
      delays: later(config, extra_delays, run),
      ...begun(config, starts, run, study),
      sub_periods: MetricsSubPeriods({ parts, ...study.ratios }, { net: study.net, window: study.window }),
    },
  )
}

type Run = (changed: Config) => Alone

/** Metrics of the study with its costs times each factor. */
const dearer = (config: Config, scales: ReadonlyArray<number>, run: Run) =>
  Fan.variants(
    Fan.keyed(scales, (scale) => `costs-x${scale}`),
    (scale) => {
      const { costs } = config
      const study = run({ ...config, costs: { ...costs, scale: costs.scale * scale } })
      return [scale, metricsOver(study, windowOf({ study }))] as const
    },
    byValue,
  )

/** Metrics of the study with orders that wait longer, over the sessions that all of them have. */
function later(config: Config, extras: ReadonlyArray<number>, run: Run) {
  const nameOf = (extra: number) => `delay-${extra}`
  const { execution } = config
  const delayed = Fan.variants(
    Fan.keyed(extras, nameOf),
    (extra) =>
      run({
        ...config,
        execution: { ...execution, delay_sessions: execution.delay_sessions + extra },
      }),
    (studies) => studies,
  )
  const window = windowOf(delayed, "delays")
  return Object.fromEntries(
    extras.map((extra) => [extra, metricsOver(delayed[nameOf(extra)]!, window, nameOf(extra))]),
  )
}

/** Metrics of the study begun at each date, and of the one that had begun before over the same sessions. */
function begun(config: Config, starts: ReadonlyArray<string>, run: Run, study: Alone) {
  const cells = Fan.variants(
    Fan.keyed(starts, (start) => `start-${start}`),
    (start) => {
      const late = run({ ...config, period: { ...config.period, start } })
      const window = windowOf({ study: late })
      return { start, late: metricsOver(late, window), study: metricsOver(study, window, "study") }
    },
    Object.values<{ start: string; late: Node.Source<Summary>; study: Node.Source<Summary> }>,
  )
  return {
    starts: byValue(cells.map(({ start, late }) => [start, late])),
    study: byValue(cells.map(({ start, study: own }) => [start, own])),
  }
}

const byValue = (
  cells:
    | ReadonlyArray<readonly [number | string, Node.Source<Summary>]>
    | Readonly<Record<string, readonly [number | string, Node.Source<Summary>]>>,
): Readonly<Record<string, Node.Source<Summary>>> =>
  Object.fromEntries(Object.values(cells).map(([value, metrics]) => [String(value), metrics]))

const mostStarts = 12

/** The first day of each year that has two years of the snapshot after it, at most twelve of them, evenly spread. */
function startsOf({ robustness, period }: Config, { first_session, last_session }: MarketFacts) {
  if (robustness.starts !== undefined) return robustness.starts
  const first = period.start ?? first_session
  const last = period.end ?? last_session
  if (first === undefined || last === undefined) return [] // live prices: nobody knows before they come
  const [from, to] = [first, last].map((date) => Number(date.slice(0, 4))) as [number, number]
  const years = Array.from({ length: Math.max(0, to - from - 2) }, (_, i) => from + 1 + i)
  const step = Math.ceil(years.length / mostStarts)
  return years.filter((_, i) => i % step === 0).map((year) => `${year}-01-01`)
}
