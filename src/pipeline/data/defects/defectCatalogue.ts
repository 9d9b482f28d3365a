/** Every kind of defect, in the order in which they are looked for. */
import { adjCloseSpike, inconsistentAdjustment, mixedAdjustment } from "./adjustmentFaults.ts"
import { negativePrice, zeroPrice } from "./badPrices.ts"
import { badTick, revertingSpike } from "./badTick.ts"
import { highLowSwapped, outsideRange } from "./barRange.ts"
import { blankRows } from "./blankRows.ts"
import { cellKinds } from "./cellNotes.ts"
import { futureDate, holidayRow, outsideCalendar, weekendRow, wrongCalendar } from "./closedDays.ts"
import { contradictedAdjustment } from "./contradictedAdjustment.ts"
import type { DefectKind, RowKind } from "./DefectKind.ts"
import { duplicateConflicting, duplicateIdentical } from "./duplicateDates.ts"
import { frozenPrices } from "./frozenPrices.ts"
import { earlyEnd, lateStart } from "./lifeSpan.ts"
import { missingSessions, tickerReuse } from "./missingSessions.ts"
import { negativeAmounts } from "./negativeAmounts.ts"
import { noClose } from "./noClose.ts"
import { paddedRows } from "./paddedRows.ts"
import { partialLastBar } from "./partialLastBar.ts"
import { possibleSplit } from "./possibleSplit.ts"
import { reportKinds } from "./reportKinds.ts"
import { shiftedDates } from "./shiftedDates.ts"
import { tickerCase } from "./tickerCase.ts"
import { unitChange } from "./unitChange.ts"
import { unadjustedSplit, unrecordedSplit } from "./unrecordedSplit.ts"
import { unsortedRows } from "./unsortedRows.ts"
import { zeroVolume } from "./zeroVolume.ts"

/**
 * Steps: each looks at the rows that the ones before have left. Dates first, since a wrong date is another row; then rows
 * by themselves; then what needs the rows around.
 */
export const rowKinds: ReadonlyArray<ReadonlyArray<RowKind>> = [
  [unsortedRows, shiftedDates],
  [outsideCalendar, futureDate, wrongCalendar, weekendRow, holidayRow],
  [missingSessions], // of the source, before anything is dropped here
  [duplicateIdentical, duplicateConflicting],
  [partialLastBar, paddedRows, blankRows, noClose],
  [zeroPrice, negativePrice, negativeAmounts],
  [highLowSwapped, unitChange],
  [badTick, adjCloseSpike],
  [contradictedAdjustment, unrecordedSplit, unadjustedSplit, possibleSplit],
  [outsideRange, revertingSpike, mixedAdjustment, inconsistentAdjustment, frozenPrices, zeroVolume],
  [tickerReuse, lateStart, earlyEnd],
]

export const defectCatalogue: ReadonlyArray<DefectKind> = [
  ...Object.values(cellKinds),
  tickerCase,
  ...rowKinds.flat(),
  ...Object.values(reportKinds),
]
