/** The study's folds: as its config says, and as test windows that are known before a price is read. */
import type { Config } from "./config.ts"

/** Windows begin where decisions do, unless the config says otherwise. */
export function foldSettings({ folds, period }: Config) {
  const { min_train_sessions: _least, ...settings } = folds
  return settings.start === undefined && period.start !== undefined
    ? { ...settings, start: period.start }
    : settings
}
