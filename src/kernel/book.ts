/**
 * One book: what its accounting reads, keeps from session to session, and writes.
 *
 * Panels are row-major, T sessions × n assets, weights and turnover are fractions of net asset value, returns are
 * simple and decimal. NaN = not known.
 */
export interface BookInputs {
  readonly assets: number
  readonly sessions: number
  /** weights wanted; a row with any value is a decision */
  readonly targets: Float64Array
  /** previous close → fill price */
  readonly beforeFill: Float64Array
  /** fill price → close; known = the asset can be filled on that session */
  readonly afterFill: Float64Array
  readonly closeToClose: Float64Array
  /** 1 bar, 0 listed without a bar, −1 the delisting session, NaN not listed */
  readonly listing: Float64Array
  /** 1 = could be traded as far as a decision on that row knew; others are frozen at it */
  readonly tradable: Float64Array
}

/** Terms of the account; rates per session, decimal. */
export interface BookTerms {
  /** sessions from the row of a target to the first session on which it can fill */
  readonly sessionsToFill: number
  /** the decision comes before the fills of its own session, so that it replaces waiting orders before them */
  readonly decidesFirst: boolean
  /** the moment of fills is taken on every session, orders or not */
  readonly everySession: boolean
  /** targets make room for frozen holdings; off where they have it already */
  readonly makesRoom: boolean
  readonly cash: number
  readonly negativeCash: number
  readonly borrow: number
  readonly delistingReturn: number
}

/** What one session needs of the session before it. */
export interface BookState {
  /** weights at the close; 0 where nothing is held */
  readonly held: Float64Array
  /** targets of orders that came due and have not filled; NaN = no order */
  readonly waiting: Float64Array
  /** target at which each asset last filled */
  readonly lastTarget: Float64Array
  /** one entry: orders in `waiting` */
  readonly orders: Float64Array
  /** one entry: 1 after ruin */
  readonly ruined: Float64Array
}

export interface BookPanels {
  readonly held: Float64Array
  readonly filled: Float64Array
  readonly drifted: Float64Array
  readonly targetTurnover: Float64Array
  readonly tradedTurnover: Float64Array
  readonly contribution: Float64Array
}

export interface BookSeries {
  readonly gross: Float64Array
  readonly g1: Float64Array
  readonly g2: Float64Array
  readonly cashContribution: Float64Array
  /** 1 where an order with a target other than 0 filled */
  readonly filled: Float64Array
  /** 1 where any order filled */
  readonly fillEvent: Float64Array
  readonly grossExposure: Float64Array
  readonly netExposure: Float64Array
  /** row of the decision that came due, and its frozen factor; NaN where none did */
  readonly decision: Float64Array
  readonly scale: Float64Array
  /** 1 on the session of ruin */
  readonly ruin: Float64Array
  /** of all assets together */
  readonly targetTurnover: Float64Array
  readonly tradedTurnover: Float64Array
}

export interface Book {
  readonly inputs: BookInputs
  readonly terms: BookTerms
  readonly state: BookState
  readonly panels: BookPanels
  readonly series: BookSeries
}

export const stateAtStart = (assets: number): BookState => ({
  held: new Float64Array(assets),
  waiting: new Float64Array(assets).fill(NaN),
  lastTarget: new Float64Array(assets),
  orders: new Float64Array(1),
  ruined: new Float64Array(1),
})

/** A book before its first session, with room for its rows, where all panels are 0; the state given is copied. */
export function makeBook(inputs: BookInputs, terms: BookTerms, state: BookState): Book {
  const panel = () => new Float64Array(inputs.sessions * inputs.assets)
  const series = () => new Float64Array(inputs.sessions)
  return {
    inputs,
    terms,
    state: {
      held: state.held.slice(),
      waiting: state.waiting.slice(),
      lastTarget: state.lastTarget.slice(),
      orders: state.orders.slice(),
      ruined: state.ruined.slice(),
    },
    panels: {
      held: panel(),
      filled: panel(),
      drifted: panel(),
      targetTurnover: panel(),
      tradedTurnover: panel(),
      contribution: panel(),
    },
    series: {
      gross: series(),
      g1: series(),
      g2: series(),
      cashContribution: series(),
      filled: series(),
      fillEvent: series(),
      grossExposure: series(),
      netExposure: series(),
      decision: series().fill(NaN),
      scale: series().fill(NaN),
      ruin: series(),
      targetTurnover: series(),
      tradedTurnover: series(),
    },
  }
}
