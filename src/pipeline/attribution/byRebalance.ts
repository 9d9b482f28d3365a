import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import { decisionFills } from "../../domain/decisionFills.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import { isWhollyKnown } from "../../kernel/isWhollyKnown.ts"
import { type Link, type Linked, makeLink } from "./link.ts"
import { asCost, linked, parts, type Parts, steps } from "./parts.ts"

const residual = Schema.NullOr(Schema.Finite)

const contributions = Schema.Struct({
  total: linked.annotate({ description: "compounded returns; null where no session counts" }),
  rebalances: Schema.Array(
    Schema.Struct({
      decision: Schema.NullOr(Schema.String).annotate({
        description: "session at which the targets were set; null for sessions before the first fill",
      }),
      first_fill: Schema.String.annotate({ description: "first session of its stretch" }),
      last: Schema.String.annotate({ description: "last session before the next decision fills" }),
      sessions: Schema.Int,
      total: linked.annotate({ description: "what the stretch adds to the whole" }),
      parts,
    }),
  ),
  max_abs_residual: residual.annotate({
    description: "largest |signal + allocation + leverage + cost − total| of a stretch",
  }),
  max_abs_residual_total: residual.annotate({ description: "|Σ of the stretches − total|" }),
  reasons: Schema.Record(Schema.String, Schema.String).annotate({
    description: "why gross, net or a part is null",
  }),
})

export type Contributions = typeof contributions.Type

/**
 * What each decision added to the compounded return, and by which step: its stretch runs from the first session on which one of its
 * orders fills up to the session before the next decision's first fill. Linked by Cariño's coefficients of the whole, so that
 * stretches, and the parts within each, add up to the study's return.
 */
export const AttributionByRebalance = Node.define({
  name: "attribution/by-rebalance",
  title: "what each decision added to the compounded return, by signal, allocation, leverage and cost",
  config: Schema.Struct({}),
  inputs: { daily: Series.type, book: Series.type, window: Window.type },
  output: Document.of("attribution-by-rebalance", contributions),
  reach: () => Reach.whole("a record has no time axis"),
  scope: "all",
  run: ({ daily, book, window }): Contributions => {
    const link = makeLink(daily, window)
    const ruined = steps.filter((name) => !isWhollyKnown(Series.column(link.counted(daily), name)))
    const rebalances = stretchesOf(daily, book, window).map(({ decision, from, to, origin }) => {
      const { total, parts } = partsOf(daily, link, ruined, from, to)
      return {
        decision: decision === null ? null : formatIsoDate(decision),
        first_fill: Calendar.isoAt(daily.calendar, origin + from),
        last: Calendar.isoAt(daily.calendar, origin + to - 1),
        sessions: to - from,
        total,
        parts,
      }
    })
    return {
      total: link.total,
      rebalances,
      max_abs_residual: largest(rebalances.flatMap(leftOver)),
      max_abs_residual_total: largest(sides.map((side) => excessOf(rebalances, link.total, side))),
      reasons: {
        ...Object.fromEntries(ruined.map((name) => [name, "a book of the parts was ruined"])),
        ...link.reasons,
      },
    }
  },
})

interface Stretch {
  /** epoch day; null before the first fill */
  readonly decision: number | null
  /** counted sessions [from, to) */
  readonly from: number
  readonly to: number
  /** row of the first counted session */
  readonly origin: number
}

/** They part the sessions that count. */
function stretchesOf(
  daily: Series.Series,
  book: Series.Series,
  window: Window.Window,
): ReadonlyArray<Stretch> {
  const { from: origin, to: end } = Window.countedRows(window, daily)
  const fills = decisionFills(book).filter(({ row }) => row >= origin && row < end)
  const begins: ReadonlyArray<{ decision: number | null; row: number }> =
    fills[0]?.row === origin || origin === end ? fills : [{ decision: null, row: origin }, ...fills]
  return begins.map(({ decision, row }, i) => ({
    decision,
    from: row - origin,
    to: (begins[i + 1]?.row ?? end) - origin,
    origin,
  }))
}

const none: Linked = { gross: null, net: null }

function partsOf(
  daily: Series.Series,
  link: Link,
  ruined: ReadonlyArray<string>,
  from: number,
  to: number,
): { readonly total: Linked; readonly parts: Parts } {
  const columns = link.stretch(daily, from, to)
  const column = (name: string): Linked => columns[daily.assets.indexOf(name)]!
  const step = (name: (typeof steps)[number]): Linked => (ruined.includes(name) ? none : column(name))
  return {
    total: { gross: column("gross").gross, net: column("net").net },
    parts: {
      market: step("market"),
      timing: step("timing"),
      signal: step("signal"),
      allocation: step("allocation"),
      leverage: step("leverage"),
      cost: asCost(step("cost")),
    },
  }
}

const sides = ["gross", "net"] as const

/** What the parts of a stretch leave over, gross and net; null where something is unknown. */
const leftOver = ({ total, parts }: { readonly total: Linked; readonly parts: Parts }) =>
  sides.map((side) => {
    const sum = added([parts.signal, parts.allocation, parts.leverage, parts.cost].map((part) => part[side]))
    return sum === null || total[side] === null ? null : Math.abs(sum - total[side])
  })

function excessOf(
  rebalances: Contributions["rebalances"],
  total: Linked,
  side: (typeof sides)[number],
): number | null {
  const sum = added(rebalances.map((one) => one.total[side]))
  return sum === null || total[side] === null ? null : Math.abs(sum - total[side])
}

const added = (values: ReadonlyArray<number | null>): number | null =>
  values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0)

const largest = (values: ReadonlyArray<number | null>): number | null =>
  values.reduce((most, value) => (value === null ? most : Math.max(most ?? 0, value)), null)
