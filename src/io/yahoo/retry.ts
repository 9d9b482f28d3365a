import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

export interface RetryRule {
  /** the first included */
  readonly attempts: number
  /** milliseconds before the second attempt; doubled before each further one */
  readonly baseMs: number
  /** a wait that is asked for and longer than this is not kept: the command ends and says so */
  readonly maxWaitMs: number
}

/** A failed attempt: whether another one may help, and how long the other side asks to wait. */
export interface Failed<E> {
  readonly error: (attempts: number) => E
  readonly isTransient: boolean
  readonly waitMs: number | undefined
}

/** Tries again while that may help: after exponentially growing waits, drawn from their upper half so that many do not come at once. */
export const retry = <A, E>(
  rule: RetryRule,
  attempt: Effect.Effect<A, Failed<E>>,
  done = 1,
): Effect.Effect<A, E> =>
  Effect.catch(attempt, (failed: Failed<E>) => {
    const isPatient = (failed.waitMs ?? 0) <= rule.maxWaitMs
    if (!failed.isTransient || done >= rule.attempts || !isPatient) return Effect.fail(failed.error(done))
    const backoff = rule.baseMs * 2 ** (done - 1)
    return Effect.flatMap(Random.next, (lot) =>
      Effect.delay(
        retry(rule, attempt, done + 1),
        `${Math.max(failed.waitMs ?? 0, backoff * (0.5 + lot / 2))} millis`,
      ),
    )
  })
