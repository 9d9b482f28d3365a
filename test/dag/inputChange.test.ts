import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Document from "../../src/dag/Document.ts"
import { type InputChange, inputChange } from "../../src/dag/InputChange.ts"
import { Store } from "../../src/dag/store/Store.ts"
import type { ValueType } from "../../src/dag/ValueType.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"

/** 2020-01-01 is day 18262; rows are days of it, two assets, values told by the cell. */
const day = 18262
type Cells = Readonly<Record<number, ReadonlyArray<number>>>

function panel(cells: Cells, assets: ReadonlyArray<string> = ["A", "B"]): Panel.Panel {
  const keys = Object.keys(cells).map(Number)
  return Panel.make(
    Calendar.make(Int32Array.from(keys, (key) => day + key)),
    assets,
    Float64Array.from(keys.flatMap((key) => cells[key]!)),
  )
}

const between = <A>(type: ValueType<A>, old: A, now: A): Promise<InputChange | undefined> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const store = yield* Store
      const contents = [yield* store.put(type, old), yield* store.put(type, now)] as const
      return yield* inputChange(store, type as ValueType<unknown>, ...contents)
    }).pipe(Effect.provide(Store.layerMemory)),
  )

const base: Cells = { 1: [1, 2], 2: [3, 4], 3: [5, NaN] }
const changed = (now: Panel.Panel) => between(Panel.type, panel(base), now)

describe("what changed in a panel", () => {
  it("is told with the date: an appended day", async () => {
    expect(await changed(panel({ ...base, 5: [7, 8] }))).toEqual({
      first: "2020-01-06",
      last: "2020-01-06",
      parts: [{ kind: "appended", rows: 1, first: "2020-01-06", last: "2020-01-06" }],
    })
  })

  it("is told with the asset: a revised cell", async () => {
    expect((await changed(panel({ ...base, 2: [3, 4.5] })))!.parts).toEqual([
      { kind: "revised", rows: 1, cells: 1, columns: ["B"], first: "2020-01-03", last: "2020-01-03" },
    ])
  })

  it("tells back-filled, inserted and deleted rows apart", async () => {
    const kinds = async (cells: Cells) => (await changed(panel(cells)))!.parts.map(({ kind }) => kind)
    expect(await kinds({ ...base, 0: [0, 0] })).toEqual(["back-filled"])
    expect(
      await between(Panel.type, panel({ 1: [1, 2], 3: [5, 6] }), panel({ 1: [1, 2], 2: [0, 0], 3: [5, 6] })),
    ).toMatchObject({
      parts: [{ kind: "inserted", rows: 1, first: "2020-01-03" }],
    })
    expect(await kinds({ 1: [1, 2], 3: [5, NaN] })).toEqual(["deleted"])
    expect(await kinds({ 1: [1, 2], 2: [3, 4] })).toEqual(["deleted"])
  })

  it("names columns that came and went, and takes their cells for no revision", async () => {
    const now = panel({ 1: [1, 9], 2: [3, 9], 3: [5, 9] }, ["A", "C"])
    expect(await changed(now)).toEqual({
      first: null,
      last: null,
      parts: [{ kind: "columns", added: ["C"], removed: ["B"] }],
    })
  })

  it("tells everything that took place at once", async () => {
    const now = await changed(panel({ 0: [0, 0], 1: [1, 2], 2: [9, 9], 5: [7, 7] }))
    expect(now!.parts.map(({ kind }) => kind)).toEqual(["appended", "back-filled", "deleted", "revised"])
    expect([now!.first, now!.last]).toEqual(["2020-01-01", "2020-01-06"])
  })

  it("agrees with a comparison cell by cell, over several years of chunks", async () => {
    const cell = fc.constantFrom(NaN, -0, 0, 1, 2)
    const rows = fc.dictionary(fc.integer({ min: 0, max: 900 }).map(String), fc.tuple(cell, cell), {
      minKeys: 1,
      maxKeys: 25,
    })
    const edits = fc.dictionary(fc.integer({ min: 0, max: 900 }).map(String), fc.option(fc.tuple(cell, cell)))
    await fc.assert(
      fc.asyncProperty(rows, edits, async (old, edit) => {
        const now = Object.fromEntries(
          Object.entries({ ...old, ...edit }).flatMap(([key, cells]) =>
            cells === null ? [] : [[key, cells]],
          ),
        ) as Record<string, [number, number]>
        fc.pre(Object.keys(now).length > 0)
        const told = (await between(Panel.type, panel(old), panel(now)))!
        const counts = Object.fromEntries(
          told.parts.map((part) => [part.kind, "rows" in part ? part.rows : 0]),
        )
        expect(counts).toEqual(countsOf(old, now))
      }),
      { seed: 4, numRuns: 60 },
    )
  })
})

function countsOf(old: Cells, now: Cells): Record<string, number> {
  const keys = Object.keys(old).map(Number)
  const [first, last] = [Math.min(...keys), Math.max(...keys)]
  const counts: Record<string, number> = {}
  const count = (kind: string): void => void (counts[kind] = (counts[kind] ?? 0) + 1)
  for (const key of Object.keys(now).map(Number)) {
    const before = old[key]
    if (before === undefined) count(key > last ? "appended" : key < first ? "back-filled" : "inserted")
    else if (!before.every((cell, i) => Object.is(cell, now[key]![i]))) count("revised")
  }
  for (const key of keys) if (!(key in now)) count("deleted")
  return counts
}

describe("what changed in a document", () => {
  const type = Document.of("facts", Schema.Record(Schema.String, Schema.Unknown))

  it("is told by path, old and new", async () => {
    expect((await between(type, { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }))!.parts).toEqual([
      { kind: "fields", count: 1, some: [{ path: "a.c", old: 2, new: 3 }] },
    ])
  })
})

describe("a version that is not stored any more", () => {
  it("leaves the reason without details", async () => {
    const none = Effect.gen(function* () {
      const store = yield* Store
      return yield* inputChange(
        store,
        Panel.type as ValueType<unknown>,
        "gone",
        yield* store.put(Panel.type, panel(base)),
      )
    }).pipe(Effect.provide(Store.layerMemory))
    expect(await Effect.runPromise(none)).toBe(undefined)
  })
})
