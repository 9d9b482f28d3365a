/** Stored bytes that are not what was stored: found, put aside, computed again. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { performRightlyIn, size, survivesDamage, x } from "./damagedCatalogue.ts"
import { bodiesOf, expectedSum, logged } from "./graph.ts"
import { makeFolder, start } from "./processes.ts"

let place: ReturnType<typeof makeFolder>
beforeEach(() => {
  place = makeFolder()
})
afterEach(() => place.remove())

const performRightly = (of = size) => performRightlyIn(place.folder, of)

const objects = (): ReadonlyArray<string> =>
  readdirSync(join(place.folder, "objects"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const catalogue = (folder = place.folder): string => join(folder, "catalogue.db")

const rewrite = (path: string, change: (bytes: Buffer) => void): void => {
  const bytes = readFileSync(path)
  change(bytes)
  writeFileSync(path, bytes)
}

describe("an object", () => {
  const damages = {
    "with a flipped byte": (path: string) =>
      rewrite(path, (bytes) => {
        bytes[Math.floor(bytes.length / 2)]! ^= 1
      }),
    "cut short": (path: string) => truncateSync(path, statSync(path).size - 8),
    "of no bytes": (path: string) => truncateSync(path, 0),
    "that is gone": (path: string) => rmSync(path),
  }

  it.each(Object.entries(damages))("%s is put aside and computed again", async (name, damage) => {
    await performRightly()
    const damaged = objects()
    for (const path of damaged) damage(path)
    // a longer sum reads every panel that was stored
    const { ran } = await performRightly(size + 3)
    assert.sameMembers([...ran], ["n12", "n13", "n14", "p14", "sum", "p2", "p5", "p8", "p11"])
    const kept = name === "that is gone" ? 0 : damaged.length
    const quarantine = join(place.folder, "quarantine")
    assert.lengthOf(existsSync(quarantine) ? readdirSync(quarantine) : [], kept)
    assert.deepStrictEqual((await performRightly(size + 3)).ran, [])
  })
})

describe("a catalogue", () => {
  const damages = {
    "whose header is destroyed": (path: string) => rewrite(path, (bytes) => bytes.fill(0x5a, 0, 100)),
    "of which half is left": (path: string) => truncateSync(path, statSync(path).size / 2),
    "that is another file": (path: string) => writeFileSync(path, "{}\n".repeat(3000)),
    "made by a later version": (path: string) => setMeta(path, "layout", "99"),
  }
  const setMeta = (path: string, name: string, value: string): void => {
    const db = new DatabaseSync(path)
    db.prepare("update meta set value = ? where name = ?").run(value, name)
    db.close()
  }

  it.each(Object.entries(damages))("%s is moved aside with a note, and begun anew", async (_, damage) => {
    await performRightly()
    damage(catalogue())
    const { ran, told } = await performRightly()
    assert.lengthOf(ran, bodiesOf(size))
    assert.lengthOf(told, 1)
    assert.include(told[0], join(place.folder, "quarantine", "catalogue-1"))
    assert.include(readdirSync(join(place.folder, "quarantine", "catalogue-1")), "catalogue.db")
    const after = await performRightly()
    assert.deepStrictEqual([after.ran, after.told], [[], []])
  })

  it.each(["emptied", "deleted"])("that was %s is filled again", async (how) => {
    await performRightly()
    if (how === "emptied") truncateSync(catalogue(), 0)
    else rmSync(catalogue())
    assert.lengthOf((await performRightly()).ran, bodiesOf(size))
    assert.deepStrictEqual((await performRightly()).ran, [])
  })

  it("of an earlier layout keeps its ledger; its results are not read", async () => {
    await performRightly()
    setMeta(catalogue(), "layout", "2")
    const { ran, told } = await performRightly()
    assert.deepStrictEqual([ran.length, told], [bodiesOf(size), []])
    const db = new DatabaseSync(catalogue())
    assert.strictEqual(db.prepare("select count(*) as count from run").get()!["count"], 2)
    db.close()
  })

  it("says so on stderr, and the run ends well", async () => {
    await performRightly()
    writeFileSync(catalogue(), "no catalogue")
    const { code, stderr, performed } = await start({
      folder: place.folder,
      size,
      x,
      busyMs: 0,
      concurrency: 2,
    }).ended
    assert.deepStrictEqual([code, performed?.sum], [0, expectedSum(size, x)])
    assert.match(stderr, /catalogue\.db is damaged .* moved to .* begun anew/)
  })

  it("is set aside once by processes that find it damaged together", async () => {
    await performRightly()
    writeFileSync(catalogue(), "no catalogue")
    const orders = { folder: place.folder, size, x, busyMs: 1, concurrency: 2 }
    const children = [start(orders), start(orders), start(orders)]
    for (const { ended } of children) assert.strictEqual((await ended).performed?.sum, expectedSum(size, x))
    assert.deepStrictEqual(readdirSync(join(place.folder, "quarantine")), ["catalogue-1"])
    assert.lengthOf(logged(place.folder, "ran"), bodiesOf(size) * 2)
  })

  it("with any bytes changed or cut off never leads to a wrong result", () => survivesDamage(8, 20))
})
