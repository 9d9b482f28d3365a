/**
 * The laws of nodes on a time axis (docs/architecture.md), asked of one definition, one config and one set of inputs,
 * bit for bit.
 */
import { expect } from "vitest"
import type { Definition, State } from "../../src/dag/Node.ts"
import type { Reach } from "../../src/dag/Reach.ts"
import * as Panel from "../../src/domain/Panel.ts"

type Value = Panel.Panel | Readonly<Record<string, Panel.Panel>> | undefined

export interface NodeCase {
  readonly node: Definition
  /** decoded */
  readonly config: unknown
  readonly inputs: Readonly<Record<string, Value>>
}

export interface Result {
  /** outputs that are panels, by port */
  readonly panels: Readonly<Record<string, Panel.Panel>>
  /** the other outputs */
  readonly rest: Readonly<Record<string, unknown>>
  readonly state: State | undefined
}

export function runNode({ node: { spec }, config, inputs }: NodeCase, skip = 0, state?: State): Result {
  const outcome = spec.run(inputs, config, { skip, state, seed: 0 })
  const { out, state: after } = spec.stateful
    ? (outcome as { out: unknown; state: State })
    : { out: outcome, state: undefined }
  const ports = Object.entries(spec.single ? { output: out } : (out as Readonly<Record<string, unknown>>))
  return {
    panels: Object.fromEntries(ports.filter((port): port is [string, Panel.Panel] => isPanel(port[1]))),
    rest: Object.fromEntries(ports.filter(([, value]) => !isPanel(value))),
    state: after,
  }
}

/** All laws; `cut` is the row at which history is divided. */
export function checkLaws(given: NodeCase, cut: number): void {
  const whole = runNode(given)
  checkPurity(given, whole)
  checkCausality(given, whole, cut)
  checkOrigin(given, whole, cut)
  checkFootprint(given, whole, cut)
  checkChunking(given, whole, cut)
  checkAbsence(given, whole)
  if (given.node.spec.scope === "each") checkEquivariance(given, whole)
}

function checkPurity(given: NodeCase, whole: Result): void {
  const before = JSON.stringify(given.inputs)
  const again = runNode(given)
  samePanels(again.panels, whole.panels, "purity")
  expect(JSON.stringify(again.rest)).toBe(JSON.stringify(whole.rest))
  expect(JSON.stringify(given.inputs)).toBe(before)
}

function checkCausality(given: NodeCase, whole: Result, cut: number): void {
  samePanels(
    runNode(slice(given, 0, cut)).panels,
    rowsOf(whole.panels, 0, cut),
    "causality: no later row exists",
  )
  const other = runNode(scramble(given, (port, row) => row >= cut + reachOf(given, port).ahead))
  samePanels(rowsOf(other.panels, 0, cut), rowsOf(whole.panels, 0, cut), "causality: later rows differ")
}

/** A slice with the lookback that the node asks for gives what one pass gives. */
function checkOrigin(given: NodeCase, whole: Result, cut: number): void {
  const from = Math.max(0, cut - backOf(given))
  const state = given.node.spec.stateful ? runNode(slice(given, 0, cut)).state : undefined
  const later = runNode(slice(given, from, rowsIn(given)), cut - from, cut === 0 ? undefined : state)
  samePanels(rowsOf(later.panels, cut - from), rowsOf(whole.panels, cut), "origin")
}

function checkFootprint(given: NodeCase, whole: Result, cut: number): void {
  if (given.node.spec.stateful) return // a state may remember everything
  const other = runNode(scramble(given, (port, row) => row < cut - reachOf(given, port).back))
  samePanels(rowsOf(other.panels, cut), rowsOf(whole.panels, cut), "footprint")
}

function checkChunking(given: NodeCase, whole: Result, cut: number): void {
  const middle = Math.floor(cut / 2)
  const rows = rowsIn(given)
  let state: State | undefined
  for (const [from, to] of [
    [0, middle],
    [middle, cut],
    [cut, rows],
  ] as const) {
    const lookback = Math.max(0, from - backOf(given))
    const part = runNode(slice(given, lookback, to), from - lookback, state)
    samePanels(
      rowsOf(part.panels, from - lookback),
      rowsOf(whole.panels, from, to),
      `chunking: rows ${from} to ${to}`,
    )
    state = part.state
  }
  expect(state).toEqual(whole.state)
}

function checkAbsence(given: NodeCase, whole: Result): void {
  const wider = runNode(
    mapPanels(given, (panel, port) => (isSeries(given, port) ? panel : withAbsentAsset(panel))),
  )
  for (const [port, panel] of Object.entries(whole.panels)) {
    const other = wider.panels[port]!
    const added = other.assets.length - panel.assets.length
    samePanels({ [port]: dropColumns(other, added) }, { [port]: panel }, "absence")
    if (added === 1) expect(Panel.column(other, panel.assets.length).every(Number.isNaN)).toBe(true)
  }
  expect(JSON.stringify(wider.rest)).toBe(JSON.stringify(whole.rest))
}

function checkEquivariance(given: NodeCase, whole: Result): void {
  const turn = (panel: Panel.Panel) => reversed(panel)
  const other = runNode(mapPanels(given, (panel, port) => (isSeries(given, port) ? panel : turn(panel))))
  samePanels(other.panels, mapValues(whole.panels, turn), "equivariance")
}

// ------------------------------------------------------------------------------------------------ comparing

function samePanels(
  ours: Readonly<Record<string, Panel.Panel>>,
  theirs: Readonly<Record<string, Panel.Panel>>,
  law: string,
): void {
  expect(Object.keys(ours)).toEqual(Object.keys(theirs))
  for (const [port, { values, assets, calendar }] of Object.entries(ours)) {
    const expected = theirs[port]!
    expect(calendar.sessions.length, `${law}: rows of ${port}`).toBe(expected.calendar.sessions.length)
    const at = values.findIndex((value, k) => !Object.is(value, expected.values[k]))
    if (at < 0 && values.length === expected.values.length) continue
    const where = `${assets[at % assets.length]} in row ${Math.floor(at / assets.length)}`
    expect.fail(`${law}: ${port} of ${where} is ${values[at]}, not ${expected.values[at]}`)
  }
}

// ------------------------------------------------------------------------------------------------ reshaping

const isPanel = (value: unknown): value is Panel.Panel =>
  typeof value === "object" && value !== null && "calendar" in value && "values" in value

const isSeries = ({ node }: NodeCase, port: string): boolean => node.spec.inputs[port]!.type.name === "series"

const mapValues = <A, B>(
  record: Readonly<Record<string, A>>,
  f: (value: A, key: string) => B,
): Record<string, B> => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, f(value, key)]))

function mapPanels(given: NodeCase, f: (panel: Panel.Panel, port: string) => Panel.Panel): NodeCase {
  const inputs = mapValues(given.inputs, (value, port): Value => {
    if (value === undefined) return undefined
    return isPanel(value) ? f(value, port) : mapValues(value, (panel) => f(panel, port))
  })
  return { ...given, inputs }
}

const slice = (given: NodeCase, from: number, to: number): NodeCase =>
  mapPanels(given, (panel) => Panel.slice(panel, from, to))

function rowsIn(given: NodeCase): number {
  let rows = 0
  mapPanels(given, (panel) => {
    rows = Panel.rows(panel)
    return panel
  })
  return rows
}

const rowsOf = (panels: Readonly<Record<string, Panel.Panel>>, from: number, to?: number) =>
  mapValues(panels, (panel) => Panel.slice(panel, from, to ?? Panel.rows(panel)))

/** Other values on some rows: numbers change, what is not known stays unknown, signs and ones survive half the time. */
const scramble = (given: NodeCase, rows: (port: string, row: number) => boolean): NodeCase =>
  mapPanels(given, (panel, port) => {
    const width = panel.assets.length
    const other = (value: number, at: number) => (at % 3 === 0 ? NaN : at % 3 === 1 ? 1 : value * 1.7 + 0.3)
    return Panel.like(
      panel,
      panel.values.map((value, at) => (rows(port, Math.floor(at / width)) ? other(value, at) : value)),
    )
  })

function withAbsentAsset(panel: Panel.Panel): Panel.Panel {
  const columns = panel.assets.map((_, i) => Panel.column(panel, i))
  const absent = new Float64Array(Panel.rows(panel)).fill(NaN)
  return Panel.fromColumns(panel.calendar, [...panel.assets, "ABSENT"], [...columns, absent])
}

function dropColumns(panel: Panel.Panel, count: number): Panel.Panel {
  const assets = panel.assets.slice(0, panel.assets.length - count)
  return Panel.fromColumns(
    panel.calendar,
    assets,
    assets.map((_, i) => Panel.column(panel, i)),
  )
}

function reversed(panel: Panel.Panel): Panel.Panel {
  const order = panel.assets.map((_, i) => panel.assets.length - 1 - i)
  const columns = order.map((i) => Panel.column(panel, i))
  return Panel.fromColumns(
    panel.calendar,
    order.map((i) => panel.assets[i]!),
    columns,
  )
}

// ------------------------------------------------------------------------------------------------ reach

function reachOf({ node, config }: NodeCase, port: string): Reach {
  const reach = node.spec.reach(config)
  return "kind" in reach && typeof reach.kind === "string"
    ? (reach as Reach)
    : (reach as Record<string, Reach>)[port]!
}

const backOf = (given: NodeCase): number =>
  Math.max(0, ...Object.keys(given.node.spec.inputs).map((port) => reachOf(given, port).back))
