import type { Session } from "./accounting.ts"
import type { Attribution } from "./attribution.ts"
import type { Costs } from "./costs.ts"

/** Everything one decision date fixed. */
export interface Decision {
  readonly decided: number
  /** session of the fill; beyond the data = an open order */
  readonly due: number
  readonly eligible: ReadonlyArray<boolean>
  /** weight of each strategy */
  readonly meta: ReadonlyArray<number>
  readonly exposure: ReadonlyArray<number>
  readonly base: ReadonlyArray<number>
  /** target rows of B0 … B3, before the factor for frozen assets; B3's is not used with daily leverage */
  readonly rows: readonly [Row, Row, Row, Row]
  /** target rows of each strategy's own B1 */
  readonly alone: ReadonlyArray<Row>
  readonly leverage: number
}

export type Row = ReadonlyArray<number>

/** One session of the study. */
export interface Day {
  readonly session: string
  readonly isDecision: boolean
  readonly books: readonly [Session, Session, Session, Session]
  readonly gross: number
  readonly net: number
  readonly costs: Costs
  /** the same on the traded basis, whichever pays */
  readonly costsTraded: Costs
  readonly turnoverTarget: number
  readonly turnoverTraded: number
  readonly leverage: number
  readonly held: Row
  readonly attribution: Attribution
}
