import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import * as Blob from "../../src/dag/Blob.ts"
import * as Document from "../../src/dag/Document.ts"
import type { Encoded } from "../../src/dag/Encoded.ts"
import type { StoreError } from "../../src/dag/errors.ts"
import * as Grid from "../../src/dag/Grid.ts"
import { lay as layParts } from "../../src/dag/store/layout.ts"
import { Store } from "../../src/dag/store/Store.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"

const folder = mkdtempSync(join(tmpdir(), "sage-store-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const panels = fc
  .record({
    rows: fc.nat(400),
    assets: fc.uniqueArray(fc.constantFrom("A", "B", "C", "D"), { maxLength: 4 }),
    seed: fc.nat(),
  })
  .map(({ rows, assets, seed }) => {
    const sessions = Int32Array.from({ length: rows }, (_, t) => 18200 + t + Math.floor(t / 5) * 2)
    const values = Float64Array.from({ length: rows * assets.length }, (_, i) =>
      (i * 31 + seed) % 7 === 0 ? NaN : (i + seed) / 3,
    )
    return Panel.make(Calendar.make(sessions), assets, values)
  })

const layers: ReadonlyArray<[string, () => Layer.Layer<Store, StoreError>]> = [
  ["memory", () => Store.layerMemory],
  ["folder", () => Store.layerFolder(join(folder, "store"))],
]

/** How a panel is laid out when it is put. */
function lay(typeName: string, { header, keys, chunks }: Encoded) {
  return layParts({ typeName, header, keys, parts: chunks.map((chunk) => ({ _tag: "Fresh", chunk })) })
}

const using = <A>(
  layer: Layer.Layer<Store, StoreError>,
  use: (store: Store["Service"]) => Effect.Effect<A, unknown>,
) => Effect.runPromise(Effect.scoped(Effect.provide(Store.use(use), layer)) as Effect.Effect<A>)

describe.each(layers)("a store in %s", (_, layer) => {
  it("gives back any panel bit for bit", async () => {
    await fc.assert(
      fc.asyncProperty(panels, async (panel) => {
        const back = await using(layer(), (store) =>
          Effect.flatMap(store.put(Panel.type, panel), (content) => store.get(Panel.type, content)),
        )
        expect(back.assets).toEqual(panel.assets)
        expect(back.calendar.sessions).toEqual(panel.calendar.sessions)
        expect(Buffer.from(back.values.buffer)).toEqual(Buffer.from(panel.values.buffer))
      }),
      { numRuns: 30, seed: 3 },
    )
  })

  it("gives some columns as picking them from the whole would", async () => {
    const wanted = new Set(["D", "A", "never"])
    await fc.assert(
      fc.asyncProperty(panels, async (panel) => {
        const some = await using(layer(), (store) =>
          Effect.flatMap(store.put(Panel.type, panel), (content) =>
            store.getColumns(Panel.type, content, wanted),
          ),
        )
        const places = panel.assets.flatMap((name, i) => (wanted.has(name) ? [i] : []))
        const picked = Grid.pick(Panel.type.axis!.toGrid(panel), places)
        expect(some.assets).toEqual(picked.columns)
        expect(Buffer.from(some.values.buffer)).toEqual(Buffer.from(picked.cells.buffer))
      }),
      { numRuns: 30, seed: 4 },
    )
  })

  it("gives equal values one content hash, and different types different ones", async () => {
    const bytes = new TextEncoder().encode("[1]")
    const hashes = await using(layer(), (store) =>
      Effect.all([
        store.put(Blob.type, bytes),
        store.put(Blob.type, bytes.slice()),
        store.put(Document.of("one", Schema.Json), [1]),
        store.put(Document.of("two", Schema.Json), [1]),
      ]),
    )
    expect(hashes[0]).toBe(hashes[1])
    expect(new Set(hashes).size).toBe(3)
  })

  it("knows what it has", async () => {
    const [known, unknown] = await using(layer(), (store) =>
      Effect.flatMap(store.put(Blob.type, new Uint8Array(10_000).fill(3)), (content) =>
        Effect.all([store.has(content), store.has("0".repeat(64))]),
      ),
    )
    expect([known, unknown]).toEqual([true, false])
  })
})

describe("a large panel on disk", () => {
  const columns = 90
  const panel = Panel.make(
    Calendar.make(Int32Array.from({ length: 7000 }, (_, t) => 10_000 + t)),
    names(columns),
    Float64Array.from({ length: 7000 * columns }, (_, i) => i / 3),
  )
  const root = join(folder, "large")
  const layer = Store.layerFolder(root)
  const column = (name: string, content: string) =>
    using(layer, (store) => Effect.result(store.getColumns(Panel.type, content, new Set([name]))))

  it("is read and checked by column: damage elsewhere is neither seen nor in the way", async () => {
    const content = await using(layer, (store) => store.put(Panel.type, panel))
    const objects = readdirSync(join(root, "objects"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => statSync(path).size > 100_000)
    for (const path of objects) {
      const bytes = readFileSync(path)
      const last = Math.floor(bytes.length * 0.9) // in the cells of the last columns
      bytes[last] = bytes[last]! ^ 1
      writeFileSync(path, bytes)
    }
    const first = await column("A0", content)
    expect(Result.isSuccess(first) && first.success.values[6999]).toBe((6999 * columns) / 3)
    const damaged = await Promise.all(
      names(columns)
        .slice(-20)
        .map((name) => column(name, content)),
    )
    expect(damaged.some(Result.isFailure)).toBe(true)
    expect(readdirSync(join(root, "quarantine"))).toHaveLength(1)
  })
})

describe("the layout", () => {
  it("hashes content, not packing: every NaN is one NaN", () => {
    const calendar = Calendar.make(Int32Array.of(1, 2))
    const odd = new Float64Array(2)
    new BigUint64Array(odd.buffer).fill(0x7ff8000000000001n)
    const a = lay("panel", Panel.type.encode(Panel.make(calendar, ["A"], Float64Array.of(NaN, 1))))
    odd[1] = 1
    const b = lay("panel", Panel.type.encode(Panel.make(calendar, ["A"], odd)))
    expect(a.content).toBe(b.content)
  })

  it("keeps a small panel in one object and gives a large one an object a chunk", () => {
    const panel = (assets: number) =>
      Panel.make(
        Calendar.make(Int32Array.from({ length: 2000 }, (_, t) => 16000 + t)),
        names(assets),
        Float64Array.from({ length: 2000 * assets }, (_, i) => i),
      )
    expect(lay("panel", Panel.type.encode(panel(3))).objects).toHaveLength(1)
    const large = lay("panel", Panel.type.encode(panel(400)))
    expect(large.objects).toHaveLength(large.chunks.length)
    expect(large.chunks.length).toBeGreaterThan(5)
  })

  it("leaves the chunks of past years alone when a day is appended or an asset is listed", () => {
    const sessions = Int32Array.from({ length: 900 }, (_, t) => 17900 + t)
    const base = Panel.filled(Calendar.make(sessions), ["A", "B"], 2)
    const longer = Panel.filled(
      Calendar.make(Int32Array.from({ length: 901 }, (_, t) => 17900 + t)),
      ["A", "B"],
      2,
    )
    const wider = Panel.make(
      base.calendar,
      ["A", "B", "NEW"],
      Float64Array.from({ length: 2700 }, (_, i) => (i % 3 === 2 && i < 2600 ? NaN : 2)),
    )
    const hashes = (panel: Panel.Panel) =>
      new Map(lay("panel", Panel.type.encode(panel)).chunks.map(({ label, hash }) => [label, hash]))
    const before = hashes(base)
    for (const after of [hashes(longer), hashes(wider)]) {
      for (const year of ["2019", "2020"]) expect(after.get(year)).toBe(before.get(year))
    }
  })
})

const names = (count: number): ReadonlyArray<string> => Array.from({ length: count }, (_, i) => `A${i}`)
