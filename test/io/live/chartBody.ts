/** Yahoo's answer made from bars as traded: the way there, written apart from the way back. */
/** One session as it was traded. Absent prices are null in the answer. */
export interface TradedDay {
  /** epoch day */
  readonly session: number
  readonly open: number | null
  readonly high: number | null
  readonly low: number | null
  readonly close: number | null
  readonly volume: number | null
  /** a share before that day's split */
  readonly dividend?: number
  /** new shares for `split[1]` old ones */
  readonly split?: readonly [numerator: number, denominator: number]
}

export interface ChartOptions {
  readonly currency?: string
  readonly zone?: string
  /** seconds from midnight UTC to the bar */
  readonly opensAt?: number
  /** current trading period, seconds; left out: none is told */
  readonly regular?: { readonly start: number; readonly end: number }
  readonly meta?: Readonly<Record<string, unknown>>
  /** columns that the answer does not have */
  readonly without?: ReadonlyArray<string>
}

const day = 86_400

/** The value of one of the day's shares, in today's shares: what all later splits (`from` after it) made of it. */
function laterSplits(days: ReadonlyArray<TradedDay>, from: number): number {
  return days
    .slice(from)
    .reduce((product, { split }) => product * (split === undefined ? 1 : split[0] / split[1]), 1)
}

export function chartJson(
  symbol: string,
  days: ReadonlyArray<TradedDay>,
  options: ChartOptions = {},
): unknown {
  const {
    currency = "USD",
    zone = "America/New_York",
    opensAt = 14.5 * 3600,
    regular,
    without = [],
  } = options
  const at = ({ session }: TradedDay): number => session * day + opensAt
  const price = (of: (one: TradedDay) => number | null) =>
    days.map((one, i) => {
      const value = of(one)
      return value === null ? null : value / laterSplits(days, i + 1)
    })
  // backwards from the last close, each dividend taking its share of the close before
  const adjusted: Array<number | null> = []
  let factor = 1
  for (let i = days.length - 1; i >= 0; i--) {
    const { close } = days[i]!
    adjusted[i] = close === null ? null : (close / laterSplits(days, i + 1)) * factor
    const before = days[i - 1]?.close
    const { dividend = 0 } = days[i]!
    if (before !== undefined && before !== null) factor *= 1 - dividend / before
  }
  const quote: Record<string, unknown> = {
    open: price(({ open }) => open),
    high: price(({ high }) => high),
    low: price(({ low }) => low),
    close: price(({ close }) => close),
    volume: days.map(({ volume }, i) => (volume === null ? null : volume * laterSplits(days, i + 1))),
  }
  for (const name of without) delete quote[name]
  const dividends = days.flatMap((one, i) =>
    one.dividend === undefined
      ? []
      : [[String(at(one)), { amount: one.dividend / laterSplits(days, i), date: at(one) }] as const],
  )
  const splits = days.flatMap((one) =>
    one.split === undefined
      ? []
      : [
          [
            String(at(one)),
            {
              date: at(one),
              numerator: one.split[0],
              denominator: one.split[1],
              splitRatio: one.split.join(":"),
            },
          ] as const,
        ],
  )
  return {
    chart: {
      result: [
        {
          meta: {
            currency,
            symbol,
            exchangeTimezoneName: zone,
            gmtoffset: -18_000,
            dataGranularity: "1d",
            ...(regular === undefined
              ? {}
              : { currentTradingPeriod: { regular: { ...regular, timezone: "EST" } } }),
            ...options.meta,
          },
          timestamp: days.map(at),
          ...(dividends.length + splits.length === 0
            ? {}
            : { events: { dividends: Object.fromEntries(dividends), splits: Object.fromEntries(splits) } }),
          indicators: {
            quote: [quote],
            ...(without.includes("adjclose") ? {} : { adjclose: [{ adjclose: adjusted }] }),
          },
        },
      ],
      error: null,
    },
  }
}

export const notFound = {
  chart: { result: null, error: { code: "Not Found", description: "No data found, symbol may be delisted" } },
}
