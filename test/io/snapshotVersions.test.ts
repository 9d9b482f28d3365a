import { appendFile, readdir, stat, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as ExchangeCalendar from "../../src/domain/ExchangeCalendar.ts"
import { parseIsoDate } from "../../src/kernel/civilDate.ts"
import type { Bars } from "../../src/pipeline/data/Bars.ts"
import { SnapshotStore } from "../../src/pipeline/data/SnapshotStore.ts"
import { appendDay } from "../stories/editSnapshot.ts"
import { inEmptyStore } from "./services.ts"
import { meta, someBars } from "./someBars.ts"

const write = (name: string, bars: Bars = someBars(1)) => SnapshotStore.use((s) => s.write(name, bars, meta))
const writeVersion = (name: string, bars: Bars = someBars(1)) =>
  SnapshotStore.use((s) => s.writeVersion(name, bars, meta))
const list = SnapshotStore.use((s) => s.list)
const manifest = (name: string) => SnapshotStore.use((s) => s.manifest(name))
const remove = (name: string) => SnapshotStore.use((s) => s.remove(name))

/** Each appended day is other content; the bars of 2019 stay. */
const grownBy = (days: number): Bars => {
  const [first, last] = [parseIsoDate("2020-01-16")!, parseIsoDate("2020-02-28")!]
  const sessions = ExchangeCalendar.sessionsBetween(ExchangeCalendar.nyse, first, last)
  return [...sessions.subarray(0, days)].reduce(appendDay, someBars(1))
}

describe("a version", () => {
  it("is the name itself at first, then the name with a number; the same content makes none", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        expect((yield* writeVersion("etf")).name).toBe("etf")
        expect((yield* writeVersion("etf", grownBy(1))).name).toBe("etf@2")
        expect((yield* writeVersion("etf", grownBy(2))).name).toBe("etf@3")
        expect((yield* writeVersion("etf", grownBy(1))).name).toBe("etf@2")
        expect((yield* writeVersion("etf")).name).toBe("etf")
        expect(yield* list).toEqual(["etf", "etf@2", "etf@3"])
        expect((yield* manifest("etf@2")).content_hash).toBe((yield* write("one", grownBy(1))).content_hash)
        expect((yield* SnapshotStore.use((s) => s.readBars("etf@3"))).session.at(-1)).toBe(
          parseIsoDate("2020-01-17"),
        )
      }),
    ))

  it("links the years that are as they were and writes only the others: inodes and bytes", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const first = yield* writeVersion("etf")
        const second = yield* writeVersion("etf", grownBy(1))
        const third = yield* writeVersion("etf", grownBy(2))
        const file = (name: string, year: number) =>
          Effect.promise(() => stat(join(folder, name, `bars-${year}.parquet`)))
        const names = ["etf", "etf@2", "etf@3"]
        const old = yield* Effect.forEach(names, (name) => file(name, 2019))
        const young = yield* Effect.forEach(names, (name) => file(name, 2020))
        expect(new Set(old.map(({ ino }) => ino)).size).toBe(1)
        expect(old[0]!.nlink).toBe(3)
        expect(new Set(young.map(({ ino }) => ino)).size).toBe(3)
        expect(young.map(({ nlink }) => nlink)).toEqual([1, 1, 1])
        // what lies on the disk: every inode once
        const onDisk = new Map([...old, ...young].map(({ ino, size }) => [ino, size]))
        const bytes = [...onDisk.values()].reduce((sum, size) => sum + size, 0)
        const of = ({ files }: typeof first, year: number) => files.find((each) => each.year === year)!.bytes
        expect(bytes).toBe(of(first, 2019) + of(first, 2020) + of(second, 2020) + of(third, 2020))
        expect(third.files[0]).toEqual(first.files[0])
        for (const name of names) {
          expect((yield* SnapshotStore.use((s) => s.verify(name, true))).damaged).toEqual([])
        }
      }),
    ))

  it("is the same bytes as the same bars under a name of their own", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        yield* writeVersion("etf")
        const { name: _, ...version } = yield* writeVersion("etf", grownBy(1))
        const { name: __, ...alone } = yield* write("alone", grownBy(1))
        expect(version).toEqual(alone)
      }),
    ))

  it("does not link a file that is damaged", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* writeVersion("etf")
        yield* Effect.promise(() => appendFile(join(folder, "etf", "bars-2019.parquet"), "x"))
        yield* writeVersion("etf", grownBy(1))
        expect((yield* SnapshotStore.use((s) => s.verify("etf@2", true))).damaged).toEqual([])
      }),
    ))

  it("has one number for each of two that are written at once", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* writeVersion("etf")
        const made = yield* Effect.all(
          [1, 2, 3, 1].map((days) => writeVersion("etf", grownBy(days))),
          { concurrency: 4 },
        )
        const numbers = made.map(({ name }) => name)
        expect(numbers[3]).toBe(numbers[0])
        expect([...new Set(numbers)].sort()).toEqual(["etf@2", "etf@3", "etf@4"])
        expect((yield* Effect.promise(() => readdir(folder))).sort()).toEqual([
          "etf",
          "etf@2",
          "etf@3",
          "etf@4",
        ])
      }),
    ))

  it("is counted, not sorted as text", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        for (let days = 0; days < 11; days++) yield* writeVersion("etf", grownBy(days))
        expect(yield* list).toEqual(["etf", ...Array.from({ length: 10 }, (_, i) => `etf@${i + 2}`)])
      }),
    ))

  it("gets its number from the store: none can be chosen", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        for (const attempt of [Effect.flip(write("etf@2")), Effect.flip(writeVersion("etf@2"))]) {
          const error = yield* attempt
          expect(error._tag).toBe("InvalidName")
          expect(error.message).toMatch(/write etf with --new-version/)
        }
        for (const name of [
          "etf@1",
          "etf@0",
          "etf@02",
          "etf@",
          "@2",
          "etf@2@3",
          "etf@9999999",
          "con@2",
          "a/b@2",
        ])
          expect((yield* Effect.flip(manifest(name)))._tag, name).toBe("InvalidName")
        yield* writeVersion("etf")
        expect(yield* Effect.flip(manifest("etf@2"))).toMatchObject({
          _tag: "SnapshotNotFound",
          nearest: "etf",
        })
      }),
    ))
})

describe("a name", () => {
  it.each<[string, string, RegExp]>([
    ["a Cyrillic letter that looks like one of ours", "d\u0435mo", /U\+0435/],
    ["a wide letter", "\uFF44emo", /U\+FF44/],
    ["a letter and an accent apart", "e\u0301tf", /U\+0301/],
    ["an accented letter", "\u00E9tf", /U\+00E9/],
    ["a blank of no width", "etf\u200B", /U\+200B/],
    ["a mark that turns the direction of text", "etf\u202Egnp", /U\+202E/],
    ["a superscript that Windows reads as a digit", "com\u00B9", /U\+00B9/],
    ["a NUL", "etf\0", /U\+0000/],
    ["a stream of another file", "etf:hidden", /no name/],
    ["a blank at the end", "etf ", /no name/],
    ["a dot at the end, before a version", "etf.@2", /dot/],
    ["a device with a version", "nul@2", /reserve/],
    ["a home", "~", /no name/],
    ["a path of Windows", "C:\\snapshots", /no name/],
  ])("is refused with %s", (_, name, message) =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        const writing = [Effect.flip(write(name)), Effect.flip(writeVersion(name))]
        for (const attempt of [...writing, Effect.flip(manifest(name)), Effect.flip(remove(name))]) {
          const error = yield* attempt
          expect(error._tag).toBe("InvalidName")
          expect(error.message).toMatch(message)
        }
        expect(yield* Effect.promise(() => readdir(folder))).toEqual([])
      }),
    ),
  )

  it("that differs from another by case alone is refused, so that folders can move between systems", () =>
    inEmptyStore(() =>
      Effect.gen(function* () {
        yield* write("etf")
        const writing = [Effect.flip(write("ETF", grownBy(1))), Effect.flip(writeVersion("Etf", grownBy(1)))]
        for (const attempt of writing) {
          const error = yield* attempt
          expect(error._tag).toBe("InvalidName")
          expect(error.message).toMatch(/differs from etf by case alone/)
        }
        expect((yield* Effect.flip(manifest("ETF")))._tag).toBe("SnapshotNotFound")
      }),
    ))
})

describe("removing", () => {
  it("takes the whole folder, and leaves the other versions what they link to", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* writeVersion("etf")
        yield* writeVersion("etf", grownBy(1))
        yield* remove("etf")
        expect(yield* Effect.promise(() => readdir(folder))).toEqual(["etf@2"])
        expect((yield* SnapshotStore.use((s) => s.verify("etf@2", true))).damaged).toEqual([])
        expect((yield* Effect.flip(manifest("etf")))._tag).toBe("SnapshotNotFound")
      }),
    ))

  it("works on a damaged one, which errors advise to remove", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("etf")
        yield* Effect.promise(() => writeFile(join(folder, "etf", "manifest.json"), "{"))
        yield* remove("etf")
        expect(yield* Effect.promise(() => readdir(folder))).toEqual([])
      }),
    ))

  it("does not follow links, neither as a name nor within", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("kept")
        yield* write("etf")
        yield* Effect.promise(() => symlink(join(folder, "kept"), join(folder, "link")))
        yield* Effect.promise(() => symlink(join(folder, "kept"), join(folder, "etf", "inside")))
        expect((yield* Effect.flip(remove("link")))._tag).toBe("InvalidName")
        yield* remove("etf")
        expect((yield* SnapshotStore.use((s) => s.verify("kept", true))).damaged).toEqual([])
      }),
    ))

  it("refuses what is no snapshot", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* Effect.promise(() => writeFile(join(folder, "file"), ""))
        for (const name of ["file", "nothing"])
          expect((yield* Effect.flip(remove(name)))._tag).toBe("SnapshotNotFound")
        expect(yield* Effect.promise(() => readdir(folder))).toEqual(["file"])
      }),
    ))
})

describe("a manifest of another time", () => {
  it("with a schema version that is not known is refused for what it is, not as damage", () =>
    inEmptyStore((folder) =>
      Effect.gen(function* () {
        yield* write("etf")
        const path = join(folder, "etf", "manifest.json")
        yield* Effect.promise(() => writeFile(path, '{"schema_version": 7, "new": {}}'))
        const error = yield* Effect.flip(manifest("etf"))
        expect(error._tag).toBe("SnapshotUnsupported")
        expect(error.message).toMatch(/schema version 7, and this Sage reads version 1/)
      }),
    ))
})
