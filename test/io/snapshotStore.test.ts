import { execFile } from "node:child_process"
import { appendFile, mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Bars, rows } from "../../src/pipeline/data/Bars.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { inEmptyStore } from "./services.ts"
import { meta, someBars } from "./someBars.ts"

const store = SnapshotStore
const write = (name: string, bars: Bars = someBars(1)) => store.use((s) => s.write(name, bars, meta))
const failing = <A, E, R>(program: Effect.Effect<A, E, R>) => Effect.flip(program)

/** Same numbers bit for bit, every NaN alike. */
const expectSameBars = (ours: Bars, theirs: Bars) => expect(ours).toStrictEqual(theirs)

describe("a snapshot", () => {
  it("gives back the bars that were written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), (seed) =>
        inEmptyStore(() =>
          Effect.gen(function* () {
            const bars = someBars(seed)
            const manifest = yield* write("one", bars)
            expectSameBars(yield* store.use((s) => s.readBars("one")), bars)
            expect(yield* store.use((s) => s.manifest("one"))).toEqual(manifest)
            expect((yield* store.use((s) => s.verify("one", true))).damaged).toEqual([])
          }),
        ),
      ),
      { numRuns: 8, seed: 1 },
    )
  })

  it("says what it holds without opening a data file", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const bars = someBars(2)
        const manifest = yield* store.use((s) =>
          s.write("one", bars, { ...meta, delisted: { BBB: "2020-02-03" } }),
        )
        expect(manifest.rows).toBe(rows(bars))
        expect(manifest.files.map(({ path, year }) => [path, year])).toEqual([
          ["bars-2019.parquet", 2019],
          ["bars-2020.parquet", 2020],
        ])
        expect(manifest).toMatchObject({
          has_opens: true,
          default_universe: ["AAA", "BBB", "CCC"],
          sectors: {},
        })
        expect(manifest.symbols.map((symbol) => symbol.delisted)).toEqual([
          undefined,
          "2020-02-03",
          undefined,
        ])
        expect((yield* Effect.promise(() => readdir(join(folder, "one")))).sort()).toEqual([
          "bars-2019.parquet",
          "bars-2020.parquet",
          "manifest.json",
        ])
      }),
    ))

  it("is read in part as the same part of the whole", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        yield* write("one")
        const whole = yield* store.use((s) => s.readBars("one"))
        const part = yield* store.use((s) =>
          s.readBars("one", { columns: ["close"], assets: ["CCC", "AAA"], years: [2020] }),
        )
        const kept = [...whole.session.keys()].filter(
          (row) => whole.tickers[whole.ticker[row]!] !== "BBB" && whole.session[row]! >= 18262,
        )
        expect(Object.keys(part).sort()).toEqual(["close", "session", "ticker", "tickers"])
        expect(part.tickers).toEqual(["AAA", "CCC"])
        expect([...part.session]).toEqual(kept.map((row) => whole.session[row]))
        expect([...part.close]).toEqual(kept.map((row) => whole.close[row]))
        expect(
          part.ticker.every((i, at) => part.tickers[i] === whole.tickers[whole.ticker[kept[at]!]!]),
        ).toBe(true)
        expect((yield* store.use((s) => s.readBars("one", { assets: [] }))).session.length).toBe(0)
      }),
    ))

  it("has the sessions of its calendar, or those that it has", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        const holes = someBars(3, ["AAA"])
        yield* write("rule", holes)
        yield* store.use((s) => s.write("union", holes, { ...meta, calendar: "union" }))
        expect((yield* store.use((s) => s.sessions("rule"))).length).toBeGreaterThan(rows(holes))
        expect(yield* store.use((s) => s.sessions("union"))).toEqual(holes.session)
      }),
    ))

  it("keeps attachments beside its bars, outside the content", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const bytes = Uint8Array.of(1, 2, 3)
        const other = yield* write("other")
        const one = yield* store.use((s) =>
          s.write("one", someBars(1), meta, [{ path: "truth.parquet", bytes }]),
        )
        expect(one.content_hash).toBe(other.content_hash)
        expect([...(yield* Effect.promise(() => readFile(join(folder, "one", "truth.parquet"))))]).toEqual([
          1, 2, 3,
        ])
      }),
    ))

  it("is written to the same bytes each time", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("one")
        yield* write("two")
        const bytes = (name: string) =>
          Effect.promise(() => readFile(join(folder, name, "bars-2020.parquet")))
        expect((yield* bytes("one")).equals(yield* bytes("two"))).toBe(true)
      }),
    ))
})

describe("the content hash", () => {
  const hashOf = (bars: Bars, change: Partial<typeof meta> = {}) =>
    inEmptyStore(() => store.use((s) => s.write("one", bars, { ...meta, ...change }))).then((m) => m)

  it("changes with any value, in the part of its year alone", async () => {
    const bars = someBars(4)
    const before = await hashOf(bars)
    const close = bars.close.slice()
    close[close.length - 1] = 123
    const after = await hashOf({ ...bars, close })
    expect(after.content_hash).not.toBe(before.content_hash)
    expect(after.files[0]!.columns).toEqual(before.files[0]!.columns)
    const changed = Object.keys(before.files[1]!.columns).filter(
      (name) => after.files[1]!.columns[name] !== before.files[1]!.columns[name],
    )
    expect(changed).toEqual(["close"])
  })

  it("does not depend on origin or time, but on what numbers mean", async () => {
    const bars = someBars(5)
    const { content_hash } = await hashOf(bars)
    expect((await hashOf(bars, { source: "elsewhere" })).content_hash).toBe(content_hash)
    expect((await hashOf(bars, { retrieved_at: "2020-01-01T00:00:00Z" })).content_hash).toBe(content_hash)
    expect((await hashOf(bars, { adjustment: "split" })).content_hash).not.toBe(content_hash)
    expect((await hashOf(bars, { delisted: { AAA: "2021-01-04" } })).content_hash).not.toBe(content_hash)
  })
})

describe("a name", () => {
  it("stands for one content for ever", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const first = yield* write("one")
        expect(yield* write("one")).toEqual(first)
        const error = yield* failing(write("one", someBars(9)))
        expect(error._tag).toBe("SnapshotExists")
        expect(error.message).toMatch(/choose another name/)
        expectSameBars(yield* store.use((s) => s.readBars("one")), someBars(1))
        expect(yield* Effect.promise(() => readdir(folder))).toEqual(["one"])
      }),
    ))

  it("may be written by two at once, with one result", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const [a, b] = yield* Effect.all([write("one"), write("one")], { concurrency: 2 })
        expect(a).toEqual(b)
        expect(yield* Effect.promise(() => readdir(folder))).toEqual(["one"])
      }),
    ))

  it.each([
    "../out",
    "/etc",
    "a/b",
    "a\\b",
    "a\0b",
    "",
    ".",
    "..",
    ".hidden",
    "con",
    "NUL.txt",
    "x".repeat(65),
    "end.",
  ])("cannot leave its folder: %j", (name) =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        expect((yield* failing(write(name)))._tag).toBe("InvalidName")
        expect((yield* failing(store.use((s) => s.manifest(name))))._tag).toBe("InvalidName")
        expect((yield* failing(store.use((s) => s.readBars(name))))._tag).toBe("InvalidName")
      }),
    ),
  )

  it("cannot be a link to elsewhere", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("one")
        yield* Effect.promise(() => symlink(join(folder, "one"), join(folder, "two")))
        const error = yield* failing(store.use((s) => s.manifest("two")))
        expect(error.message).toMatch(/symbolic link/)
        expect(yield* store.use((s) => s.list)).toEqual(["one"])
      }),
    ))

  it("that is not there is answered with the nearest", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        yield* write("demo")
        const error = yield* failing(store.use((s) => s.manifest("demp")))
        expect(error).toMatchObject({ _tag: "SnapshotNotFound", nearest: "demo" })
        const asset = yield* failing(store.use((s) => s.readBars("demo", { assets: ["AAB"] })))
        expect(asset).toMatchObject({ _tag: "AssetNotFound", nearest: "AAA" })
      }),
    ))
})

describe("damage", () => {
  const damage = (hurt: (folder: string) => Promise<unknown>, read = store.use((s) => s.readBars("one"))) =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("one")
        yield* Effect.promise(() => hurt(join(folder, "one")))
        return yield* failing(read)
      }),
    )

  it.each<[string, (folder: string) => Promise<unknown>, RegExp]>([
    [
      "a byte more",
      (folder) => appendFile(join(folder, "bars-2020.parquet"), "x"),
      /bars-2020.parquet.* sha256/,
    ],
    [
      "an empty file",
      (folder) => writeFile(join(folder, "bars-2019.parquet"), ""),
      /bars-2019.parquet.* sha256/,
    ],
    [
      "a file that is gone",
      (folder) => rename(join(folder, "bars-2019.parquet"), join(folder, "x")),
      /bars-2019.parquet.* no such file/,
    ],
    [
      "files that changed places",
      async (folder) => {
        await rename(join(folder, "bars-2019.parquet"), join(folder, "x"))
        await rename(join(folder, "bars-2020.parquet"), join(folder, "bars-2019.parquet"))
      },
      /bars-2019.parquet.* sha256/,
    ],
    [
      "a file that is a link",
      async (folder) => {
        await rename(join(folder, "bars-2019.parquet"), join(folder, "x"))
        await symlink(join(folder, "x"), join(folder, "bars-2019.parquet"))
      },
      /symbolic link/,
    ],
    ["a manifest of no JSON", (folder) => writeFile(join(folder, "manifest.json"), "{"), /manifest/],
    [
      "a manifest with a changed fact",
      async (folder) => {
        const path = join(folder, "manifest.json")
        await writeFile(path, (await readFile(path, "utf8")).replace('"raw"', '"split"'))
      },
      /content hash/,
    ],
    [
      "a manifest that leads elsewhere",
      async (folder) => {
        const path = join(folder, "manifest.json")
        await writeFile(path, (await readFile(path, "utf8")).replace("bars-2019", "../one/bars-2019"))
      },
      /manifest/,
    ],
  ])("is named and nothing is read: %s", async (_, hurt, message) => {
    const error = await damage(hurt)
    expect(error._tag).toBe("SnapshotDamaged")
    expect(error.message).toMatch(message)
    expect(error.message).toMatch(/Restore/)
    expect(error.message).not.toMatch(/\n\s+at /)
  })

  it("is all listed by verify, and what is whole passes", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("one")
        expect(yield* store.use((s) => s.verify("one", false))).toMatchObject({
          files: 2,
          damaged: [],
          deep: false,
        })
        for (const file of ["bars-2019.parquet", "bars-2020.parquet"]) {
          yield* Effect.promise(() => appendFile(join(folder, "one", file), "x"))
        }
        expect((yield* store.use((s) => s.verify("one", false))).damaged.length).toBe(2)
      }),
    ))

  it("of the values behind matching bytes is found by a deep look", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const bars = someBars(1)
        yield* write("one", bars)
        const other = yield* write("two", { ...bars, close: bars.close.map((price) => price * 2) })
        const file = other.files[1]!
        yield* Effect.promise(async () => {
          await rename(join(folder, "two", file.path), join(folder, "one", file.path))
          const path = join(folder, "one", "manifest.json")
          const manifest = JSON.parse(await readFile(path, "utf8"))
          Object.assign(manifest.files[1], { sha256: file.sha256, bytes: file.bytes })
          await writeFile(path, JSON.stringify(manifest))
        })
        expect((yield* store.use((s) => s.verify("one", false))).damaged).toEqual([])
        const { damaged } = yield* store.use((s) => s.verify("one", true))
        expect(damaged.map(({ what }) => what)).toEqual(["content of close"])
      }),
    ))
})

describe("the store", () => {
  it("lists what is complete, by name; an absent folder is an empty one", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("b")
        yield* write("a")
        yield* Effect.promise(() => mkdir(join(folder, "half")))
        yield* Effect.promise(() => mkdir(join(folder, ".tmp-1")))
        expect(yield* store.use((s) => s.list)).toEqual(["a", "b"])
      }),
    ))

  it.each(["../out", "a/b", "/etc/passwd", "manifest.json", "bars-2020.parquet", "assets.yaml", "nul", ""])(
    "refuses an attachment that is no plain file beside the others: %j",
    (path) =>
      inEmptyStore((folder) =>
        Effect.gen(function* () {
          const attachments = [{ path, bytes: Uint8Array.of(1) }]
          const exit = yield* Effect.exit(store.use((s) => s.write("one", someBars(1), meta, attachments)))
          expect(String(exit)).toMatch(/no name of an attachment/)
          expect(yield* Effect.promise(() => readdir(folder))).toEqual([])
        }),
      ),
  )

  it("refuses a time in what was generated", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        const generated = { ...meta, kind: "synthetic", retrieved_at: "2020-01-01T00:00:00Z" } as const
        const exit = yield* Effect.exit(store.use((s) => s.write("one", someBars(1), generated)))
        expect(String(exit)).toMatch(/carries no clock/)
      }),
    ))

  it("refuses bars that are a mistake of the program", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        const bars = someBars(1)
        const exit = yield* Effect.exit(write("one", { ...bars, session: bars.session.toReversed() }))
        expect(String(exit)).toMatch(/not sorted/)
      }),
    ))

  it("loads DuckDB for what it writes only", async () => {
    const script = `
      const { createRequire } = await import("node:module")
      const { cache } = createRequire(import.meta.url)
      const loaded = () => Object.keys(cache).some((path) => path.includes("duckdb"))
      const Effect = await import("effect/Effect")
      const Snapshots = await import("./src/io/snapshotStore.ts")
      const { SnapshotStore } = await import("./src/pipeline/data/SnapshotStore.ts")
      const run = (use) => Effect.runPromise(SnapshotStore.use(use).pipe(Effect.provide(Snapshots.layer)))
      await run((store) => store.manifest("demo"))
      await run((store) => store.sessions("demo"))
      await run((store) => store.list)
      const before = loaded()
      await run((store) => store.verify("demo", true))
      const bars = await run((store) => store.readBars("demo", { years: [2020] }))
      console.log(before, loaded(), bars.session.length > 2000)
      const { writeParquet } = await import("./src/io/writeParquet.ts")
      await writeParquet("/dev/null", { columns: [{ name: "close", type: "double", values: bars.close }] }).catch(() => {})
      console.log(loaded())
    `
    const cwd = fileURLToPath(new URL("../..", import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      cwd,
    })
    expect(stdout.trim().split("\n")).toEqual(["false false true", "true"])
  })
})
