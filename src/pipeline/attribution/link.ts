/** Links parts of daily returns to parts of the compounded return, over the sessions that count. */
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { carinoCoefficients } from "../../kernel/carinoCoefficients.ts"
import { compound } from "../../kernel/compound.ts"
import { linkedSum } from "../../kernel/linkedSum.ts"

export interface Linked {
  readonly gross: number | null
  readonly net: number | null
}

export interface Link {
  readonly n: number
  /** the compounded returns */
  readonly total: Linked
  /** the rows of a column that count */
  readonly rows: (column: Float64Array) => Float64Array
  /** a column of daily parts, linked; null where nothing can be */
  readonly column: (column: Float64Array) => Linked
  /** why gross or net is null */
  readonly reasons: Readonly<Record<string, string>>
}

export function makeLink(daily: Series.Series, window: Window.Window): Link {
  const { from, to } = Window.countedRows(window, daily)
  const rows = (column: Float64Array) => column.subarray(from, to)
  const gross = rows(Series.column(daily, "gross"))
  const net = rows(Series.column(daily, "net"))
  const complete = ["market", "signal", "allocation", "leverage"].every(
    (name) => !rows(Series.column(daily, name)).some(Number.isNaN),
  )
  const why =
    from === to
      ? (window.reason ?? "no session is counted")
      : complete
        ? undefined
        : "a book of the parts was ruined"
  const toGross = why === undefined ? carinoCoefficients(gross) : undefined
  const toNet = why === undefined ? carinoCoefficients(net) : undefined
  const reason = why ?? "a return of −1 or less: nothing compounds through a total loss"
  return {
    n: to - from,
    total: from === to ? { gross: null, net: null } : { gross: total(gross), net: total(net) },
    rows,
    column: (column) => ({
      gross: toGross === undefined ? null : linkedSum(rows(column), toGross),
      net: toNet === undefined ? null : linkedSum(rows(column), toNet),
    }),
    reasons: {
      ...(toGross === undefined ? { gross: reason } : {}),
      ...(toNet === undefined ? { net: reason } : {}),
    },
  }
}

function total(returns: Float64Array): number {
  const growth = compound(returns)
  return growth[growth.length - 1]! - 1
}
