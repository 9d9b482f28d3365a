import { countedNoun } from "../../../kernel/countedNoun.ts"
import { parseIsoDate } from "../../../kernel/civilDate.ts"
import type { Orders } from "../../../pipeline/execution/fills/OrderRecord.ts"
import type { Rebalances } from "../../../pipeline/metrics/byRebalance.ts"
import { fixed, percent } from "../figures.ts"
import { type Content, html, type Html } from "../Html.ts"
import type { HeldWeights, ReportData } from "../ReportData.ts"
import {
  bar,
  dateColumn,
  drawTable,
  mostListed,
  numberCell,
  numberColumn,
  restNote,
  textColumn,
} from "../table.ts"
import type { Section } from "./Section.ts"

type Order = Orders[number]
type Rebalance = Rebalances["rebalances"][number]

/** Decisions that the page lists; orders.json and rebalances.json have all. */
const mostDecisions = 24

export const decision: Section = {
  id: "decision",
  title: "From signal to fill",
  draw: (data) => {
    const { orders, rebalances } = data
    const shown = orders?.findLast(({ fills }) => fills.some(({ assets }) => assets.length > 0))
    if (orders === undefined || shown === undefined) return undefined
    const earned = rebalances?.rebalances.find(({ decision: date }) => date === shown.decision)
    return html`<p class="lead">The last decision that filled, step by step.</p>${timeline(shown, earned, timing(data))}${orderTable(shown, data.weights)}${rebalances !== undefined && recent(orders, rebalances)}`
  },
}

/** When signals are known and orders fill, as the book's node was told. */
function timing({ graph }: ReportData): { readonly signal: string; readonly fill: string } {
  const config = graph.find(({ name, id }) => name === "execution/fills" && id.endsWith("@final"))?.config
  const field = (name: string): string => {
    const value =
      typeof config === "object" && config !== null
        ? (config as Readonly<Record<string, unknown>>)[name]
        : undefined
    return typeof value === "string" ? value.replaceAll("_", " ") : ""
  }
  return { signal: field("signal_time"), fill: field("execution_time") }
}

function timeline(
  order: Order,
  earned: Rebalance | undefined,
  { signal, fill }: ReturnType<typeof timing>,
): Html {
  const step = (when: string, what: Content, note: Content): Html =>
    html`<li><time>${when}</time><b>${what}</b><span>${note}</span></li>`
  const count = Object.keys(order.order).length
  return html`<ol class="timeline">
${step(order.decision, "Signal and targets", signal === "" ? "known after this session's event" : `known at the ${signal}`)}
${step(order.due ?? "beyond the data", "Orders due", `${countedNoun(count, "order")}${fill === "" ? "" : `, to fill at the ${fill}`}`)}
${order.fills.map(({ date, assets }) => step(date, "Fill", assets.length === 0 ? "nothing to trade" : listed(assets)))}
${hindrances(order).map(([what, note]) => step("", what, note))}
${earned !== undefined && step(earned.last, "Last session before the next decision fills", `earned ${percent(earned.net_return)} net over ${countedNoun(earned.sessions, "session")}; cost ${fixed(earned.cost_bps, 2)} bps`)}
</ol>`
}

/** The first names of many. */
const listed = (names: ReadonlyArray<string>): string =>
  names.length <= 12 ? names.join(", ") : `${names.slice(0, 10).join(", ")} and ${names.length - 10} more`

function hindrances({
  waiting,
  replaced,
  cancelled,
  frozen,
  scale,
}: Order): ReadonlyArray<readonly [string, string]> {
  const held = Object.keys(frozen)
  return [
    ...(waiting.length > 0 ? [["Still waiting", listed(waiting)] as const] : []),
    ...(replaced.length > 0 ? [["Replaced by a newer decision", listed(replaced)] as const] : []),
    ...(cancelled.length > 0 ? [["Cancelled: the listing ended", listed(cancelled)] as const] : []),
    ...(held.length > 0
      ? [["Could not be sold", `${listed(held)}; other targets × ${fixed(scale, 3)}`] as const]
      : []),
  ]
}

function orderTable({ decision: date, order, fills }: Order, weights: HeldWeights | undefined): Html {
  const row = weights === undefined ? -1 : weights.days.indexOf(parseIsoDate(date) ?? NaN)
  const heldOf = (asset: string): number | undefined =>
    row < 0 ? undefined : weights?.held.get(asset)?.[row]
  const filledOn = (asset: string): string =>
    fills.find(({ assets }) => assets.includes(asset))?.date ?? "not filled"
  const targets = Object.entries(order).sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
  const axis = [
    Math.min(0, ...targets.map(([, target]) => target)),
    Math.max(0, ...targets.map(([, target]) => target)),
  ] as const
  return html`${drawTable({
    caption: `Orders of the decision of ${date}`,
    columns: [
      textColumn("asset"),
      numberColumn("held at the decision’s close"),
      numberColumn("target"),
      { title: "", kind: "wide" },
      numberColumn("to trade"),
      dateColumn("filled"),
    ],
    rows: targets.slice(0, mostListed).map(([asset, target]) => {
      const held = heldOf(asset)
      const change = held === undefined || Number.isNaN(held) ? undefined : target - held
      return [
        asset,
        numberCell(held, percent(held)),
        numberCell(target, percent(target)),
        { content: bar(0, target, axis, target < 0 ? "loss" : "gain"), sort: target },
        numberCell(change, percent(change)),
        filledOn(asset),
      ]
    }),
  })}${restNote(targets.length, "orders for smaller weights", "orders.json")}`
}

function recent(orders: Orders, { rebalances }: Rebalances): Html {
  const byDecision = new Map(orders.map((order) => [order.decision, order]))
  const shown = rebalances.slice(-mostDecisions).reverse()
  return html`<details><summary>The last ${shown.length} of ${countedNoun(rebalances.length, "decision")}</summary>${drawTable(
    {
      caption: "Decisions with what they traded, cost and earned",
      columns: [
        dateColumn("decided"),
        dateColumn("first fill"),
        numberColumn("sessions"),
        numberColumn("traded turnover"),
        numberColumn("cost, bps"),
        numberColumn("net return"),
        textColumn("not filled"),
      ],
      rows: shown.map((one) => [
        one.decision,
        one.first_fill,
        numberCell(one.sessions, one.sessions),
        numberCell(one.traded_turnover, percent(one.traded_turnover, 1)),
        numberCell(one.cost_bps, fixed(one.cost_bps, 3)),
        numberCell(one.net_return, percent(one.net_return)),
        notFilled(byDecision.get(one.decision)),
      ]),
    },
  )}</details>`
}

const notFilled = (order: Order | undefined): string =>
  order === undefined ? "" : listed([...order.waiting, ...order.replaced, ...order.cancelled])
