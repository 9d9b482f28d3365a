import { bySector, contributions, link } from "./attribution.ts"
import { sumOf } from "./costs.ts"
import type { Folds, Metrics, Rates } from "./metrics.ts"
import { foldsOf, metricsOf } from "./metrics.ts"
import type { Day } from "./results.ts"
import { grossOf, mean, total } from "./returns.ts"
import type { Settings } from "./types.ts"

type Linked = Record<string, number> | null

/** Figures over the metric sessions of a study. */
export interface Summary {
  readonly net: Metrics
  readonly gross: Metrics
  readonly folds: Folds
  readonly mean_turnover_target: number
  readonly mean_turnover_traded: number
  readonly mean_gross_exposure: number
  readonly mean_net_exposure: number
  readonly mean_leverage: number
  readonly cost_bps_per_day: number
  readonly cost_bps_per_year: number
  /** cost paid per unit of the turnover that pays; null without turnover */
  readonly cost_per_turnover: number | null
  readonly linked_gross: Linked
  readonly linked_net: Linked
  readonly linked_assets: Linked
  readonly linked_sides: Linked
  readonly linked_sectors: Linked
}

export function summarise(
  days: ReadonlyArray<Day>,
  assets: ReadonlyArray<string>,
  settings: Settings,
): Summary {
  const net = days.map((day) => day.net)
  const gross = days.map((day) => day.gross)
  const rates = ratesOf(settings)
  const alive = days.filter((day) => !day.books[3].ruined)
  return {
    net: metricsOf(net, rates),
    gross: metricsOf(gross, rates),
    folds: foldsOf(
      days.map((day) => day.session),
      net,
      rates,
    ),
    mean_turnover_target: mean(days.map((day) => day.turnoverTarget)),
    mean_turnover_traded: mean(days.map((day) => day.turnoverTraded)),
    // page §8: on the session of ruin there are no weights.
    mean_gross_exposure: mean(alive.map((day) => grossOf(day.held))),
    mean_net_exposure: mean(alive.map((day) => total(day.held))),
    mean_leverage: mean(days.map((day) => day.leverage)),
    ...costFigures(days, settings),
    ...linkedParts(days, gross, net, assets, settings),
  }
}

function ratesOf(settings: Settings): Rates {
  const riskFree = settings.metrics.risk_free ?? settings.costs.cash_rate
  return { ppy: settings.periods_per_year, riskFree, mar: settings.metrics.mar }
}

function costFigures(days: ReadonlyArray<Day>, settings: Settings) {
  const paid = days.map((day) => sumOf(day.costs))
  const perDay = mean(paid) * 1e4
  const onTarget = settings.costs.turnover_basis === "target"
  const turnover = total(days.map((day) => (onTarget ? day.turnoverTarget : day.turnoverTraded)))
  return {
    cost_bps_per_day: perDay,
    cost_bps_per_year: perDay * settings.periods_per_year,
    cost_per_turnover: turnover === 0 ? null : total(paid) / turnover,
  }
}

function linkedParts(
  days: ReadonlyArray<Day>,
  gross: ReadonlyArray<number>,
  net: ReadonlyArray<number>,
  assets: ReadonlyArray<string>,
  settings: Settings,
) {
  const parts = days.map((day) => ({ ...day.attribution }))
  const withCost = days.map((day) => ({ ...day.attribution, cost: -sumOf(day.costs) }))
  const held = days.map((day) => contributions(day.books[3]))
  const named = (row: ReadonlyArray<number>) => Object.fromEntries(assets.map((asset, i) => [asset, row[i]!]))
  return {
    linked_gross: link(parts, gross),
    linked_net: link(withCost, net),
    linked_assets: link(
      held.map((c) => ({ ...named(c.assets), cash: c.cash })),
      gross,
    ),
    linked_sides: link(
      held.map((c) => ({ long: c.long, short: c.short, cash: c.cash })),
      gross,
    ),
    linked_sectors: link(
      held.map((c) => ({ ...bySector(c.assets, assets, settings.risk.sectors), cash: c.cash })),
      gross,
    ),
  }
}
