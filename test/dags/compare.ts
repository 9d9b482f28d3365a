/** Every number that the program and the oracle both have, side by side. */
import type { AttributionSummary } from "../../src/pipeline/attribution/summary.ts"
import type { CostSummary } from "../../src/pipeline/costs/CostSummary.ts"
import type { Summary as MetricsSummary } from "../../src/pipeline/metrics/summary.ts"
import type { Yearly } from "../../src/pipeline/metrics/yearly.ts"
import { contributions } from "../oracle/attribution.ts"
import type { Metrics } from "../oracle/metrics.ts"
import type { Study } from "../oracle/naiveStudy.ts"
import { grossOf, total } from "../oracle/returns.ts"
import { columnAt, documentAt, inputOf, panelAt, type Program } from "./programStudy.ts"

type Figure = number | string | boolean | null | undefined

/** Counts what agrees and keeps the first disagreement of each quantity. */
class Tally {
  compared = 0
  readonly wrong = new Map<string, string>()

  /** @param tolerance absolute below 1, relative above; NaN equals NaN, null equals null */
  same(what: string, where: string, ours: Figure, theirs: Figure, tolerance = 1e-10): void {
    this.compared++
    if (Object.is(ours, theirs) || ours === theirs) return
    if (typeof ours === "number" && typeof theirs === "number") {
      if (Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(theirs))) return
    }
    if (!this.wrong.has(what)) this.wrong.set(what, `${what} at ${where}: program ${ours}, oracle ${theirs}`)
  }

  row(what: string, where: string, ours: Float64Array, theirs: ReadonlyArray<number>): void {
    theirs.forEach((value, i) => this.same(what, `${where}, asset ${i}`, ours[i], value))
  }
}

export interface Comparison {
  readonly compared: number
  readonly wrong: ReadonlyArray<string>
}

export function compare(program: Program, study: Study): Comparison {
  const tally = new Tally()
  compareIntents(tally, program, study)
  compareDecisions(tally, program, study)
  compareBooks(tally, program, study)
  compareSessions(tally, program, study)
  compareWindow(tally, program, study)
  compareMetrics(tally, program, study)
  compareYears(tally, program, study)
  compareCosts(tally, program, study)
  compareAttribution(tally, program, study)
  return { compared: tally.compared, wrong: [...tally.wrong.values()] }
}

/** Row t of a panel; `unknown` instead of NaN. */
function rowOf(panel: ReturnType<typeof panelAt>, t: number, unknown = 0): Float64Array {
  const width = panel.assets.length
  return panel.values.slice(t * width, (t + 1) * width).map((x) => (Number.isNaN(x) ? unknown : x))
}

function compareIntents(tally: Tally, program: Program, study: Study): void {
  for (const [name, intent] of Object.entries(study.intent)) {
    const { type, ...config } = study.settings.strategies[name]!
    const rule = "threshold" in config && config.threshold !== undefined ? "threshold" : type
    const ours = panelAt(program, `intent/${rule.replaceAll("_", "-")}@${name}`)
    intent.forEach((row, t) => tally.row(`intent ${name}`, `session ${t}`, rowOf(ours, t, NaN), row))
  }
}

// ------------------------------------------------------------------------------------------------- the decisions

const leverNames = ["allocation/volatility-target", "allocation/ex-ante-volatility-target"]

function compareDecisions(tally: Tally, program: Program, study: Study): void {
  const decision = columnAt(program, "allocation/schedule", "output", "decision")
  study.days.forEach((day, t) => tally.same("decision", `session ${t}`, decision[t] === 1, day.isDecision))
  const { method } = program.config.allocation
  const panels = {
    eligible: panelAt(program, "execution/eligible"),
    exposure: panelAt(program, "execution/blend"),
    base: panelAt(
      program,
      `allocation/${method.replace("_", "-")}`,
      method === "equal_weight" || method === "inverse_vol" ? "output" : "weights",
    ),
  }
  const books = ["b0", "b1", "b2", "final"].map((name) =>
    inputOf(program, `execution/fills@${name}`, "targets"),
  )
  const lever = leverNames.find((name) => program.values.has(name))
  const isDaily = study.settings.risk.leverage_update === "daily"
  const names = Object.keys(study.settings.strategies)
  for (const { decided, eligible, exposure, meta, alone, base, rows, leverage } of study.decisions) {
    const where = `decision ${decided}`
    if (program.values.has("allocation/meta-weights"))
      names.forEach((name, k) => {
        const weight = columnAt(program, "allocation/meta-weights", "weights", name)[decided]
        tally.same(`meta weight of ${name}`, where, weight, meta[k])
        const targets = inputOf(program, `execution/fills@alone-${name}`, "targets")
        tally.row(`targets of ${name} alone`, where, rowOf(targets, decided), alone[k]!)
      })
    tally.row("eligible", where, rowOf(panels.eligible, decided), eligible.map(Number))
    tally.row("exposure", where, rowOf(panels.exposure, decided), exposure)
    tally.row("base weights", where, rowOf(panels.base, decided), base)
    rows.forEach((row, k) => {
      if (k === 3 && isDaily) return
      tally.row(`targets of B${k}`, where, rowOf(books[k]!, decided), row)
    })
    if (lever !== undefined && !isDaily) {
      const ours = columnAt(program, lever, "leverage", "leverage")[decided]
      // a row without any asset listed is no row
      if (!Number.isNaN(ours)) tally.same("leverage", where, ours, leverage)
    }
  }
}

// ----------------------------------------------------------------------------------------------------- the books

function compareBooks(tally: Tally, program: Program, study: Study): void {
  ;["b0", "b1", "b2", "final"].forEach((name, k) => {
    const id = `execution/fills@${name}`
    const panels = [
      "filled",
      "drifted",
      "held",
      "contribution",
      "target_turnover",
      "traded_turnover",
    ] as const
    const ours = Object.fromEntries(panels.map((port) => [port, panelAt(program, id, port)]))
    const columns = ["gross", "g1", "g2", "cash_contribution", "gross_exposure", "net_exposure"] as const
    const book = Object.fromEntries(columns.map((column) => [column, columnAt(program, id, "book", column)]))
    for (const [t, day] of study.days.entries()) {
      const session = day.books[k]!
      const where = `session ${t}`
      tally.same(`gross of B${k}`, where, book["gross"]![t], session.gross)
      if (session.ruined || Number.isNaN(session.gross)) break // its weights mean nothing
      const named: ReadonlyArray<[string, ReadonlyArray<number>]> = [
        ["drifted", session.drifted],
        ["filled", session.w],
        ["held", session.after],
        ["contribution", contributions(session).assets],
      ]
      for (const [port, row] of named) tally.row(`${port} of B${k}`, where, rowOf(ours[port]!, t), row)
      tally.same(`g1 of B${k}`, where, book["g1"]![t], session.g1)
      tally.same(`g2 of B${k}`, where, book["g2"]![t], session.g2)
      tally.same(`interest of B${k}`, where, book["cash_contribution"]![t], session.interest)
      tally.same(`gross exposure of B${k}`, where, book["gross_exposure"]![t], grossOf(session.after))
      tally.same(`net exposure of B${k}`, where, book["net_exposure"]![t], total(session.after))
      const [target, traded] = [rowOf(ours["target_turnover"]!, t), rowOf(ours["traded_turnover"]!, t)]
      tally.same(`target turnover of B${k}`, where, total([...target]), session.turnoverTarget)
      tally.same(`traded turnover of B${k}`, where, total([...traded]), session.turnoverTraded)
      session.paidTarget.forEach((x, i) => {
        if (x > 0) tally.same(`paying target turnover of B${k}`, `${where}, asset ${i}`, target[i], x)
        if (session.paidTraded[i]! > 0)
          tally.same(
            `paying traded turnover of B${k}`,
            `${where}, asset ${i}`,
            traded[i],
            session.paidTraded[i],
          )
      })
    }
  })
}

function compareSessions(tally: Tally, program: Program, study: Study): void {
  const net = (name: string) => columnAt(program, "costs/net-returns", "output", name)
  const daily = (name: string) => columnAt(program, "attribution/daily", "output", name)
  const rates = (name: string) => columnAt(program, "costs/components", "rates", name)
  const columns = {
    gross: net("gross"),
    net: net("net"),
    spread: net("spread"),
    slippage: net("slippage"),
    impact: net("impact"),
    market: daily("market"),
    timing: daily("timing"),
    allocation: daily("allocation"),
    leverage: daily("leverage"),
  }
  const [onTraded, g1, g2] = [
    rates("total_traded_basis"),
    columnAt(program, "execution/fills@final", "book", "g1"),
    columnAt(program, "execution/fills@final", "book", "g2"),
  ]
  study.days.forEach((day, t) => {
    const theirs: Readonly<Record<string, number>> = {
      gross: day.gross,
      net: day.net,
      ...day.attribution,
      ...(day.books[3].ruined ? {} : day.costs),
    }
    for (const [name, value] of Object.entries(theirs))
      tally.same(name, `session ${t}`, columns[name as keyof typeof columns][t], value)
    if (day.books[3].ruined) return
    const wanted = day.costsTraded.spread + day.costsTraded.slippage + day.costsTraded.impact
    tally.same("cost on the traded basis", `session ${t}`, onTraded[t]! * g1[t]! * g2[t]!, wanted)
  })
  for (let t = study.days.length; t < columns.net.length; t++)
    tally.same("net after ruin", `session ${t}`, columns.net[t], NaN)
}

// --------------------------------------------------------------------------------------------------- the figures

function compareWindow(tally: Tally, program: Program, study: Study): void {
  const { window, n } = documentAt<MetricsSummary>(program, "metrics/summary")
  tally.same("first session", "window", window.first_fill, sessionAt(study, study.start))
  tally.same("sessions", "window", n, study.summary?.net.n ?? 0)
  const [gross, net] = ["gross", "net"].map((name) => columnAt(program, "metrics/equity", "output", name))
  if (study.start === null) return
  let wealth = { gross: 1, net: 1 }
  for (let t = study.start; t < study.days.length; t++) {
    const day = study.days[t]!
    wealth = { gross: wealth.gross * (1 + day.gross), net: wealth.net * (1 + day.net) }
    tally.same("gross equity", `session ${t}`, gross![t], wealth.gross)
    tally.same("net equity", `session ${t}`, net![t], wealth.net)
  }
}

const sessionAt = (study: Study, t: number | null): string | null =>
  t === null || t < 0 ? null : study.market.sessions[t]!

/** Figures by the names of metrics.json. */
function figuresOf(metrics: Metrics): Readonly<Record<string, number | null>> {
  const {
    n: _n,
    total: total_return,
    longest_drawdown,
    skew,
    peak: _p,
    trough: _t,
    recovery: _r,
    ...rest
  } = metrics
  return { ...rest, total_return, longest_drawdown_sessions: longest_drawdown, skewness: skew }
}

function compareMetrics(tally: Tally, program: Program, study: Study): void {
  const { summary } = study
  if (summary === null) return
  const ours = documentAt<MetricsSummary>(program, "metrics/summary")
  for (const side of ["net", "gross"] as const) {
    const steep = 1e-9 // moments of returns that hardly vary lose digits
    for (const [name, value] of Object.entries(figuresOf(summary[side])))
      tally.same(`${side} ${name}`, "metrics", ours[side][name], value, steep)
    for (const what of ["peak", "trough", "recovery"] as const) {
      const at = summary[side][what]
      const date = at === null ? null : sessionAt(study, study.start! + at - 1)
      tally.same(`${side} ${what}`, "metrics", ours.dates[side][`max_drawdown_${what}`], date)
    }
  }
  const book = {
    mean_target_turnover: summary.mean_turnover_target,
    mean_traded_turnover: summary.mean_turnover_traded,
    mean_gross_exposure: summary.mean_gross_exposure,
    mean_net_exposure: summary.mean_net_exposure,
    mean_leverage: summary.mean_leverage,
    cost_bps_per_day: summary.cost_bps_per_day,
    cost_bps_per_year: summary.cost_bps_per_year,
  }
  for (const [name, value] of Object.entries(book)) tally.same(name, "metrics", ours.book[name], value)
}

function compareYears(tally: Tally, program: Program, study: Study): void {
  if (study.summary === null) return
  const { folds } = study.summary
  const ours = documentAt<Yearly>(program, "metrics/yearly")
  tally.same("number of years", "yearly", ours.years.length, folds.years.length)
  folds.years.forEach(({ year, n, total: whole, sharpe }, k) => {
    tally.same("year", "yearly", String(ours.years[k]?.year), year)
    tally.same("sessions of a year", year, ours.years[k]?.sessions, n)
    tally.same("return of a year", year, ours.years[k]?.net.total_return, whole)
    tally.same("sharpe of a year", year, ours.years[k]?.net.sharpe, sharpe, 1e-9)
  })
  const { stability_ratio, pct_folds_positive, worst_fold_sharpe } = folds
  tally.same("stability_ratio", "yearly", ours.net.stability_ratio, stability_ratio, 1e-8)
  tally.same("pct_folds_positive", "yearly", ours.net.pct_folds_positive, pct_folds_positive)
  tally.same("worst_fold_sharpe", "yearly", ours.net.worst_fold_sharpe, worst_fold_sharpe, 1e-9)
}

function compareCosts(tally: Tally, program: Program, study: Study): void {
  if (study.summary === null) return
  const ours = documentAt<CostSummary>(program, "costs/summary")
  const { cost_bps_per_day, cost_bps_per_year, cost_per_turnover } = study.summary
  tally.same("cost_bps_per_day", "costs", ours.cost_bps_per_day, cost_bps_per_day)
  tally.same("cost_bps_per_year", "costs", ours.cost_bps_per_year, cost_bps_per_year)
  const perUnit = cost_per_turnover === null ? null : cost_per_turnover * 1e4
  tally.same("cost per turnover", "costs", ours.cost_bps_per_unit_of_turnover, perUnit)
}

type Linked = Readonly<Record<string, number>> | null

function compareAttribution(tally: Tally, program: Program, study: Study): void {
  if (study.summary === null) return
  const { linked_gross, linked_net, linked_assets, linked_sides, linked_sectors } = study.summary
  const ours = documentAt<AttributionSummary>(program, "attribution/summary")
  const { parts, by_asset, by_side, by_sector, cash } = ours
  const compareLinked = (
    what: string,
    side: "gross" | "net",
    theirs: Linked,
    found: Readonly<
      Record<string, { readonly gross: number | null; readonly net: number | null } | undefined>
    >,
    names: ReadonlyArray<string>,
  ) => {
    for (const name of names) {
      const value = theirs === null ? null : (theirs[name] ?? 0)
      tally.same(
        `${what}, ${side}`,
        name,
        found[name]?.[side] ?? null,
        value !== null && Number.isNaN(value) ? null : value,
      )
    }
  }
  const steps = ["market", "timing", "allocation", "leverage"]
  compareLinked("linked steps", "gross", linked_gross, parts, steps)
  compareLinked("linked steps", "net", linked_net, parts, [...steps, "cost"])
  compareLinked("linked assets", "gross", linked_assets, { ...by_asset, cash }, [
    ...study.market.assets,
    "cash",
  ])
  compareLinked("linked sides", "gross", linked_sides, { ...by_side, cash }, ["long", "short", "cash"])
  const sectors = [...new Set(Object.values(study.settings.risk.sectors))].filter((name) => name in by_sector)
  compareLinked("linked sectors", "gross", linked_sectors, by_sector, sectors)
}
