/**
 * All kinds of defects, in the order in which they are looked for: what one of them drops or repairs is gone or right for
 * those after it. A new kind is a line here.
 */
import type { Kind, SeriesKind } from "./Kind.ts"
import { actionWithoutClose, blankRow, noClose, partialLastBar } from "./blanks.ts"
import { cellKinds } from "./cellKinds.ts"
import { adjustmentContradicted, adjustmentInconsistent, coarseRounding } from "./consistency.ts"
import { futureDate, holidayRow, otherCalendar, outsideCalendar, timeZoneShift, weekendRow } from "./dates.ts"
import { duplicateConflicting, duplicateIdentical } from "./duplicates.ts"
import { negativeAction, negativePrice, negativeVolume, zeroPrice } from "./impossibleCells.ts"
import { mixedAdjustment, suspectedSplit, unadjustedSplit, unitChange } from "./levels.ts"
import { noVolume, paddedRows, stalePrices, zeroVolume } from "./liveliness.ts"
import { highLowSwapped, outsideRange } from "./range.ts"
import { rowKinds } from "./rowKinds.ts"
import { earlyEnd, lateStart, missingSession, tickerReuse } from "./sessions.ts"
import { adjCloseSpike, badTick, priceSpike } from "./spikes.ts"

/** Whether a row counts at all; needs no other asset. */
export const rowsThatCount: ReadonlyArray<SeriesKind> = [
  futureDate,
  outsideCalendar,
  timeZoneShift,
  otherCalendar,
  weekendRow,
  holidayRow,
  duplicateIdentical,
  duplicateConflicting,
  partialLastBar,
  blankRow,
  noClose,
  actionWithoutClose,
]

/** Prices as the source has them. */
export const cellsThatCount: ReadonlyArray<SeriesKind> = [
  zeroPrice,
  negativePrice,
  negativeVolume,
  negativeAction,
  highLowSwapped,
  badTick,
  outsideRange,
  unitChange,
  adjCloseSpike,
  mixedAdjustment,
  adjustmentContradicted,
  adjustmentInconsistent,
]

/** Histories, after recorded splits are turned back. */
export const histories: ReadonlyArray<SeriesKind> = [
  paddedRows,
  unadjustedSplit,
  priceSpike,
  suspectedSplit,
  stalePrices,
  zeroVolume,
  noVolume,
  missingSession,
  tickerReuse,
  lateStart,
  earlyEnd,
  coarseRounding,
]

export const kinds: ReadonlyArray<Kind> = [
  ...Object.values(cellKinds),
  ...Object.values(rowKinds),
  ...rowsThatCount,
  ...cellsThatCount,
  ...histories,
]
