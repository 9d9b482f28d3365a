/**
 * A preset as a baseline of a study: its own strategies, execution, allocation, risk limits and costs, on the study's prices
 * and sessions.
 *
 * Taken from the study: `data`, `period`, `metrics`, `seed`; and the rates that are facts of the market and not of trading (cash
 * and, above it, borrowing), unless the preset states its own. Ratios of both are measured against one risk-free rate.
 *
 * @param preset as its file says it @param own the study's config as users write it, defaults filled in
 */
export function onSameMarket(preset: unknown, own: unknown): unknown {
  if (!isRecord(preset) || !isRecord(own)) return preset
  const costs = isRecord(own["costs"]) ? own["costs"] : {}
  const marketRates = Object.fromEntries(
    ["cash_rate", "financing_spread", "short_borrow"].flatMap((name) =>
      Object.hasOwn(costs, name) ? [[name, costs[name]]] : [],
    ),
  )
  const { convention: _, ...metrics } = isRecord(own["metrics"]) ? own["metrics"] : {}
  const riskFree = metrics["risk_free"] ?? costs["cash_rate"]
  return {
    ...preset,
    data: own["data"],
    period: own["period"],
    costs: { ...marketRates, ...(isRecord(preset["costs"]) ? preset["costs"] : {}) },
    metrics: { ...metrics, ...(riskFree === undefined ? {} : { risk_free: riskFree }) },
    seed: own["seed"],
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
