/** What a config asks of its snapshot that the snapshot does not have: found before anything runs. */
import { boundsProblem } from "sage/allocation"
import type { Study } from "sage"
import { classPresets } from "sage/costs"
import type { MarketFacts } from "sage/data"
import { strategies } from "./strategies/catalogue.ts"
import { type Config, onCalendar, universeOf } from "./study/config.ts"
import { groupsOf } from "./study/groups.ts"
import { classesOf } from "./study/rates.ts"

export function objections(config: Config, pinned: MarketFacts): ReadonlyArray<Study.Objection> {
  const snapshot = onCalendar(config, pinned)
  return [
    ...unknownAssets(config, snapshot),
    ...noOpens(config, snapshot),
    ...emptyPeriod(config, snapshot),
    ...unknownCostAssets(config, snapshot),
    ...unknownCostClasses(config, snapshot),
    ...unmappedSectors(config, snapshot),
    ...emptyGroups(config, snapshot),
    ...impossibleBounds(config, snapshot),
    ...tooFewAssets(config, snapshot),
    ...impossibleNet(config),
    ...untradable(config),
    ...unknowableDates(config, snapshot),
    ...uselessStarts(config, snapshot),
  ]
}

function unknownAssets({ data }: Config, { name, symbols }: MarketFacts): ReadonlyArray<Study.Objection> {
  if (symbols === undefined) return [] // of live prices nothing is known before they come
  const known = symbols.map(({ ticker }) => ticker)
  return (data.universe ?? []).flatMap((asset, i) =>
    known.includes(asset)
      ? []
      : [
          {
            path: ["data", "universe", i],
            message: `${asset} is not in snapshot ${name}, which has ${list(known)}`,
          },
        ],
  )
}

function noOpens({ execution }: Config, { name, has_opens }: MarketFacts): ReadonlyArray<Study.Objection> {
  if (has_opens === false && execution.signal_time === "open") {
    const message = `snapshot ${name} has closes only, so nothing is known at an open; use signal_time close`
    return [{ path: ["execution", "signal_time"], message }]
  }
  const wanted = execution.price_used ?? (execution.execution_time === "next_open" ? "open" : "close")
  if (has_opens !== false || wanted === "close") return []
  return [
    {
      path: ["execution", "execution_time"],
      message: `snapshot ${name} has closes only, so nothing can fill at the ${wanted}; use next_close`,
    },
  ]
}

function emptyPeriod({ period }: Config, snapshot: MarketFacts): ReadonlyArray<Study.Objection> {
  const { name, first_session, last_session } = snapshot
  if (first_session === undefined || last_session === undefined) return []
  const span = `snapshot ${name} runs from ${first_session} to ${last_session}`
  if (period.start !== undefined && period.start > last_session) {
    return [{ path: ["period", "start"], message: `no session from ${period.start} on: ${span}` }]
  }
  if (period.end !== undefined && period.end < first_session) {
    return [{ path: ["period", "end"], message: `no session up to ${period.end}: ${span}` }]
  }
  return []
}

function unknownCostAssets(config: Config, snapshot: MarketFacts): ReadonlyArray<Study.Objection> {
  const universe = universeOf(config, snapshot)
  const classes = Object.values(classesOf(config, snapshot))
  return Object.keys(config.costs.overrides)
    .filter((name) => !universe.includes(name) && !classes.includes(name))
    .map((name) => ({
      path: ["costs", "overrides", name],
      message: `${name} is neither an asset of the universe ${list(universe)} nor a class of costs.asset_classes or the snapshot`,
    }))
}

/** A class without rates would quietly cost what the general rates say. */
function unknownCostClasses({ costs, data }: Config, snapshot: MarketFacts): ReadonlyArray<Study.Objection> {
  const universe = universeOf({ data }, snapshot)
  return Object.entries(costs.asset_classes).flatMap(([asset, assetClass]) => {
    const path = ["costs", "asset_classes", asset]
    if (!universe.includes(asset)) {
      return [{ path, message: `${asset} is not in the universe ${list(universe)}` }]
    }
    if (Object.hasOwn(costs.overrides, assetClass) || Object.hasOwn(classPresets, assetClass)) return []
    const known = list(Object.keys(classPresets))
    return [
      {
        path,
        message: `the class ${assetClass} has no rates: give them as costs.overrides.${assetClass}, or use ${known}`,
      },
    ]
  })
}

function unmappedSectors(config: Config, snapshot: MarketFacts): ReadonlyArray<Study.Objection> {
  if (config.risk.max_sector_weight === undefined) return []
  const sectors = config.risk.sectors ?? snapshot.sectors
  const missing = universeOf(config, snapshot).filter((asset) => sectors[asset] === undefined)
  return missing.length === 0
    ? []
    : [
        {
          path: ["risk", "sectors"],
          message: `a sector cap needs the sector of each asset; missing: ${list(missing)}`,
        },
      ]
}

/** Bounds of an allocator that name nothing, or that no weights of the universe keep. */
function impossibleBounds(config: Config, snapshot: MarketFacts): ReadonlyArray<Study.Objection> {
  const universe = universeOf(config, snapshot)
  const { allocation } = config
  const sectors = config.risk.sectors ?? snapshot.sectors
  const strangers = Object.keys(allocation.bounds).filter((asset) => !universe.includes(asset))
  const empty = Object.keys(allocation.sector_bounds).filter(
    (sector) => !universe.some((asset) => sectors[asset] === sector),
  )
  const unknown = [
    ...strangers.map((asset) => ({
      path: ["allocation", "bounds", asset],
      message: `${asset} is not in the universe ${list(universe)}`,
    })),
    ...empty.map((sector) => ({
      path: ["allocation", "sector_bounds", sector],
      message: `no asset of the universe is in sector ${sector}; there are ${list([...new Set(Object.values(sectors))].sort())}`,
    })),
  ]
  if (unknown.length > 0) return unknown
  const problem = boundsProblem(universe, { ...allocation, sectors })
  return problem === undefined
    ? []
    : [{ path: ["allocation"], message: `no weights keep the bounds: ${problem}` }]
}

/** A group of nobody would quietly leave its weight to the others. */
function emptyGroups(config: Config, snapshot: MarketFacts): ReadonlyArray<Study.Objection> {
  const { groups } = groupsOf(config, snapshot)
  const universe = universeOf(config, snapshot)
  const sectors = [...new Set(Object.values(config.risk.sectors ?? snapshot.sectors))].sort()
  const known = sectors.length === 0 ? "which has no sectors" : `with the sectors ${list(sectors)}`
  return Object.entries(config.allocation.groups ?? {})
    .filter(([group]) => !Object.values(groups).includes(group))
    .map(([group, { members }]) => ({
      path: ["allocation", "groups", group],
      message: `no asset of the universe ${list(universe)} is ${list(members)} or of such a sector or class, ${known}; name its assets as members`,
    }))
}

function tooFewAssets(config: Config, snapshot: MarketFacts): ReadonlyArray<Study.Objection> {
  const { min_assets_held } = config.risk
  const count = universeOf(config, snapshot).length
  if (min_assets_held <= count) return []
  const message = `${min_assets_held} names cannot be held: the universe has ${count}`
  return [{ path: ["risk", "min_assets_held"], message }]
}

/** Legs are scaled to (G + N)/2 and (G − N)/2: without shorts the second is missing, and N with it. */
function impossibleNet({
  execution: { long_only, net_exposure_target: net, gross_exposure_cap: gross },
}: Config): ReadonlyArray<Study.Objection> {
  if (!long_only || net === undefined || net >= gross) return []
  const legs = `(${gross} + ${net})/2 = ${(gross + net) / 2} long and (${gross} − ${net})/2 = ${(gross - net) / 2} short`
  const message = `a net of ${net} needs ${legs}, which long_only has not; use gross_exposure_cap for less than everything`
  return [{ path: ["execution", "net_exposure_target"], message }]
}

/** A limit of trading is kept by weights that are the book's own: what changes them afterwards would break it. */
function untradable({
  strategies: wanted,
  allocation,
  execution,
  risk,
}: Config): ReadonlyArray<Study.Objection> {
  const { turnover_limit, turnover_penalty, combine } = allocation
  if (turnover_limit === undefined && turnover_penalty === 0) return []
  const path = ["allocation", turnover_limit === undefined ? "turnover_penalty" : "turnover_limit"]
  const isScores = Object.values(wanted).some((strategy) => strategies.kindOf(strategy) === "scores")
  const caps = risk.max_weight_per_asset !== undefined || risk.max_sector_weight !== undefined
  const problems = [
    ...(combine === "normalise" || (combine === "auto" && isScores)
      ? ["needs allocation.combine: overlay, since normalising changes the weights afterwards"]
      : []),
    ...(caps && risk.cap_mode !== "post_leverage"
      ? [
          "does not go with caps before leverage: use allocation.max_weight and sector_bounds, or risk.cap_mode: post_leverage",
        ]
      : []),
    ...(execution.net_exposure_target === undefined
      ? []
      : ["does not go with execution.net_exposure_target"]),
    ...(execution.gross_exposure_cap < 1 ? ["needs execution.gross_exposure_cap of at least 1"] : []),
  ]
  return problems.map((message) => ({ path, message }))
}

/** Without an exchange's calendar, nobody knows that a period ends before the next one has begun. */
function unknowableDates(
  { allocation }: Config,
  { name, calendar }: MarketFacts,
): ReadonlyArray<Study.Objection> {
  const { frequency, day } = allocation.rebalance
  const isPeriodic = frequency !== "daily" && frequency !== "once"
  if (calendar !== "union" || !isPeriodic || day === "first_trading_day" || day === "mon") return []
  const message = `${day} cannot be known in advance, since the sessions of snapshot ${name} are those of its file; use first_trading_day`
  return [{ path: ["allocation", "rebalance", "day"], message }]
}

/** A study begun before its period would decide what it may not; one begun after the data, nothing. */
function uselessStarts(
  { robustness, period }: Config,
  { last_session }: MarketFacts,
): ReadonlyArray<Study.Objection> {
  const last = period.end ?? last_session
  return (robustness.starts ?? []).flatMap((start, i) => {
    const path = ["robustness", "starts", i]
    if (period.start !== undefined && start < period.start)
      return [{ path, message: `${start} lies before period.start ${period.start}` }]
    return last !== undefined && start > last
      ? [{ path, message: `no session from ${start} on: the last is ${last}` }]
      : []
  })
}

/** A few names; a long list is cut. */
function list(names: ReadonlyArray<string>): string {
  return names.length <= 12 ? names.join(", ") : `${names.slice(0, 12).join(", ")} … (${names.length})`
}
