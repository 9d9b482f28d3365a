/** Queries of users: what they get, and that they reach nothing but one folder. */
import { mkdirSync, readdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { afterAll, describe, expect, it } from "vitest"
import { runSql } from "../../../src/io/sql/runSql.ts"
import type { SqlRows, SqlTable } from "../../../src/io/sql/SqlTable.ts"
import { makeScratch } from "../../toolchain/scratch.ts"

const project = makeScratch([])
const outside = makeScratch([])
afterAll(() => {
  project.remove()
  outside.remove()
})
outside.write("secret.csv", "a\n1\n")
project.write("own.csv", "a\n7\n")
symlinkSync(join(outside.root, "secret.csv"), join(project.root, "link.csv"))
symlinkSync(outside.root, join(project.root, "folder"))
mkdirSync(join(project.root, "inside"))

const asked: Array<ReadonlyArray<string>> = []

const days: SqlTable = {
  _tag: "Read",
  columns: [
    { name: "seq", type: "integer", description: "order" },
    { name: "day", type: "date", description: "a date" },
    { name: "at", type: "timestamp", description: "an instant" },
    { name: "value", type: "double", description: "NaN is null" },
    { name: "name", type: "text", description: "text" },
    { name: "good", type: "boolean", description: "a claim" },
  ],
  read: (names): SqlRows => {
    asked.push(names)
    const columns = {
      seq: Int32Array.from({ length: 5000 }, (_, i) => i),
      day: Array.from({ length: 5000 }, () => 18_337),
      at: Array.from({ length: 5000 }, () => 1_584_316_800_123),
      value: Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? NaN : 0.1)),
      name: Array.from({ length: 5000 }, (_, i) => (i === 0 ? null : `ein „Name“ ${i}`)),
      good: Array.from({ length: 5000 }, (_, i) => i % 3 === 0),
    }
    return { rows: 5000, columns: names.map((name) => columns[name as keyof typeof columns]) }
  },
}

const opened: Array<string> = []
const tables = new Map(
  ["days", "nights"].map((name) => [
    name,
    Effect.sync(() => {
      opened.push(name)
      return days
    }),
  ]),
)

const run = (sql: string, parquet?: string) =>
  Effect.runPromise(
    Effect.result(
      runSql({
        sql,
        tables,
        folders: [project.root],
        files: parquet === undefined ? [] : [parquet],
        parquet,
      }),
    ),
  )

const rowsOf = async (sql: string) => Result.getOrThrow(await run(sql)).rows

const refused = async (sql: string): Promise<string> => {
  const result = await run(sql)
  return Result.isFailure(result) ? result.failure.message : JSON.stringify(result.success.rows)
}

describe("a table that the program reads", () => {
  it("gives its values, with NaN as null, over many chunks", async () => {
    expect(await rowsOf("select * from days where seq in (0, 4999) order by seq")).toEqual([
      [0, "2020-03-16", "2020-03-16 00:00:00.123", null, null, true],
      [4999, "2020-03-16", "2020-03-16 00:00:00.123", 0.1, "ein „Name“ 4999", false],
    ])
    expect(await rowsOf("select count(*), sum(seq), count(value), count(distinct name) from days")).toEqual([
      [5000, (4999 * 5000) / 2, 2500, 4999],
    ])
  })

  it("is opened only where the query names it, and asked only for the columns that it reads", async () => {
    opened.length = asked.length = 0
    await rowsOf("select max(value) from days")
    expect(opened).toEqual(["days"])
    expect(asked).toEqual([["value"]])
    await rowsOf("select 'nights' as days")
    expect(opened).toEqual(["days"])
    await rowsOf('select 1 where exists (from "Nights")')
    expect(opened).toEqual(["days", "nights"])
  })
})

describe("a query", () => {
  it("reads files of the project, links and .. followed", async () => {
    expect(await rowsOf(`from '${project.root}/own.csv'`)).toEqual([[7]])
    expect(await rowsOf(`from read_csv('${project.root}/inside/../own.csv')`)).toEqual([[7]])
  })

  it.each([
    ["a file elsewhere", () => `from read_csv('${outside.root}/secret.csv')`],
    ["a file elsewhere by its name alone", () => `from '${outside.root}/secret.csv'`],
    [
      "what lies behind ..",
      () => `from read_text('${project.root}/../${outside.root.split("/").at(-1)}/secret.csv')`,
    ],
    ["what a link leads to", () => `from read_csv('${project.root}/link.csv')`],
    ["a file behind a link to a folder", () => `from read_csv('${project.root}/folder/secret.csv')`],
    [
      "the way out of such a folder",
      () => `from read_csv('${project.root}/folder/../${outside.root.split("/").at(-1)}/secret.csv')`,
    ],
    ["a list of what lies elsewhere", () => "from glob('/etc/*')"],
    ["bytes of the system", () => "from read_blob('/etc/passwd')"],
    ["the network", () => "from read_csv('https://example.com/x.csv')"],
    ["a footer elsewhere", () => `from parquet_metadata('${outside.root}/secret.csv')`],
    ["a file named within query()", () => `from query('from read_csv(''${outside.root}/secret.csv'')')`],
    ["a file named by an expression", () => `from read_csv('${outside.root}' || '/secret.csv')`],
    ["secrets", () => "from duckdb_secrets()"],
  ])("does not reach %s", async (_, query) => {
    expect(await refused(query())).toMatch(
      /(Permission|Missing Extension) Error.*Queries read files in .* alone/,
    )
  })

  it("finds nothing of another place in a list that links lead out of", async () => {
    expect(JSON.stringify(await rowsOf(`from glob('${project.root}/**')`))).not.toContain("secret")
  })

  it.each([
    "copy (select 1) to 'x.csv'",
    "create table t (x int)",
    "insert into days values (1)",
    "attach 'x.db'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "reset lock_configuration",
    "pragma database_list",
    "call pragma_version()",
    "export database 'd'",
    "drop view days",
    "checkpoint",
  ])("only reads: %s", async (query) => {
    expect(await refused(query)).toMatch(/Queries only read: this is no SELECT/)
  })

  it.each([
    ["from dayz", /There is no table dayz\. Did you mean days\? There are: days, nights/],
    ["select sharpe from days", /Referenced column "sharpe" not found/],
    ["selec 1", /cannot be read: syntax error at or near "selec" at «selec 1»/],
    ["select 1; select 2", /holds 2 statements\. Ask one SELECT at a time/],
    ["", /holds no statement/],
    ["-- nothing", /holds no statement/],
    ["select 1) to 'x.csv' (format csv); --", /cannot be read/],
    [`select '"' || "x`, /cannot be read/],
  ])("is refused in words: %s", async (query, message) => {
    expect(await refused(query)).toMatch(message)
  })

  it("writes the one Parquet file that it may", async () => {
    const path = join(project.root, "inside", "days.parquet")
    await run("select seq, value from days order by seq -- and no more", path)
    expect(await rowsOf(`select count(*), max(seq) from '${path}'`)).toEqual([[5000, 4999]])
    expect(readdirSync(join(project.root, "inside"))).toEqual(["days.parquet"])
  })

  it("gives numbers that a double holds as numbers, others as text", async () => {
    const sql =
      "select 1::bigint, 9007199254740993, 1.50::decimal(4, 2), 'inf'::double, [1, 2], {'a': 1}, true, null"
    expect(await rowsOf(sql)).toEqual([[1, "9007199254740993", 1.5, null, [1, 2], { a: 1 }, true, null]])
  })
})
