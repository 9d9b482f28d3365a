/**
 * Yahoo's answer to a question for a chart, as far as it is used. Fields that are not named here may come and go; one that
 * is named and has another type refuses the answer.
 */
import * as Schema from "effect/Schema"

/** Seconds since 1970. */
const Instant = Schema.Int

const Numbers = Schema.Array(Schema.NullOr(Schema.Finite))

const Meta = Schema.Struct({
  currency: Schema.optionalKey(Schema.NullOr(Schema.String)),
  exchangeTimezoneName: Schema.String,
  dataGranularity: Schema.optionalKey(Schema.String),
  regularMarketTime: Schema.optionalKey(Schema.NullOr(Instant)),
  currentTradingPeriod: Schema.optionalKey(
    Schema.NullOr(Schema.Struct({ regular: Schema.Struct({ start: Instant, end: Instant }) })),
  ),
})

const Dividend = Schema.Struct({ amount: Schema.Finite, date: Instant })

const positive = Schema.Finite.check(Schema.isGreaterThan(0))
const Split = Schema.Struct({ date: Instant, numerator: positive, denominator: positive })

const Quote = Schema.Struct({
  open: Schema.optionalKey(Numbers),
  high: Schema.optionalKey(Numbers),
  low: Schema.optionalKey(Numbers),
  close: Schema.optionalKey(Numbers),
  volume: Schema.optionalKey(Numbers),
})

const Chart = Schema.Struct({
  meta: Meta,
  timestamp: Schema.optionalKey(Schema.Array(Instant)),
  events: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        dividends: Schema.optionalKey(Schema.Record(Schema.String, Dividend)),
        splits: Schema.optionalKey(Schema.Record(Schema.String, Split)),
      }),
    ),
  ),
  indicators: Schema.Struct({
    quote: Schema.Array(Quote),
    adjclose: Schema.optionalKey(Schema.Array(Schema.Struct({ adjclose: Schema.optionalKey(Numbers) }))),
  }),
})
export interface YahooChart extends Schema.Schema.Type<typeof Chart> {}

export const YahooAnswer = Schema.Struct({
  chart: Schema.Struct({
    result: Schema.NullOr(Schema.Array(Chart)),
    error: Schema.NullOr(Schema.Struct({ code: Schema.String, description: Schema.String })),
  }),
})
