/**
 * Which rows of an input a row of the output may depend on: the interval [t − back, t + ahead].
 *
 * Everything that the engine knows about time follows from these declarations: warm-up, lookahead, what an appended
 * row makes dirty. They are tested (`test/laws`), not trusted.
 */
export interface Reach {
  readonly kind: "point" | "past" | "lag" | "recursive" | "history" | "future" | "whole"
  /** rows before t; Infinity for all of them */
  readonly back: number
  /** rows after t; negative when even row t is not read; Infinity for all of them */
  readonly ahead: number
  /** why everything is read; only where `back` or `ahead` is infinite */
  readonly reason?: string
}

/** Inputs at t: cross-sectional ranks, mappings. */
export const point: Reach = { kind: "point", back: 0, ahead: 0 }

/** Inputs t − rows … t: momentum, rolling windows (a window of n rows is `past(n - 1)`). */
export const past = (rows: number): Reach => ({ kind: "past", back: rows, ahead: 0 })

/** Inputs at t − rows alone: a delay. */
export const lag = (rows: number): Reach => ({ kind: "lag", back: rows, ahead: -rows })

/** Inputs at t (and `back` rows before it) together with the node's own state after t − 1: EWMA, drift of weights. */
export const recursive = (back = 0): Reach => ({ kind: "recursive", back, ahead: 0 })

/** Inputs 0 … t. */
export const history = (reason: string): Reach => ({ kind: "history", back: Infinity, ahead: 0, reason })

/** Inputs 0 … t − rows: what is learnt from sessions that lie at least so many rows back. */
export const historyUntil = (rows: number, reason: string): Reach => ({
  kind: "history",
  back: Infinity,
  ahead: -rows,
  reason,
})

/** Inputs t … t + rows: labels. */
export const future = (rows: number): Reach => ({ kind: "future", back: 0, ahead: rows })

/** Inputs t − back … t + ahead: what is known of a label only by its neighbours. */
export const around = (back: number, ahead: number): Reach => ({ kind: "future", back, ahead })

/** Everything; the result has no time axis, or every row of it depends on every row of the input. */
export const whole = (reason: string): Reach => ({ kind: "whole", back: Infinity, ahead: Infinity, reason })

export function render(reach: Reach): string {
  switch (reach.kind) {
    case "past":
      return `past(${reach.back})`
    case "lag":
      return `lag(${reach.back})`
    case "future":
      return reach.back === 0 ? `future(${reach.ahead})` : `around(${reach.back}, ${reach.ahead})`
    case "history":
      return reach.ahead === 0 ? "history" : `history(until t − ${-reach.ahead})`
    case "recursive":
      return reach.back === 0 ? "recursive" : `recursive(${reach.back})`
    default:
      return reach.kind
  }
}
