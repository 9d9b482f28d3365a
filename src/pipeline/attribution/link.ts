/** Links parts of daily returns to parts of the compounded return, over the sessions that count. */
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { carinoCoefficients } from "../../kernel/carinoCoefficients.ts"
import { compound } from "../../kernel/compound.ts"
import { linkedSums } from "../../kernel/linkedSums.ts"

export interface Linked {
  readonly gross: number | null
  readonly net: number | null
}

export interface Link {
  readonly n: number
  /** the compounded returns */
  readonly total: Linked
  /** the rows that count */
  readonly counted: (series: Series.Series) => Series.Series
  /** the columns of a series of daily parts, linked; null where nothing can be. An entry that is NaN adds nothing */
  readonly columns: (series: Series.Series) => ReadonlyArray<Linked>
  /** the same over counted sessions [from, to) alone: stretches that part the sessions add up to `columns` */
  readonly stretch: (series: Series.Series, from: number, to: number) => ReadonlyArray<Linked>
  /** why gross or net is null */
  readonly reasons: Readonly<Record<string, string>>
}

export function makeLink(daily: Series.Series, window: Window.Window): Link {
  const { from, to } = Window.countedRows(window, daily)
  const counted = (series: Series.Series) => Panel.slice(series, from, to)
  const [gross, net] = [Series.column(counted(daily), "gross"), Series.column(counted(daily), "net")]
  const toGross = from === to ? undefined : carinoCoefficients(gross)
  const toNet = from === to ? undefined : carinoCoefficients(net)
  const reason =
    from === to
      ? (window.reason ?? "no session is counted")
      : "a return of −1 or less: nothing compounds through a total loss"
  return {
    n: to - from,
    total: from === to ? { gross: null, net: null } : { gross: total(gross), net: total(net) },
    counted,
    columns: (series) => linkColumns(counted(series), toGross, toNet),
    stretch: (series, first, end) =>
      linkColumns(
        Panel.slice(series, from + first, from + end),
        toGross?.subarray(first, end),
        toNet?.subarray(first, end),
      ),
    reasons: {
      ...(toGross === undefined ? { gross: reason } : {}),
      ...(toNet === undefined ? { net: reason } : {}),
    },
  }
}

function linkColumns(
  { assets, values }: Series.Series,
  toGross: Float64Array | undefined,
  toNet: Float64Array | undefined,
): ReadonlyArray<Linked> {
  const gross = toGross && linkedSums(values, assets.length, toGross)
  const net = toNet && linkedSums(values, assets.length, toNet)
  return assets.map((_, i) => ({ gross: gross?.[i] ?? null, net: net?.[i] ?? null }))
}

function total(returns: Float64Array): number {
  const growth = compound(returns)
  return growth[growth.length - 1]! - 1
}
