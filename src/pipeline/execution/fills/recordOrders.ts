/** Follows the orders of a book through its sessions: by the same rules as the fills, in plain objects. */
import * as Calendar from "../../../domain/Calendar.ts"
import * as Panel from "../../../domain/Panel.ts"
import * as Series from "../../../domain/Series.ts"
import { isFillable, isGone } from "../../../kernel/bookOrders.ts"
import { isBlankRow } from "../../../kernel/isBlankRow.ts"
import type { Orders } from "./OrderRecord.ts"

export interface RecordInputs {
  readonly targets: Panel.Panel
  readonly listing: Panel.Panel
  /** 1 = could be traded as far as a decision on that row knew */
  readonly tradable: Panel.Panel
  readonly afterFill: Panel.Panel
  /** weights right before the fills */
  readonly drifted: Panel.Panel
  /** columns decision, scale, fill_event and ruin */
  readonly book: Series.Series
  /** sessions from a row of targets to its first fill */
  readonly sessionsToFill: number
  /** whether a decision replaces waiting orders before the fills of its own session */
  readonly decidesFirst: boolean
}

/** The record of one decision while it grows. */
interface Entry {
  /** row of its targets */
  readonly row: number
  readonly order: Record<string, number>
  readonly fills: Array<{ date: string; assets: Array<string> }>
  readonly replaced: Array<string>
  readonly cancelled: Array<string>
  readonly frozen: Record<string, number>
  readonly decision: string
  due: string | null
  scale: number | null
  /** assets whose order has not filled */
  waits: ReadonlyArray<number>
}

/** One entry a decision, in order. Orders from nothing to nothing are followed but not named. */
export function recordOrders(inputs: RecordInputs): Orders {
  const { targets, book, sessionsToFill, decidesFirst } = inputs
  const [scale, fillEvent, ruin] = ["scale", "fill_event", "ruin"].map((name) => Series.column(book, name))
  const entries = new Map<number, Entry>()
  let active: Entry | undefined
  let ruined = false
  for (let t = 0; t < Panel.rows(targets) && !ruined; t++) {
    ruined = ruin![t] === 1
    const decides = !isBlankRow(targets.values, targets.assets.length, t)
    if (decides) entries.set(t, newEntry(targets, t))
    if (decides && decidesFirst) replace(inputs, active)
    const due = Number.isNaN(scale![t]!) ? undefined : entries.get(t - sessionsToFill)
    if (due !== undefined) {
      replace(inputs, active)
      comeDue(inputs, due, t, scale![t]!)
      active = due
    }
    if (active !== undefined) cancelGone(inputs, active, t)
    if (active !== undefined && fillEvent![t] === 1) fill(inputs, active, t)
    if (decides && !decidesFirst) replace(inputs, active)
  }
  return [...entries.values()].map((entry) => finish(inputs, entry, ruined))
}

const newEntry = (targets: Panel.Panel, row: number): Entry => ({
  row,
  decision: Calendar.isoAt(targets.calendar, row),
  order: {},
  fills: [],
  replaced: [],
  cancelled: [],
  frozen: {},
  due: null,
  scale: null,
  waits: [],
})

/** Orders for the assets that were tradable at the decision (had a bar); what is held of the others is frozen. */
function comeDue(inputs: RecordInputs, entry: Entry, t: number, scale: number): void {
  const { targets, listing } = inputs
  placeOrders(inputs, entry, t)
  entry.due = Calendar.isoAt(targets.calendar, t)
  entry.scale = scale
  for (let row = entry.row + 1; row < t; row++) cancelGone({ targets, listing }, entry, row)
}

/** @param t row whose holdings tell which orders of 0 sell something */
function placeOrders(
  { targets, tradable, drifted }: Pick<RecordInputs, "targets" | "tradable" | "drifted">,
  entry: Entry,
  t: number,
): void {
  const { assets } = targets
  const waits: Array<number> = []
  for (let i = 0; i < assets.length; i++) {
    const weight = drifted.values[t * assets.length + i]!
    const holds = Math.abs(weight) > 0
    const wish = targets.values[entry.row * assets.length + i]!
    if (tradable.values[entry.row * assets.length + i] !== 1) {
      if (holds) entry.frozen[assets[i]!] = weight
      continue
    }
    waits.push(i)
    if (holds || Math.abs(wish) > 0) entry.order[assets[i]!] = Number.isNaN(wish) ? 0 : wish + 0
  }
  entry.waits = waits
}

function replace({ targets }: RecordInputs, entry: Entry | undefined): void {
  if (entry !== undefined) drop(targets, entry, entry.replaced, () => true)
}

function cancelGone(
  { targets, listing }: Pick<RecordInputs, "targets" | "listing">,
  entry: Entry,
  t: number,
): void {
  drop(targets, entry, entry.cancelled, (i) => isGone(listing.values[t * targets.assets.length + i]!))
}

function fill({ targets, listing, afterFill }: RecordInputs, entry: Entry, t: number): void {
  const { assets, calendar } = targets
  const filled: Array<string> = []
  drop(targets, entry, filled, (i) =>
    isFillable(listing.values[t * assets.length + i]!, afterFill.values[t * assets.length + i]!),
  )
  entry.fills.push({ date: Calendar.isoAt(calendar, t), assets: filled })
}

/** Takes the orders that `leaves` says out of those that wait, and names them in `into`. */
function drop(
  targets: Panel.Panel,
  entry: Entry,
  into: Array<string>,
  leaves: (asset: number) => boolean,
): void {
  if (entry.waits.length === 0) return
  into.push(...named(targets, entry, entry.waits.filter(leaves)))
  entry.waits = entry.waits.filter((i) => !leaves(i))
}

const named = (targets: Panel.Panel, entry: Entry, waits: ReadonlyArray<number>): ReadonlyArray<string> =>
  waits.map((i) => targets.assets[i]!).filter((asset) => asset in entry.order)

/** A decision whose fill lies beyond the data stays an open order, with what it wanted. */
function finish(inputs: RecordInputs, entry: Entry, ruined: boolean): Orders[number] {
  const { targets } = inputs
  if (entry.due === null && !ruined) placeOrders(inputs, entry, Panel.rows(targets) - 1)
  const { row: _, waits, ...rest } = entry
  const waiting = ruined ? [] : named(targets, entry, waits)
  return { ...rest, waiting, open: !ruined && (entry.due === null || waiting.length > 0) }
}
