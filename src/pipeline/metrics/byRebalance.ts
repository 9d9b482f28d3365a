import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { decisionFills } from "../../domain/decisionFills.ts"

const inBps = (description: string) => Schema.Finite.annotate({ description })

const rebalances = Schema.Struct({
  rebalances: Schema.Array(
    Schema.Struct({
      decision: Schema.String.annotate({ description: "session at which the targets were set" }),
      first_fill: Schema.String,
      last: Schema.String.annotate({ description: "last session before the next decision fills" }),
      sessions: Schema.Int,
      target_turnover: Schema.Finite.annotate({ description: "Σ|change of target weights|" }),
      traded_turnover: Schema.Finite.annotate({ description: "Σ|target − drifted weights|" }),
      spread_bps: inBps("Σ over its sessions, basis points of the net asset value at each session's start"),
      slippage_bps: inBps("the same of slippage"),
      impact_bps: inBps("the same of impact"),
      cost_bps: inBps("spread + slippage + impact"),
      gross_return: Schema.Finite.annotate({ description: "compounded over its sessions, decimal" }),
      net_return: Schema.Finite.annotate({ description: "the same after costs" }),
    }),
  ),
})

export type Rebalances = typeof rebalances.Type

export const rebalancesType = Document.of("metrics-rebalances", rebalances)

/**
 * What each decision traded, cost and earned: from the first session on which one of its orders fills up to the session
 * before the next decision's first fill. Late fills of waiting orders are in the span in which they happen. The spans
 * part the sessions that count, so that costs add up and returns compound to the study's.
 */
export const MetricsByRebalance = Node.define({
  name: "metrics/by-rebalance",
  title: "turnover, costs and returns of each decision, from its first fill to the next decision's",
  config: Schema.Struct({}),
  inputs: { book: Series.type, net: Series.type, window: Window.type },
  output: rebalancesType,
  reach: () => Reach.whole("a record has no time axis"),
  scope: "all",
  run: ({ book, net, window }): Rebalances => {
    const counted = Window.countedRows(window, net)
    const fills = decisionFills(book).filter(({ row }) => row >= counted.from && row < counted.to)
    const column = (series: Series.Series, name: string) => Series.column(series, name)
    const columns = {
      target: column(book, "target_turnover"),
      traded: column(book, "traded_turnover"),
      spread: column(net, "spread"),
      slippage: column(net, "slippage"),
      impact: column(net, "impact"),
      cost: column(net, "cost"),
      gross: column(net, "gross"),
      net: column(net, "net"),
    }
    return {
      rebalances: fills.map(({ decision, row }, i) => {
        const to = fills[i + 1]?.row ?? counted.to
        const over = (values: Float64Array) => values.subarray(row, to)
        const total = (values: Float64Array) => over(values).reduce((sum, value) => sum + value, 0)
        const grown = (values: Float64Array) =>
          over(values).reduce((level, value) => level * (1 + value), 1) - 1
        return {
          decision: formatIsoDate(decision),
          first_fill: Calendar.isoAt(net.calendar, row),
          last: Calendar.isoAt(net.calendar, to - 1),
          sessions: to - row,
          target_turnover: total(columns.target),
          traded_turnover: total(columns.traded),
          spread_bps: total(columns.spread) * 1e4,
          slippage_bps: total(columns.slippage) * 1e4,
          impact_bps: total(columns.impact) * 1e4,
          cost_bps: total(columns.cost) * 1e4,
          gross_return: grown(columns.gross),
          net_return: grown(columns.net),
        }
      }),
    }
  },
})
