/** What the study can be told, and what that means together with its snapshot. */
import { ExchangeCalendar, type SystemConfig, systemConfig } from "sage"
import type { MarketFacts } from "sage/data"
import { strategies } from "../strategies/catalogue.ts"

export type Config = SystemConfig<(typeof strategies.schema)["Type"]>

export const schema = systemConfig(strategies.schema)

export const universeOf = ({ data }: Pick<Config, "data">, snapshot: MarketFacts): ReadonlyArray<string> =>
  data.universe ?? snapshot.default_universe

/** The snapshot as the study sees it: on the calendar that the study asks for, with that calendar's sessions a year. */
export function onCalendar({ data }: Pick<Config, "data">, snapshot: MarketFacts): MarketFacts {
  const { calendar } = data
  if (calendar === undefined || calendar === snapshot.calendar) return snapshot
  const { periodsPerYear: periods_per_year } = ExchangeCalendar.byName(calendar)
  return Object.assign({}, snapshot, { calendar, periods_per_year })
}

export const timing = ({ execution }: Config) => ({
  signal_time: execution.signal_time,
  execution_time: execution.execution_time,
  delay_sessions: execution.delay_sessions,
})

export const isAtOpen = ({ execution }: Config): boolean => execution.signal_time === "open"

/** Whether a decision can still fill on its own session. */
const fillsSameSession = (config: Config): boolean =>
  config.execution.execution_time === "signal_close" ||
  (isAtOpen(config) && config.execution.execution_time === "next_close")

export const sessionsToFill = (config: Config): number =>
  config.execution.delay_sessions + (fillsSameSession(config) ? 0 : 1)

/** Sessions that no estimate may use: of the decision's own, which ends at the fill or has not even begun. */
export const estimateLag = (config: Config): 0 | 1 =>
  config.execution.execution_time === "signal_close" || isAtOpen(config) ? 1 : 0

/** Daily leverage sets the final book anew on every session, at the moment of the fill. */
export const isDaily = ({ risk }: Config): boolean =>
  risk.target_vol !== undefined && risk.leverage_update === "daily"

export const targetsAt = (config: Config): "decision" | "fill" => (isDaily(config) ? "fill" : "decision")

/** Who could be traded as a decision at the open knew it; rows that stand at their fill know the listing itself. */
export const tradable = <A>(
  config: Config,
  { decidable }: { readonly decidable: A },
  targets_at: "decision" | "fill",
): { readonly tradable?: A } => (isAtOpen(config) && targets_at === "decision" ? { tradable: decidable } : {})

/** How the covariance of returns is estimated, for whoever needs one. */
export const covarianceOf = ({ allocation }: Config) => ({
  covariance: allocation.covariance,
  window: allocation.window,
  half_life_sessions: allocation.half_life_sessions,
  factors: allocation.factors,
  covariance_update: allocation.covariance_update,
})
