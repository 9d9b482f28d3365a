/**
 * What can go wrong with live prices. Facts are fields; each message ends in what to do. None of them carries a header, a
 * query or the address of a proxy: what is secret there must not reach a log.
 */
import * as Schema from "effect/Schema"

export class SymbolNotFound extends Schema.TaggedError<SymbolNotFound>()("SymbolNotFound", {
  source: Schema.String,
  symbol: Schema.String,
}) {
  override get message(): string {
    return (
      `${this.source} has no prices of ${this.symbol}. Correct the symbol as the source spells it, or leave it out; ` +
      "symbols that were delisted vanish there. Nothing else was taken in its place."
    )
  }
}

export class RateLimited extends Schema.TaggedError<RateLimited>()("RateLimited", {
  source: Schema.String,
  symbol: Schema.String,
  attempts: Schema.Int,
  /** seconds that the source asks to wait; null where it does not say */
  retryAfterSeconds: Schema.NullOr(Schema.Finite),
}) {
  override get message(): string {
    const wait = this.retryAfterSeconds === null ? "in a while" : `in ${this.retryAfterSeconds} seconds`
    return (
      `${this.source} refuses further requests for now (HTTP 429; ${this.symbol}, asked ${times(this.attempts)}). ` +
      `Run the same command again ${wait}: what was fetched is kept.`
    )
  }
}

/** Nothing came, or a failure of the server. */
export class SourceUnavailable extends Schema.TaggedError<SourceUnavailable>()("SourceUnavailable", {
  source: Schema.String,
  symbol: Schema.String,
  attempts: Schema.Int,
  /** `HTTP 503`, `no answer within 20 s`, `ECONNRESET` */
  reason: Schema.String,
}) {
  override get message(): string {
    return (
      `${this.source} did not answer for ${this.symbol} (${this.reason}; asked ${times(this.attempts)}). ` +
      "Check the connection and run the same command again: what was fetched is kept."
    )
  }
}

/** An answer came, and it is not what it should be: it is refused whole, never read in part. */
export class AnswerRefused extends Schema.TaggedError<AnswerRefused>()("AnswerRefused", {
  source: Schema.String,
  symbol: Schema.String,
  problem: Schema.String,
}) {
  override get message(): string {
    return (
      `The answer of ${this.source} for ${this.symbol} is refused: ${this.problem}. ` +
      "The source may have changed: use a snapshot (sage snapshot import FILE --name NAME) and report this."
    )
  }
}

/** Live prices that were asked for in a way that cannot be served. */
export class LiveRequestError extends Schema.TaggedError<LiveRequestError>()("LiveRequestError", {
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `${this.problem}. ${this.remedy}`
  }
}

/** A setting of the environment that cannot be used; its value is not shown, since it may hold a secret. */
export class SourceSettingError extends Schema.TaggedError<SourceSettingError>()("SourceSettingError", {
  variable: Schema.String,
  problem: Schema.String,
  remedy: Schema.String,
}) {
  override get message(): string {
    return `The environment variable ${this.variable} ${this.problem}. ${this.remedy}`
  }
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`)

export const exitCodes: Readonly<Record<string, number>> = {
  SymbolNotFound: 2,
  RateLimited: 1,
  SourceUnavailable: 1,
  AnswerRefused: 4,
  LiveRequestError: 2,
  SourceSettingError: 2,
}
