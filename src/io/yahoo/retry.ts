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
  tries = 1,
): Effect.Effect<A, E> =>
  attempt.pipe(
    Effect.catch((failed: Failed<E>): Effect.Effect<A, E> => {
      const wait = waitMs(rule, failed, tries)
      if (wait === undefined) return Effect.fail(failed.error(tries))
      return Effect.flatMap(Random.next, (lot) =>
        Effect.delay(retry(rule, attempt, tries + 1), `${wait(lot)} millis`),
      )
    }),
  )

/** Milliseconds by a lot of 0 to 1; undefined when there is no use in another attempt. */
function waitMs(
  { attempts, baseMs, maxWaitMs }: RetryRule,
  { isTransient, waitMs: asked = 0 }: Failed<unknown>,
  tries: number,
): ((lot: number) => number) | undefined {
  if (!isTransient || tries >= attempts || asked > maxWaitMs) return undefined
  const backoff = baseMs * 2 ** (tries - 1)
  return (lot) => Math.max(asked, backoff * (0.5 + lot / 2))
}
