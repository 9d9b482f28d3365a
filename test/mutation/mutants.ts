/**
 * Mistakes that a backtest can make, planted one at a time in the real sources: what the invariants are worth.
 *
 * The list was written before the invariants. `npm run invariants:mutants` runs the invariants on each; a patch that no
 * longer applies fails the suite, so that a change of the code moves its mutants along.
 */
export interface Mutant {
  /** what is wrong, as a reader of the table sees it */
  readonly says: string
  /** path from the project's folder */
  readonly file: string
  /** stands exactly once in the file */
  readonly old: string
  readonly new: string
  /** why no invariant is expected to see it */
  readonly survives?: string
}

export const mutants: ReadonlyArray<Mutant> = [
  // ------------------------------------------------------------------------------------------------- time
  {
    says: "orders fill a session too early",
    file: "src/pipeline/execution/fills/timing.ts",
    old: "(decidesFirst(timing) ? 0 : 1)",
    new: "0",
  },
  {
    says: "orders fill a session too late",
    file: "src/pipeline/execution/fills/timing.ts",
    old: "timing.delay_sessions + (decidesFirst(timing) ? 0 : 1)",
    new: "timing.delay_sessions + 1 + (decidesFirst(timing) ? 0 : 1)",
  },
  {
    says: "the delay of orders is ignored",
    file: "src/pipeline/execution/fills/timing.ts",
    old: "timing.delay_sessions + (decidesFirst(timing) ? 0 : 1)",
    new: "decidesFirst(timing) ? 0 : 1",
  },
  {
    says: "volatility at a decision reads the next session's return",
    file: "src/pipeline/allocation/volatility.ts",
    old: "windowDeviation(returns.values, width, end, lookback",
    new: "windowDeviation(returns.values, width, Math.min(end + 1, sessions.length), lookback",
  },
  {
    says: "volatility at a decision leaves out the last return",
    file: "src/pipeline/allocation/volatility.ts",
    old: "windowDeviation(returns.values, width, end, lookback",
    new: "windowDeviation(returns.values, width, end - 1, lookback",
  },
  {
    says: "a fill at the signal's close is estimated with the return that ends at it",
    file: "dags/study/config.ts",
    old: 'config.execution.execution_time === "signal_close" || isAtOpen(config) ? 1 : 0',
    new: "isAtOpen(config) ? 1 : 0",
  },
  {
    says: "daily leverage knows the close of the session on which it fills",
    file: "src/pipeline/allocation/volatilityTarget.ts",
    old: "windowDeviation(gross, 1, t - behind(config) + 1,",
    new: "windowDeviation(gross, 1, t + 1,",
  },
  {
    says: "momentum compares tomorrow's close",
    file: "src/kernel/momentumSignal.ts",
    old: "compareWithTies(values[at]!, before)",
    new: "compareWithTies(values[at + width] ?? NaN, before)",
  },
  {
    says: "a period ends where the next row is of another period",
    file: "src/pipeline/allocation/scheduledRows.ts",
    old: "if (sessions[t] === decision) rows[t] = 1",
    new: "if (ExchangeCalendar.periodOf(sessions[t + 1] ?? sessions[t]!, period) !== index) rows[t] = 1",
  },
  {
    says: "decisions are made before the start of the study",
    file: "src/pipeline/allocation/schedule.ts",
    old: "return decision.fill(0, 0, Calendar.rowOnOrAfter(listing.calendar, startOf(config)))",
    new: "return decision",
  },
  {
    says: "weights are combined with the exposure of the row before",
    file: "src/pipeline/allocation/combine.ts",
    old: "exposure.values.subarray(t * width, (t + 1) * width)",
    new: "exposure.values.subarray(Math.max(0, t - 1) * width, Math.max(1, t) * width)",
  },
  // ---------------------------------------------------------------------------------------------- prices
  {
    says: "dividends are ignored",
    file: "src/kernel/totalReturn.ts",
    old: "const base = carried - dividend",
    new: "const base = carried - 0 * dividend",
  },
  {
    says: "a split is applied twice",
    file: "src/kernel/totalReturn.ts",
    old: "(price * splitRatio) / base - 1",
    new: "(price * splitRatio * splitRatio) / base - 1",
  },
  {
    says: "a price that is missing counts as 0",
    file: "src/kernel/closeToClose.ts",
    old: "accounting[at] = 0",
    new: "accounting[at] = state === 0 ? -1 : 0",
  },
  {
    says: "the first bar after a gap does not carry the move over the gap",
    file: "src/kernel/closeToClose.ts",
    old: "accounting[at] = earned",
    new: "accounting[at] = missed[i]! > 0 ? 0 : earned",
  },
  {
    says: "the move over a long gap counts as one day's return in estimates",
    file: "src/kernel/closeToClose.ts",
    old: "missed[i]! <= maxStale ? earned : NaN",
    new: "earned",
  },
  {
    says: "an asset stays listed a session longer than it may without a bar",
    file: "src/kernel/listingState.ts",
    old: "missed[i]! < delistAfter",
    new: "missed[i]! <= delistAfter",
  },
  {
    says: "a delisted holding is kept",
    file: "src/kernel/bookGrowth.ts",
    old: "if (!gone) continue",
    new: "if (!gone || drifted[at]! !== 0) continue",
  },
  {
    says: "the return of a delisting is ignored",
    file: "src/kernel/bookGrowth.ts",
    old: "isGone(state) ? delistingReturn : stands",
    new: "isGone(state) ? 0 : stands",
  },
  // ------------------------------------------------------------------------------------------ accounting
  {
    says: "weights do not drift up to the fill",
    file: "src/kernel/bookGrowth.ts",
    old: "const weight = drifted[at]! / g1",
    new: "const weight = before[i]!",
  },
  {
    says: "drifted weights are not fractions of the grown capital",
    file: "src/kernel/bookGrowth.ts",
    old: "const weight = drifted[at]! / g1",
    new: "const weight = drifted[at]!",
  },
  {
    says: "weights do not drift from the fill to the close",
    file: "src/kernel/bookGrowth.ts",
    old: "held[at] = w * (1 + b)",
    new: "held[at] = w",
  },
  {
    says: "the fee for shorts is paid on longs too",
    file: "src/kernel/bookGrowth.ts",
    old: "if (h < 0) short -= h\n    contribution[at] = h < 0 ? h * a + borrow * h : h * a",
    new: "short += Math.abs(h)\n    contribution[at] = h * a - borrow * Math.abs(h)",
  },
  {
    says: "interest is earned on all capital, invested or not",
    file: "src/kernel/bookGrowth.ts",
    old: "interestOn(book, t, 1 - invested)",
    new: "interestOn(book, t, 1)",
  },
  {
    says: "the financing spread is charged on cash that is there",
    file: "src/kernel/bookGrowth.ts",
    old: "cash < 0 ? book.terms.negativeCash",
    new: "cash > 0 ? book.terms.negativeCash",
  },
  {
    says: "a total loss after the fill does not end the study",
    file: "src/kernel/runBook.ts",
    old: "if (isTotalLoss(g2)) return ruin(book, t, g1, g2)",
    new: "",
  },
  {
    says: "an order is lost when its asset has no bar on the day",
    file: "src/kernel/bookFills.ts",
    old: "if (Number.isNaN(waiting[i]!) || !isFillable(listing[at]!, afterFill[at]!)) continue",
    new: "if (Number.isNaN(waiting[i]!)) continue\n    if (!isFillable(listing[at]!, afterFill[at]!)) {\n      waiting[i] = NaN\n      orders[0]!--\n      continue\n    }",
  },
  {
    says: "a waiting order outlives a newer decision",
    file: "src/kernel/bookOrders.ts",
    old: "if (orders[0] === 0 || !isDecision(book, t)) return",
    new: "if (orders[0] !== -1 || !isDecision(book, t)) return",
  },
  {
    says: "orders make no room for holdings that cannot be sold",
    file: "src/kernel/bookOrders.ts",
    old: "book.terms.makesRoom ? Math.max(0, 1 - frozen / Math.max(1, wanted)) : 1",
    new: "1",
  },
  {
    says: "held weights are not handed over to the next run",
    file: "src/pipeline/execution/fills/fills.ts",
    old: "held: state.held ?? start.held",
    new: "held: start.held",
  },
  {
    says: "waiting orders are not handed over to the next run",
    file: "src/pipeline/execution/fills/fills.ts",
    old: "waiting: state.waiting ?? start.waiting",
    new: "waiting: start.waiting",
  },
  {
    says: "last targets are not handed over to the next run",
    file: "src/pipeline/execution/fills/fills.ts",
    old: "lastTarget: state.lastTarget ?? start.lastTarget",
    new: "lastTarget: start.lastTarget",
  },
  // ----------------------------------------------------------------------------------------------- costs
  {
    says: "costs are paid the session after the fill",
    file: "src/kernel/netReturns.ts",
    old: "const rate = rates.spread[t]! + rates.slippage[t]! + rates.impact[t]!",
    new: "const rate = t === 0 ? 0 : rates.spread[t - 1]! + rates.slippage[t - 1]! + rates.impact[t - 1]!",
  },
  {
    says: "a cost is not brought to the previous close's capital",
    file: "src/kernel/netReturns.ts",
    old: "out.spread[t] = rates.spread[t]! * both",
    new: "out.spread[t] = rates.spread[t]!",
  },
  {
    says: "costs that eat everything do not end the study",
    file: "src/kernel/netReturns.ts",
    old: "ended = lost || isTotalLoss(1 - rate)",
    new: "ended = lost",
  },
  {
    says: "traded turnover is halved",
    file: "src/kernel/bookFills.ts",
    old: "tradedTurnover[at] = Math.abs(target - drifted[at]!)",
    new: "tradedTurnover[at] = Math.abs(target - drifted[at]!) / 2",
  },
  {
    says: "target turnover is measured against drifted weights",
    file: "src/kernel/bookFills.ts",
    old: "targetTurnover[at] = Math.abs(target - lastTarget[i]!)",
    new: "targetTurnover[at] = Math.abs(target - drifted[at]!)",
  },
  {
    says: "the whole spread is paid on every trade",
    file: "src/kernel/costRows.ts",
    old: "(traded * rates.spreadBps[i]!) / 2 / 1e4",
    new: "(traded * rates.spreadBps[i]!) / 1e4",
  },
  {
    says: "the scale of costs is ignored",
    file: "src/pipeline/costs/rates.ts",
    old: "(own ?? ofClass ?? usual ?? config[field]) * config.scale",
    new: "own ?? ofClass ?? usual ?? config[field]",
  },
  {
    says: "each asset pays the rates of another (sorted names joined to unsorted columns)",
    file: "src/pipeline/costs/rates.ts",
    old: "return Float64Array.from(assets, (asset) => {",
    new: "return Float64Array.from([...assets].sort(), (asset) => {",
  },
  {
    says: "impact is measured with the fill session's own volume",
    file: "src/kernel/tradingScale.ts",
    old: "const to = t * assets + asset",
    new: "const to = (t + 1) * assets + asset",
  },
  {
    says: "an unknown volume trades without impact",
    file: "src/kernel/costRows.ts",
    old: "impact[i] = Number.isNaN(standIn) ? 0 : standIn",
    new: "impact[i] = 0",
  },
  // ----------------------------------------------------------------------------------- intent to weights
  {
    says: "equal ranks are broken by the order of the assets",
    file: "src/kernel/averageRanks.ts",
    old: "isTie(values[order[from]!]!, values[order[to]!]!)",
    new: "false",
  },
  {
    says: "standard scores divide by n instead of n − 1",
    file: "src/kernel/zscoreExposure.ts",
    old: "Math.sqrt(squares / (count - 1))",
    new: "Math.sqrt(squares / count)",
  },
  {
    says: "an asset without a bar is eligible",
    file: "src/kernel/eligibleRows.ts",
    old: "const isThere = listing[at] === 1 &&",
    new: "const isThere = listing[at]! >= 0 &&",
  },
  {
    says: "an asset without an opinion is eligible",
    file: "src/kernel/eligibleRows.ts",
    old: "intents.some(knownAt(at))",
    new: "intents.length > 0",
  },
  {
    says: "a strategy without an opinion lends its weight to the others",
    file: "src/kernel/weightedSum.ts",
    old: "sums[at] = (Number.isNaN(sum) ? 0 : sum) + weight * value",
    new: "sums[at] = Number.isNaN(sum) ? value : sum + weight * value",
  },
  {
    says: "long_only is ignored",
    file: "src/pipeline/execution/blend.ts",
    old: "long_only ? 0 : -most",
    new: "-most",
  },
  {
    says: "equal weights are 1 over all assets, not over those that take part",
    file: "src/kernel/equalWeights.ts",
    old: "1 / count",
    new: "1 / out.length",
  },
  {
    says: "weights are proportional to volatility",
    file: "src/kernel/inverseVolatility.ts",
    old: "1 / Math.max(volatility[i]!, floor)",
    new: "Math.max(volatility[i]!, floor)",
  },
  {
    says: "the gross cap is not applied",
    file: "src/kernel/combineWeights.ts",
    old: "if (gross > how.gross) scaleLegs(out, how.gross / gross, how.gross / gross)",
    new: "if (gross < 0) scaleLegs(out, how.gross / gross, how.gross / gross)",
  },
  {
    says: "a net target is met with its sign turned",
    file: "src/kernel/combineWeights.ts",
    old: "toNet(out, how.gross, how.net)",
    new: "toNet(out, how.gross, -how.net)",
  },
  {
    says: "caps are worked out after the fact: orders go out uncapped",
    file: "dags/study/books.ts",
    old: 'fill(config, snapshot, market, final.weights, "final", targetsAt(config))',
    new: 'fill(config, snapshot, market, levered.weights, "final", targetsAt(config))',
  },
  {
    says: "caps before leverage are not applied again after it",
    file: "dags/study/books.ts",
    old: 'hasCaps(config) && cap_mode !== "pre_leverage"',
    new: 'hasCaps(config) && cap_mode === "post_leverage"',
  },
  {
    says: "sector caps are ignored",
    file: "src/kernel/capRow.ts",
    old: "Math.min(levels.level, levels.full[rule.sectorOf[i]!]!)",
    new: "levels.level",
  },
  {
    says: "leverage is applied twice",
    file: "src/pipeline/allocation/volatilityTarget.ts",
    old: "row.map((weight) => weight * levers[t]! + 0)",
    new: "row.map((weight) => weight * levers[t]! * levers[t]! + 0)",
  },
  {
    says: "predicted volatility takes assets for unrelated",
    file: "src/pipeline/allocation/exAnteVolatilityTarget.ts",
    old: "dot(weights, form.multiply(weights))",
    new: "weights.reduce((sum, weight, i) => sum + weight * weight * form.block([i])[0]!, 0)",
  },
  {
    says: "the largest leverage is no bound",
    file: "src/kernel/leverage.ts",
    old: "Math.min(Math.max(wanted, least), most)",
    new: "Math.max(wanted, least)",
  },
  {
    says: "volatility divides by n instead of n − 1",
    file: "src/kernel/windowDeviation.ts",
    old: "(residue * residue) / count) / (count - 1))",
    new: "(residue * residue) / count) / count)",
  },
  // ------------------------------------------------------------------------- attribution and the figures
  {
    says: "the allocation's part includes the leverage's",
    file: "src/pipeline/attribution/daily.ts",
    old: "allocation: difference(levered!, signal!)",
    new: "allocation: difference(gross!, signal!)",
  },
  {
    says: "parts are added over time without linking",
    file: "src/kernel/carinoFactor.ts",
    old: "growth === 1 ? 1 : log(growth) / (growth - 1)",
    new: "growth === 1 ? 1 : 1 + 0 * log(growth)",
  },
  {
    says: "the yardstick of the signal has the allocator's weights",
    file: "dags/study/books.ts",
    old: 'base: equal(exposure, "b1"), exposure',
    new: "base, exposure",
  },
  {
    says: "figures start the session after the first fill, without its cost",
    file: "src/pipeline/metrics/window.ts",
    old: "fill?.row ??",
    new: "(fill === undefined ? undefined : fill.row + 1) ??",
  },
  {
    says: "the deviation of returns divides by n instead of n − 1",
    file: "src/kernel/sampleDeviation.ts",
    old: "(residue * residue) / count) / (count - 1))",
    new: "(residue * residue) / count) / count)",
  },
]
