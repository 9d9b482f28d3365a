/** What judges a choice on sessions that it has not seen: folds, choosing anew for each, and splits for models. */
import { BestInTraining } from "./bestInTraining.ts"
import { ChoiceRecord } from "./choices.ts"
import { CombinatorialPurged } from "./combinatorialPurged.ts"
import { FoldWindows } from "./folds.ts"
import { PurgedKFold } from "./purgedKFold.ts"
import { WalkForwardSplits } from "./walkForwardSplits.ts"

export type { Choices } from "./choices.ts"
export { foldsOf } from "./foldsOf.ts"
export { type TestWindow, testWindows } from "./testWindows.ts"
export { BestInTraining, ChoiceRecord, CombinatorialPurged, FoldWindows, PurgedKFold, WalkForwardSplits }

export const catalogue = [
  FoldWindows,
  BestInTraining,
  ChoiceRecord,
  WalkForwardSplits,
  PurgedKFold,
  CombinatorialPurged,
] as const
