import { execFileSync } from "node:child_process"
import { mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { RunRefused } from "../../../src/io/run/errors.ts"
import { type RunFiles, runFiles } from "../../../src/io/run/RunFiles.ts"
import { writeParquet } from "../../../src/io/writeParquet.ts"
import { chance } from "../../laws/markets.ts"
import { mutated } from "../mutate.ts"
import { inFolder } from "../services.ts"

const inRun = <A>(use: (files: RunFiles, folder: string) => Promise<A>): Promise<A> =>
  inFolder((folder) => use(runFiles(folder, "runs/some"), folder))

/** What is refused, or "taken". */
const refusalOf = async (effect: Effect.Effect<unknown, RunRefused>): Promise<RunRefused | "taken"> => {
  const outcome = await Effect.runPromise(Effect.result(effect))
  return Result.isFailure(outcome) ? outcome.failure : "taken"
}

const isRefused = expect.any(RunRefused) as RunRefused

interface Rows {
  readonly dates: ReadonlyArray<number>
  readonly texts: ReadonlyArray<string>
  readonly numbers: ReadonlyArray<number>
}

const someRows = fc
  .array(
    fc.tuple(
      fc.integer({ min: -40_000, max: 40_000 }),
      fc.constantFrom("SPY", "BRK.B", "ÄÖ", "T ", "日経"),
      fc.oneof(fc.double({ noDefaultInfinity: true }), fc.constant(NaN), fc.constant(0.1)),
    ),
    { maxLength: 60 },
  )
  .map(
    (rows): Rows => ({
      dates: rows.map(([date]) => date),
      texts: rows.map(([, text]) => text),
      numbers: rows.map(([, , number]) => number),
    }),
  )

const writeRows = (path: string, { dates, texts, numbers }: Rows): Promise<void> =>
  writeParquet(path, {
    columns: [
      { name: "date", type: "date", values: Int32Array.from(dates) },
      { name: "ticker", type: "string", values: texts },
      { name: "held", type: "double", values: Float64Array.from(numbers) },
    ],
  })

const shape = { held: "double", date: "date", ticker: "text" } as const

const readRows = async (files: RunFiles): Promise<Rows> => {
  const { rows, columns } = await Effect.runPromise(files.columns("table", shape))
  expect(columns.held.values.length).toBe(rows)
  return {
    dates: [...columns.date.values],
    texts: [...columns.ticker.values].map((at) => columns.ticker.texts[at]!),
    numbers: [...columns.held.values],
  }
}

describe("tables of a run's folder", () => {
  it("come back as they were written, null as NaN", () =>
    inRun((files, folder) =>
      fc.assert(
        fc.asyncProperty(someRows, async (rows) => {
          await writeRows(join(folder, "table.parquet"), rows)
          expect(await readRows(files)).toEqual(rows)
        }),
        { numRuns: 30 },
      ),
    ))

  it("come back from parts of years as from one file", () =>
    inRun(async (files, folder) => {
      const parts: ReadonlyArray<Rows> = [
        { dates: [1, 2], texts: ["B", "A"], numbers: [NaN, 1] },
        { dates: [400], texts: ["A"], numbers: [2] },
      ]
      await mkdir(join(folder, "table.parquet"))
      await writeRows(join(folder, "table.parquet", "1971.parquet"), parts[1]!)
      await writeRows(join(folder, "table.parquet", "1970.parquet"), parts[0]!)
      expect(await readRows(files)).toEqual({
        dates: [1, 2, 400],
        texts: ["B", "A", "A"],
        numbers: [NaN, 1, 2],
      })
    }))

  it("whose parts have other columns are refused by the part's name", () =>
    inRun(async (files, folder) => {
      await mkdir(join(folder, "table.parquet"))
      await writeRows(join(folder, "table.parquet", "1970.parquet"), {
        dates: [1],
        texts: ["A"],
        numbers: [1],
      })
      await writeParquet(join(folder, "table.parquet", "1971.parquet"), {
        columns: [{ name: "date", type: "date", values: Int32Array.of(400) }],
      })
      expect(await refusalOf(files.table("table"))).toMatchObject({ file: "table.parquet/1971.parquet" })
    }))

  it("are refused for a column that is not there or holds something else, by its name", () =>
    inRun(async (files, folder) => {
      await writeRows(join(folder, "table.parquet"), { dates: [1], texts: ["A"], numbers: [1] })
      expect(await refusalOf(files.columns("table", { gone: "double" }))).toMatchObject({
        file: "table.parquet",
        field: "gone",
      })
      expect(await refusalOf(files.columns("table", { ticker: "double" }))).toMatchObject({
        field: "ticker",
        problem: "it holds values of type text, not double",
      })
    }))

  it("are refused for whatever else lies among their parts", () =>
    inRun(async (files, folder) => {
      await mkdir(join(folder, "table.parquet"))
      await writeFile(join(folder, "table.parquet", "evil.parquet"), "")
      expect(await refusalOf(files.table("table"))).toMatchObject({
        problem: expect.stringContaining("evil"),
      })
    }))

  it("that are damaged are read or refused, never anything else", () =>
    inRun(async (files, folder) => {
      const path = join(folder, "table.parquet")
      const random = chance(5)
      const count = 400
      await writeRows(path, {
        dates: Array.from({ length: count }, (_, i) => i),
        texts: Array.from({ length: count }, () => (random() < 0.5 ? "A" : "B")),
        numbers: Array.from({ length: count }, () => (random() < 0.2 ? NaN : random())),
      })
      const whole = new Uint8Array(await readFile(path))
      const draw = chance(11)
      const seen = { taken: 0, refused: 0 }
      for (let i = 0; i < 600; i++) {
        await writeFile(path, mutated(whole, draw))
        const outcome = await refusalOf(files.table("table"))
        if (outcome === "taken") seen.taken++
        else {
          expect(outcome).toEqual(isRefused)
          seen.refused++
        }
      }
      expect(seen.refused).toBeGreaterThan(100)
    }))
})

const Figures = Schema.Struct({ net: Schema.Record(Schema.String, Schema.NullOr(Schema.Finite)) })

describe("documents of a run's folder", () => {
  it.each([
    ["text instead of a number", '{"net":{"sharpe":"high"}}', "net.sharpe"],
    ["a list instead of a record", '{"net":[1]}', "net"],
    ["a missing field", "{}", "net"],
    ["no JSON", '{"net":', ""],
    ["a number that no double holds", '{"net":{"sharpe":1e999}}', "net.sharpe"],
  ])("are refused for %s, by file and field", (_, text, field) =>
    inRun(async (files, folder) => {
      await writeFile(join(folder, "metrics.json"), text)
      const refused = await refusalOf(files.json("metrics.json", Figures))
      expect(refused).toMatchObject({ _tag: "RunRefused", run: "runs/some", file: "metrics.json", field })
      expect((refused as RunRefused).message).toMatch(/Run the experiment again/)
    }),
  )

  it("may nest as deep as they like", () =>
    inRun(async (files, folder) => {
      await writeFile(join(folder, "metrics.json"), `{"net":${"[".repeat(2e6)}${"]".repeat(2e6)}}`)
      expect(await refusalOf(files.json("metrics.json", Figures))).toEqual(isRefused)
    }))

  it("cannot reach prototypes", () =>
    inRun(async (files, folder) => {
      await writeFile(join(folder, "metrics.json"), '{"net":{"__proto__":1,"constructor":2}}')
      const { net } = await Effect.runPromise(files.json("metrics.json", Figures))
      expect(Object.getPrototypeOf(net)).toBe(Object.prototype)
      expect(Object.keys(net)).toEqual(["__proto__", "constructor"])
    }))

  it("are refused when larger than any run's, before they are read", () =>
    inRun(async (files, folder) => {
      await writeFile(join(folder, "metrics.json"), "{}")
      await truncate(join(folder, "metrics.json"), 2 ** 40) // a hole: costs no disk
      expect(await refusalOf(files.json("metrics.json", Figures))).toMatchObject({
        problem: expect.stringContaining("1099511627776 bytes"),
      })
    }))

  it("name the line of a log that is refused", () =>
    inRun(async (files, folder) => {
      await writeFile(join(folder, "warnings.log"), '{"kind":"a"}\n{"kind":7}\n')
      expect(
        await refusalOf(files.lines("warnings.log", Schema.Struct({ kind: Schema.String }))),
      ).toMatchObject({
        field: "line 2.kind",
      })
    }))
})

describe("names in a run's folder", () => {
  it.each([
    "../metrics.json",
    "/etc/passwd",
    "a/b.json",
    "a\\b.json",
    "",
    ".",
    "..",
    ".hidden.json",
    "a\0.json",
    "x.json/..",
  ])("never lead out of it: %j", (name) =>
    inRun(async (files) => {
      expect(await refusalOf(files.bytes(name))).toMatchObject({
        problem: "this is no name of a file of a run",
      })
      expect(await Effect.runPromise(files.has(name))).toBe(false)
    }),
  )

  it("that are links are not followed", () =>
    inRun(async (files, folder) => {
      await symlink("/etc/hostname", join(folder, "metrics.json"))
      await symlink(folder, join(folder, "table.parquet"))
      expect(await refusalOf(files.json("metrics.json", Figures))).toMatchObject({
        problem: "it is a symbolic link",
      })
      expect(await refusalOf(files.table("table"))).toEqual(isRefused)
      expect(await Effect.runPromise(files.names)).toEqual([])
    }))

  it("that are pipes are not waited for", () =>
    inRun(async (files, folder) => {
      execFileSync("mkfifo", [join(folder, "metrics.json")])
      expect(await refusalOf(files.json("metrics.json", Figures))).toMatchObject({
        problem: "it is no plain file",
      })
    }))
})
