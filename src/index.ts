/** Sage's front door: what experiments and graphs are written with. Stages have their own: `sage/features` and so on. */
export * as Node from "./dag/Node.ts"
export * as Reach from "./dag/Reach.ts"
export * as Document from "./dag/Document.ts"
export * as Blob from "./dag/Blob.ts"
export * as Fan from "./dag/Fan.ts"
export * as Calendar from "./domain/Calendar.ts"
export * as ExchangeCalendar from "./domain/ExchangeCalendar.ts"
export * as Exposure from "./domain/Exposure.ts"
export * as Folds from "./domain/Folds.ts"
export * as Intent from "./domain/Intent.ts"
export * as Panel from "./domain/Panel.ts"
export * as Series from "./domain/Series.ts"
export * as Spans from "./domain/Spans.ts"
export * as Splits from "./domain/Splits.ts"
export * as Trials from "./domain/Trials.ts"
export * as Weights from "./domain/Weights.ts"
export { TrialCount } from "./experiment/trials/trialCount.ts"
export * as Artifacts from "./experiment/artifacts/artifacts.ts"
export { onSameMarket } from "./experiment/config/onSameMarket.ts"
export {
  type SystemConfig,
  systemChecks,
  systemConfig,
  systemFields,
} from "./experiment/config/SystemConfig.ts"
export * as Field from "./experiment/config/fields.ts"
export * as Experiment from "./script/Experiment.ts"
export * as Strategy from "./experiment/Strategy.ts"
export * as Study from "./experiment/Study.ts"
