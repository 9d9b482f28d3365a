/** Who may be held changes over time: an asset outside its dates is not eligible and is sold, and nothing known later counts. */
import { describe, expect, it } from "vitest"
import experiment from "../../experiments/trend.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { Membership } from "../../src/pipeline/data/membership.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import { readDemoMarket } from "./demoMarket.ts"
import { columnsOf, differences } from "./panels.ts"
import { panelAt, type Program, runOn } from "./programStudy.ts"

const assets = ["USEQ", "GONE", "LATE", "GOLD", "TBIL"]

async function runWith(membership: Membership | undefined, data: object = {}): Promise<Program> {
  const { manifest, prices } = await readDemoMarket(assets)
  const dated: SnapshotManifest =
    membership === undefined ? manifest : Object.assign({}, manifest, { membership })
  return runOn(prices, dated, {
    ...experiment.config,
    data: { snapshot: "demo", universe: assets, ...data },
  })
}

const always = { from: "2000-01-01" }
const others: Membership = Object.fromEntries(assets.map((asset) => [asset, [always]]))

const rowOn = ({ calendar }: Panel.Panel, iso: string) => Calendar.rowOnOrAfter(calendar, parseIsoDate(iso)!)
const columnOf = (panel: Panel.Panel, asset: string) => Panel.column(panel, panel.assets.indexOf(asset))

describe("membership of a snapshot", () => {
  it("in which every asset always belongs changes no number", async () => {
    const [without, within] = [await runWith(undefined), await runWith(others)]
    const rows = panelAt(without, "data/listing", "state").calendar.sessions.length
    const expected = columnsOf(without)
    const found = Object.entries(columnsOf(within)).filter(([name]) => Object.hasOwn(expected, name))
    expect(differences(expected, Object.fromEntries(found), rows)).toEqual([])
  })

  it("makes what leaves ineligible and has it sold at the next decision, and bought again when it is back", async () => {
    const out = { from: "2018-03-15", to: "2020-02-10" }
    const program = await runWith({
      ...others,
      GOLD: [{ ...always, to: out.from }, { from: out.to }],
    })
    const eligible = panelAt(program, "execution/eligible")
    const held = panelAt(program, "execution/fills@final", "held")
    const b0 = panelAt(program, "execution/fills@b0", "held")
    const [left, back] = [rowOn(held, out.from), rowOn(held, out.to)]
    const decided = columnOf(eligible, "GOLD")
    const within = decided.subarray(left, back).filter((cell) => !Number.isNaN(cell))
    expect(within.length).toBeGreaterThan(20)
    expect([...new Set(within)]).toEqual([0])
    // the last decision as a member is that of February; what leaves in March goes with the fill after the end of March
    const gold = columnOf(b0, "GOLD")
    const sold = rowOn(held, "2018-04-02")
    expect([...gold.subarray(left, sold)].every((weight) => weight > 0)).toBe(true)
    expect([...gold.subarray(sold, rowOn(held, "2020-03-02"))].every((weight) => weight === 0)).toBe(true)
    expect(gold[rowOn(held, "2020-03-02")]).toBeGreaterThan(0)
    expect([...columnOf(held, "GOLD").subarray(sold, back)].every((weight) => weight === 0)).toBe(true)
  })

  it("that becomes known later changes nothing earlier", async () => {
    const before = await runWith({ ...others, GOLD: [always] })
    const after = await runWith({
      ...others,
      GOLD: [{ ...always, to: "2020-02-10" }, { from: "2022-01-03" }],
    })
    const cut = rowOn(panelAt(before, "data/universe"), "2020-02-10")
    expect(differences(columnsOf(before), columnsOf(after), cut)).toEqual([])
    expect(differences(columnsOf(before), columnsOf(after), cut + 60)).not.toEqual([])
  })

  it("is left aside with data.membership: ignore", async () => {
    const program = await runWith({ GOLD: [always] }, { membership: "ignore" })
    expect(program.values.has("data/universe")).toBe(false)
  })

  it("holds a name that dies later, as if nobody knew: no look at who survives", async () => {
    const { manifest, prices } = await readDemoMarket(assets)
    const written = { ...experiment.config, data: { snapshot: "demo", universe: assets } }
    const whole = runOn(prices, manifest, written)
    const listing = columnOf(panelAt(whole, "data/listing", "state"), "GONE")
    const death = listing.indexOf(-1)
    expect(death).toBeGreaterThan(300)
    const alive = Object.fromEntries(
      Object.entries(prices).map(([port, value]) => [
        port,
        port === "listing_table" ? {} : Panel.slice(value as Panel.Panel, 0, death),
      ]),
    )
    const part = runOn(alive, manifest, written)
    expect(differences(columnsOf(whole), columnsOf(part), death)).toEqual([])
    const weights = columnOf(panelAt(whole, "execution/fills@b0", "held"), "GONE")
    expect(weights.subarray(0, death).some((weight) => weight > 0)).toBe(true)
  })
})
