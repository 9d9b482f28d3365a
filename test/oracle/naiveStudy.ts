import type { Book, Session } from "./accounting.ts"
import { emptyBook, placeOrder, returnsSinceFill, step, tradesAt } from "./accounting.ts"
import { attribute } from "./attribution.ts"
import { applyCaps } from "./caps.ts"
import type { ImpactMemory } from "./costs.ts"
import { costRates, inReturns, sumOf } from "./costs.ts"
import {
  baseWeights,
  combine,
  equalWeights,
  hasEstimates,
  leverageOf,
  predictedLeverage,
  requireAssets,
} from "./allocation.ts"
import { blend, exposureOf, isDiscrete } from "./exposure.ts"
import { intentOf } from "./intent.ts"
import { metaWeights } from "./meta.ts"
import type { Day, Decision, Row } from "./results.ts"
import type { Market } from "./returns.ts"
import { makeMarket } from "./returns.ts"
import type { Summary } from "./summary.ts"
import { summarise } from "./summary.ts"
import type { Settings, StudyConfig, StudyInput } from "./types.ts"
import { refuse, withDefaults } from "./types.ts"

export interface Study {
  readonly settings: Settings
  readonly market: Market
  /** per strategy, `[t][i]` */
  readonly intent: Readonly<Record<string, number[][]>>
  readonly decisions: ReadonlyArray<Decision>
  readonly days: ReadonlyArray<Day>
  readonly ruin: boolean
  /** first metric session: the fill of the first decision with an eligible asset; null if there is none */
  readonly start: number | null
  readonly summary: Summary | null
}

interface State {
  readonly market: Market
  readonly settings: Settings
  readonly intents: ReadonlyArray<number[][]>
  readonly books: readonly [Book, Book, Book, Book]
  /** B1 of each strategy, as if it were the only one */
  readonly alone: ReadonlyArray<Book>
  readonly decisions: Decision[]
  readonly memory: { readonly target: ImpactMemory; readonly traded: ImpactMemory }
}

/** A whole study from bars to metrics, by definition and session by session. */
export function naiveStudy(input: StudyInput, config: StudyConfig): Study {
  const settings = withDefaults(config)
  refuse(settings)
  const state = begin(input, settings)
  const days: Day[] = []
  let ruin = false
  for (let t = 0; t < input.sessions.length && !ruin; t++) {
    const day = runSession(state, t, input.isDecisionDate(input.sessions[t]!))
    days.push(day)
    ruin = day.net === -1
  }
  const names = Object.keys(settings.strategies)
  const start = firstSession(state.decisions, days)
  return {
    settings,
    market: state.market,
    intent: Object.fromEntries(names.map((name, k) => [name, state.intents[k]!])),
    decisions: state.decisions,
    days,
    ruin,
    start,
    summary: start === null ? null : summarise(days.slice(start), input.assets, settings),
  }
}

/** The fill session of the first decision with an eligible asset. */
function firstSession(decisions: ReadonlyArray<Decision>, days: ReadonlyArray<Day>): number | null {
  const opened = new Set(decisions.filter((d) => d.eligible.some(Boolean)).map((d) => d.decided))
  // page §1: the session on which its first order fills (of B2, which keeps the schedule's decisions); a decision that
  // a newer one replaces before any fill has no fill session, and the next one counts.
  const start = days.findIndex(({ books }) => books[2].opens !== null && opened.has(books[2].opens))
  return start < 0 ? null : start
}

function begin(input: StudyInput, settings: Settings): State {
  const market = makeMarket(input, settings)
  const n = input.assets.length
  return {
    market,
    settings,
    intents: Object.values(settings.strategies).map((strategy) => intentOf(strategy, market)),
    books: [emptyBook(n), emptyBook(n), emptyBook(n), emptyBook(n)],
    alone: Object.keys(settings.strategies).map(() => emptyBook(n)),
    decisions: [],
    memory: { target: { largest: NaN }, traded: { largest: NaN } },
  }
}

/** Whether a decision can fill on its own session: at the close that made it, or at the close after the open. */
function fillsToday({ execution }: Settings): boolean {
  const { signal_time, execution_time } = execution
  return execution_time === "signal_close" || (signal_time === "open" && execution_time === "next_close")
}

/** A decision that can fill on its own session comes before that session's fill, any other after it. */
function runSession(state: State, t: number, isDecision: boolean): Day {
  const first = fillsToday(state.settings)
  if (isDecision && first) decide(state, t)
  const { market, settings } = state
  const [b0, b1, b2, b3] = state.books
  for (const book of state.alone) step(book, market, t, settings)
  const lower = [b0, b1, b2].map((book) => step(book, market, t, settings)) as [Session, Session, Session]
  const final = step(b3, market, t, settings, dailyTarget(state, t, lower[2]))
  const day = settle(state, t, isDecision, [...lower, final])
  if (isDecision && !first) decide(state, t)
  return day
}

/** Sessions from a decision to its fill. */
function delayOf(settings: Settings): number {
  // page §3: `delay_sessions` shifts signal_close too: the close of the session k later.
  const own = fillsToday(settings) ? 0 : 1
  return own + settings.execution.delay_sessions
}

/** Last session whose return an estimate made at decision t may use. */
function lastKnown(settings: Settings, t: number): number {
  const { signal_time, execution_time } = settings.execution
  return execution_time === "signal_close" || signal_time === "open" ? t - 1 : t
}

/** What a strategy is known to want when session t decides: at its open, what the close before left. */
export function knownIntent(intent: number[][], t: number, settings: Settings): number[] {
  const at = settings.execution.signal_time === "open" ? t - 1 : t
  return at < 0 ? intent[0]!.map(() => NaN) : intent[at]!
}

function decide(state: State, t: number): void {
  const decision = decisionAt(state, t)
  state.decisions.push(decision)
  decision.alone.forEach((row, k) =>
    placeOrder(state.alone[k]!, { decided: t, due: decision.due, row, leverage: 1 }),
  )
  decision.rows.forEach((row, k) => {
    if (k === 3 && state.settings.risk.leverage_update === "daily") return
    placeOrder(state.books[k]!, {
      decided: t,
      due: decision.due,
      row,
      leverage: k === 3 ? decision.leverage : 1,
    })
  })
}

function decisionAt(state: State, t: number): Decision {
  const { market, settings } = state
  const last = lastKnown(settings, t)
  const byStrategy = state.intents.map((intent) =>
    eligibleAt(state, knownIntent(intent, t, settings), t, last),
  )
  const eligible = market.assets.map((_, i) => byStrategy.some((row) => row[i]))
  const exposures = exposuresAt(state, t, byStrategy)
  const meta = metaWeights(state.alone, last, settings)
  const exposure = blend(exposures, meta, settings.execution)
  const base = baseWeights(market, last, t, eligible, exposure, settings.allocation)
  // page §7: in B1, 1/n is over the eligible assets whatever `allocate_over` says, and Combine includes the
  // net target and the gross cap; B0 has neither: it is long and fully invested.
  const equal = equalWeights(eligible)
  const discrete = Object.values(settings.strategies).every(isDiscrete)
  const b1 = combine(equal, exposure, discrete, settings)
  const b2 = preCaps(combine(base, exposure, discrete, settings), state)
  const leverage =
    settings.risk.estimator === "ex_ante"
      ? predictedLeverage(market, b2, last, t, settings)
      : leverageOf(returnsSinceFill(state.books[2], last), settings)
  const b3 = finalRow(b2, leverage, state)
  return {
    decided: t,
    due: t + delayOf(settings),
    eligible,
    meta,
    alone: aloneRows(state, exposures, eligible),
    exposure,
    base,
    rows: [equal, b1, b2, b3],
    leverage,
  }
}

function eligibleAt(state: State, intent: Row, t: number, last: number): boolean[] {
  const { market, settings } = state
  return market.histories.map(
    (history, i) =>
      tradesAt(history, t, settings) &&
      !Number.isNaN(intent[i]!) &&
      hasEstimates(market, i, last, t, settings.allocation),
  )
}

/** Exposures of each strategy, mapped on its own. */
function exposuresAt(state: State, t: number, eligible: ReadonlyArray<ReadonlyArray<boolean>>): number[][] {
  const { settings, intents } = state
  return Object.values(settings.strategies).map((strategy, k) =>
    exposureOf(knownIntent(intents[k]!, t, settings), eligible[k]!, isDiscrete(strategy), settings.execution),
  )
}

/** Targets of each strategy's own B1: 1/n over the assets that are eligible in the study, its own kind of combining. */
function aloneRows(
  { settings }: State,
  exposures: ReadonlyArray<Row>,
  eligible: ReadonlyArray<boolean>,
): Row[] {
  // page §4: "each strategy's own B1 book": what B1 would be if the study had this strategy only.
  return Object.values(settings.strategies).map((strategy, k) =>
    combine(
      equalWeights(eligible),
      blend([exposures[k]!], [1], settings.execution),
      isDiscrete(strategy),
      settings,
    ),
  )
}

function preCaps(row: number[], state: State): number[] {
  const { risk } = state.settings
  return risk.cap_mode === "post_leverage" ? row : applyCaps(row, state.market.assets, risk)
}

/** Leverage, the caps after it, and the smallest number of names. */
function finalRow(row: Row, leverage: number, state: State): number[] {
  const { risk } = state.settings
  const levered = row.map((w) => leverage * w)
  // page §4: the caps after leverage "bound |w_i|": they only cut, nothing is redistributed;
  // page §4: min_assets_held acts on this row only, so it is part of the leverage effect and not of B2.
  const bounds = { ...risk, redistribute: "none" as const }
  const capped = risk.cap_mode === "pre_leverage" ? levered : applyCaps(levered, state.market.assets, bounds)
  return requireAssets(capped, risk.min_assets_held)
}

/** Daily leverage: L of the deciding session on B2's weights right after today's fill event. */
function dailyTarget(state: State, t: number, unlevered: Session) {
  const decided = t - delayOf(state.settings)
  // page §4: a ruined B2 has no weights to lever: B3 gets no order and keeps what it holds.
  const filled = unlevered.g1 > 1e-12 && !Number.isNaN(unlevered.gross)
  if (state.settings.risk.leverage_update !== "daily" || decided < 0 || !filled) return null
  const usable = returnsSinceFill(state.books[2], lastKnown(state.settings, decided))
  const leverage = leverageOf(usable, state.settings)
  return { row: finalRow(unlevered.w, leverage, state), leverage }
}

/** Steps 3 and 5 of page §5 on the final book. */
function settle(state: State, t: number, isDecision: boolean, books: Day["books"]): Day {
  const { market, settings, memory } = state
  const final = books[3]
  const onTarget = costRates(market, t, final.paidTarget, settings.costs, memory.target)
  const onTraded = costRates(market, t, final.paidTraded, settings.costs, memory.traded)
  const rates = settings.costs.turnover_basis === "target" ? onTarget : onTraded
  const costs = inReturns(rates, final)
  const ruined = final.ruined || !(1 - sumOf(rates) > 1e-12)
  return {
    session: market.sessions[t]!,
    isDecision,
    books,
    gross: final.gross,
    net: ruined ? -1 : final.g1 * (1 - sumOf(rates)) * final.g2 - 1,
    costs,
    costsTraded: inReturns(onTraded, final),
    turnoverTarget: final.turnoverTarget,
    turnoverTraded: final.turnoverTraded,
    leverage: final.leverage,
    held: final.after,
    attribution: attribute(books[0].gross, books[1].gross, books[2].gross, final.gross),
  }
}
