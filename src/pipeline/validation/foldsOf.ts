import type * as Folds from "../../domain/Folds.ts"
import { calendarSpans, isPartial } from "../../kernel/calendarSpans.ts"
import { formatIsoDate, parseIsoDate } from "../../kernel/civilDate.ts"
import { type TrainTest, walkForwardWindows } from "../../kernel/splits/walkForwardWindows.ts"
import type { FoldSettings } from "./foldFields.ts"

/**
 * The folds of some sessions: calendar years, or windows of so many sessions one after the other, the last one cut off where the
 * sessions end.
 *
 * @param all epoch days, strictly increasing
 */
export function foldsOf(all: Int32Array, settings: FoldSettings): Folds.Folds {
  const begin = settings.start === undefined ? -Infinity : parseIsoDate(settings.start)!
  const sessions = all.filter((day) => day >= begin)
  const iso = (row: number): string => formatIsoDate(sessions[row]!)
  const cut = settings.type === "yearly" ? years(sessions, settings) : windows(sessions, settings)
  return {
    folds: cut.map(({ name, train, test, partial }) => {
      const train_sessions = Math.max(0, train.to - train.from)
      return {
        name,
        train_from: train_sessions === 0 ? null : iso(train.from),
        train_to: train_sessions === 0 ? null : iso(train.to - 1),
        train_sessions,
        test_from: iso(test.from),
        test_to: iso(test.to - 1),
        test_sessions: test.to - test.from,
        partial,
      }
    }),
  }
}

interface Cut extends TrainTest {
  readonly name: string
  readonly partial: boolean
}

function windows(sessions: Int32Array, settings: FoldSettings): ReadonlyArray<Cut> {
  const { window, train_sessions: train, test_sessions: test } = settings
  return walkForwardWindows(sessions.length, {
    window,
    train,
    test,
    gap: gapOf(settings),
    partial: true,
  }).map((fold) => ({
    ...fold,
    name: formatIsoDate(sessions[fold.test.from]!),
    partial: fold.test.to - fold.test.from < test,
  }))
}

function years(sessions: Int32Array, settings: FoldSettings): ReadonlyArray<Cut> {
  return calendarSpans(sessions, "year").map((span) => ({
    name: String(span.year),
    train: trainingBefore(span.from, settings),
    test: { from: span.from, to: span.to },
    partial: isPartial(span, sessions, undefined, undefined),
  }))
}

/** Sessions left out between training and test. */
export const gapOf = ({
  purge_sessions,
  embargo_sessions,
}: Pick<FoldSettings, "purge_sessions" | "embargo_sessions">): number => purge_sessions + embargo_sessions

/** Rows that are trained on when the row `first` is the first to be tested; none where the gap takes all. */
export function trainingBefore(
  first: number,
  settings: Pick<FoldSettings, "window" | "train_sessions" | "purge_sessions" | "embargo_sessions">,
): TrainTest["train"] {
  const to = Math.max(0, first - gapOf(settings))
  return { from: settings.window === "rolling" ? Math.max(0, to - settings.train_sessions) : 0, to }
}
