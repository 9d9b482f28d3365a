/** What happened to an input is told apart: rows that came, went or differ, and columns. */
import { describe, expect, it } from "vitest"
import { show } from "./graphs.ts"
import { Change, PartSource, Rank, Smooth, Source, world } from "./nodes.ts"
import { openStore } from "./session.ts"

const days = (count: number, from = 18_000): Array<number> =>
  Array.from({ length: count }, (_, i) => from + 2 * i)

function panelOf(
  sessions: ReadonlyArray<number>,
  assets: ReadonlyArray<string>,
  price: (day: number, asset: string) => number = (day, asset) => (day % 7) + asset.charCodeAt(0),
): void {
  show({
    days: sessions,
    assets,
    values: new Map(
      sessions.flatMap((day) =>
        assets.map((asset): [string, number] => [`${day} ${asset}`, price(day, asset)]),
      ),
    ),
  })
}

const nothing = {
  appended: 0,
  backFilled: 0,
  inserted: 0,
  deleted: 0,
  revised: 0,
  columnsAdded: 0,
  columnsRemoved: 0,
}

/** What is said of one node after the world went from `before` to `after`. */
async function changesAfter(before: () => void, after: () => void) {
  const targets = () => ({ change: Change({ n: 2 }, { x: Source({}, {}) }) })
  const { run } = await openStore()
  before()
  await run(targets(), "always")
  after()
  const { nodes } = await run(targets(), "always")
  const { fate, changes } = nodes.find(({ id }) => id === "grid/change")!
  return { fate, changes }
}

describe("what an extended node was extended for", () => {
  const old = days(60)
  const base = () => panelOf(old, ["A", "B"])

  it.each<[string, () => void, object]>([
    ["appended rows", () => panelOf(days(62), ["A", "B"]), { appended: 2 }],
    ["back-filled rows", () => panelOf([17_990, 17_995, ...old], ["A", "B"]), { backFilled: 2 }],
    [
      "an inserted row",
      () =>
        panelOf(
          [...old, 18_041].sort((a, b) => a - b),
          ["A", "B"],
        ),
      { inserted: 1 },
    ],
    [
      "a deleted row",
      () =>
        panelOf(
          old.filter((day) => day !== 18_040),
          ["A", "B"],
        ),
      { deleted: 1 },
    ],
    [
      "a revised cell",
      () =>
        panelOf(
          old,
          ["A", "B"],
          (day, asset) => (day % 7) + asset.charCodeAt(0) + (day === 18_040 && asset === "B" ? 1 : 0),
        ),
      { revised: 1 },
    ],
    [
      "a new column that begins late",
      () =>
        panelOf(old, ["A", "B", "C"], (day, asset) =>
          asset === "C" && day < 18_110 ? NaN : (day % 7) + asset.charCodeAt(0),
        ),
      { columnsAdded: 1, revised: 5 },
    ],
  ])("is told: %s", async (_, after, expected) => {
    expect(await changesAfter(base, after)).toEqual({
      fate: "extended",
      changes: { ...nothing, ...expected },
    })
  })

  it("is told of a source in parts by its outputs, and it reads the rows of the parts that changed alone", async () => {
    const { run } = await openStore()
    const targets = () => ({ ...PartSource({}, {}) })
    base()
    await run(targets(), "always")
    const before = world.rowsRead
    panelOf(days(62), ["A", "B"])
    const { nodes } = await run(targets(), "always")
    expect(nodes[0]).toMatchObject({ fate: "extended", changes: { ...nothing, appended: 2 } })
    expect(world.rowsRead - before).toBe(nodes[0]!.rowsRun)
    expect(nodes[0]!.rowsRun).toBeLessThanOrEqual(20)
  })
})

describe("a new column", () => {
  it("leaves the rows of the others alone where each is computed apart, stateful or not", async () => {
    const { run } = await openStore()
    const targets = () => {
      const x = Source({}, {})
      return { smooth: Smooth({ n: 3 }, { x }), change: Change({ n: 2 }, { x }), rank: Rank({}, { x }) }
    }
    panelOf(days(200), ["A", "B", "C", "D"])
    await run(targets(), "always")
    panelOf(days(200), ["A", "B", "C", "D", "E"])
    const { nodes } = await run(targets(), "always")
    const fates = Object.fromEntries(nodes.map(({ id, fate }) => [id, fate]))
    expect(fates).toMatchObject({
      "grid/smooth": "extended",
      "grid/change": "extended",
      "grid/rank": "computed",
    })
    const clean = await (await openStore()).run(targets(), "never")
    expect(nodes.map(({ outputs }) => outputs)).toEqual(clean.nodes.map(({ outputs }) => outputs))
  })

  it("that begins with an appended row costs that row: the state of the others goes on", async () => {
    const { run } = await openStore()
    const targets = () => ({ smooth: Smooth({ n: 3 }, { x: Source({}, {}) }) })
    panelOf(days(200), ["A", "B"])
    await run(targets(), "always")
    panelOf(days(201), ["A", "B", "C"], (day, asset) =>
      asset === "C" && day < 18_400 ? NaN : (day % 7) + asset.charCodeAt(0),
    )
    const { nodes } = await run(targets(), "always")
    const [smooth] = nodes.filter(({ id }) => id === "grid/smooth")
    expect(smooth).toMatchObject({ fate: "extended", rowsRun: 1, rowsGiven: 1 })
    const clean = await (await openStore()).run(targets(), "never")
    expect(nodes.map(({ outputs }) => outputs)).toEqual(clean.nodes.map(({ outputs }) => outputs))
  })
})
