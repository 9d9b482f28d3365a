import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Calendar from "../../domain/Calendar.ts"
import * as ExchangeCalendar from "../../domain/ExchangeCalendar.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import { blendChanges } from "../../kernel/blendChanges.ts"
import { formatIsoDate, parseIsoDate } from "../../kernel/civilDate.ts"
import { MissingIntents } from "./errors.ts"
import * as Config from "./scheduleConfig.ts"
import { scheduledRows } from "./scheduledRows.ts"

/**
 * The sessions on which a decision is made: column `decision`, 1 or 0 on every row.
 *
 * Dates come from the exchange's rules (`calendar`), never from which rows exist. `intents` are needed for
 * `on_intent_change` and, without `start`, for `frequency: once` and `first_build: start`: the opening session is then
 * the first on which some asset has a bar, belongs to the `universe`, and has a known intent and every one of the `estimates`. Both ports may be `{}`
 * otherwise, so that the schedule does not depend on what it does not need.
 */
export const Schedule = Node.define({
  name: "allocation/schedule",
  title: "sessions on which a decision is made (1/0)",
  config: Schema.Struct(Config.fields).check(Schema.makeFilter(Config.allowed)),
  inputs: {
    listing: Panel.type,
    intents: Node.many(Panel.type),
    estimates: Node.many(Panel.type),
    universe: Node.optional(Panel.type),
  },
  output: Series.type,
  reach: (config) => Reach.recursive(Config.lookback(config)),
  scope: "all",
  stateful: true,
  stateColumns: {},
  decides: true,
  run: (inputs, config, { skip, state }) => {
    const refused = refusal(inputs, config)
    if (refused !== undefined) return Effect.fail(refused)
    const decision = asked(inputs, config)
    const opened = openOnce(inputs, config, decision, skip, (state?.["opened"]?.[0] ?? 0) === 1)
    return {
      out: Series.make(inputs.listing.calendar, { decision }),
      state: { opened: Float64Array.of(opened ? 1 : 0) },
    }
  },
})

interface Inputs {
  readonly listing: Panel.Panel
  readonly universe: Panel.Panel | undefined
  readonly intents: Readonly<Record<string, Panel.Panel>>
  readonly estimates: Readonly<Record<string, Panel.Panel>>
}

/** What the dates and the changes of intent ask for, from `start` on. */
function asked({ listing, intents }: Inputs, config: Config.ScheduleConfig): Float64Array {
  const decision = Float64Array.from(scheduledRows(listing.calendar.sessions, config))
  if (config.on_intent_change) {
    const panels = Object.values(intents).map(({ values }) => values)
    const changes = blendChanges(panels, listing.assets.length, decision.length)
    for (let t = 0; t < decision.length; t++) if (changes[t] === 1) decision[t] = 1
  }
  return decision.fill(0, 0, Calendar.rowOnOrAfter(listing.calendar, startOf(config)))
}

/** Adds the opening session, unless it was before; whether it has been by the last row. */
function openOnce(
  inputs: Inputs,
  config: Config.ScheduleConfig,
  decision: Float64Array,
  skip: number,
  opened: boolean,
): boolean {
  if (opened || !Config.opens(config)) return opened
  const first = Math.max(skip, Calendar.rowOnOrAfter(inputs.listing.calendar, startOf(config)))
  for (let t = first; t < decision.length; t++) {
    if (config.start === undefined && !hasEligible(inputs, t)) continue
    decision[t] = 1
    return true
  }
  return false
}

function hasEligible({ listing, universe, intents, estimates }: Inputs, row: number): boolean {
  const width = listing.assets.length
  for (let at = row * width; at < (row + 1) * width; at++) {
    const known = (panel: Panel.Panel): boolean => !Number.isNaN(panel.values[at]!)
    if (
      listing.values[at] === 1 &&
      (universe === undefined || universe.values[at] === 1) &&
      Object.values(intents).some(known) &&
      Object.values(estimates).every(known)
    ) {
      return true
    }
  }
  return false
}

const startOf = ({ start }: Config.ScheduleConfig): number =>
  start === undefined ? -Infinity : (parseIsoDate(start) ?? -Infinity)

function refusal({ listing, intents }: Inputs, config: Config.ScheduleConfig) {
  const missing = Object.keys(intents).length === 0
  if (missing && config.on_intent_change) return new MissingIntents({ field: "on_intent_change" })
  if (missing && Config.opens(config) && config.start === undefined) {
    return new MissingIntents({ field: "first decision without a start" })
  }
  return config.calendar === "union"
    ? undefined
    : unsupported(listing.calendar.sessions, ExchangeCalendar.byName(config.calendar))
}

/** Days of which the exchange's rules say nothing would silently never be decided on. */
function unsupported(sessions: Int32Array, exchange: ExchangeCalendar.ExchangeCalendar) {
  const day = [sessions[0], sessions.at(-1)].find((end) => end !== undefined && !exchange.supports(end))
  if (day === undefined) return undefined
  const [first, last] = exchange.range
  return new ExchangeCalendar.UnsupportedDay({
    calendar: exchange.name,
    day: formatIsoDate(day),
    first: formatIsoDate(first),
    last: formatIsoDate(last),
  })
}
