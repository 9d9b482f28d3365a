/** `sage sql` over the runs of a project: its tables, its formats, and that nothing lies within reach but the project. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { sqlViews } from "../../src/cli/sql/catalogue.ts"
import { makeScratch, projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type RunJson } from "./project.ts"

const project = makeProject()
const outside = makeScratch([])
afterAll(() => {
  project.remove()
  outside.remove()
})

let run: RunJson

beforeAll(async () => {
  run = await project.json<RunJson>("dag", "run", "experiments/trend.ts")
  await project.json("dag", "run", "configs/presets/buy-and-hold.yaml")
  outside.write("secret.csv", "a\n1\n")
})

interface Answer {
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>
  readonly rows: ReadonlyArray<Readonly<Record<string, unknown>>>
}

const ask = (query: string) => project.json<Answer>("sql", query)

describe("the tables of sage sql", () => {
  it.each(sqlViews.map((view) => [view.name, view] as const))(
    "%s has the columns that it says, and rows",
    async (name, view) => {
      const { columns } = await ask(`from ${name} limit 0`)
      expect(columns.map((column) => column.name)).toEqual(view.columns.map((column) => column.name))
      const { rows } = await ask(`select count(*) as rows from ${name}`)
      expect(rows[0]!["rows"]).toBeGreaterThan(0)
    },
  )

  it("say what the run's own files say", async () => {
    const { rows } = await ask(
      `select metric, coalesce(net, book) as net from metrics where run_id = '${run.run_id}'`,
    )
    expect(Object.fromEntries(rows.map(({ metric, net }) => [metric, net]))).toMatchObject(
      Object.fromEntries(Object.entries(run.metrics).filter(([, value]) => value !== null)),
    )
    const [equity] = (
      await ask(`select max_by(equity_net, date) - 1 as total from equity where run_id = '${run.run_id}'`)
    ).rows
    expect(equity!["total"]).toBeCloseTo(run.metrics["total_return"]!, 12)
    const [net] = (
      await ask(`select abs(sum(gross - net - cost)) as gap from returns join costs using (run_id, date)`)
    ).rows
    expect(net!["gap"]).toBeLessThan(1e-12)
    const [count] = (
      await ask(`select count(*) as n, count(distinct key) as keys from nodes where run_id = '${run.run_id}'`)
    ).rows
    expect(count!["n"]).toBe(run.nodes.total)
  })

  it("join: what a data hash of a run stands for", async () => {
    const { rows } = await ask(
      "select distinct s.name from runs r join snapshots s on s.content_hash = r.data_hash",
    )
    expect(rows).toEqual([{ name: "demo" }])
  })

  it("are found by DuckDB's own parser: in subqueries and under other names, never in text", async () => {
    const { rows } = await ask(
      "with runs as (select 1 as x) select (select count(*) from trials) as n, 'from nodes' as text, x from RUNS",
    )
    expect(rows).toEqual([{ n: 2, text: "from nodes", x: 1 }])
    expect((await ask("show tables")).rows.map(({ name }) => name)).toEqual(
      sqlViews.map(({ name }) => name).sort(),
    )
  })

  it("leave out folders that cannot be believed, and say so", async () => {
    const folder = join(project.root, "runs", "01a00000-0000-7000-8000-000000000000")
    mkdirSync(folder)
    writeFileSync(join(folder, "run_manifest.json"), "{}")
    const { code, stdout, stderr } = await project.sage(
      "sql",
      "select count(*) as n from runs",
      "--format",
      "csv",
    )
    expect([code, stdout]).toEqual([0, "n\n2\n"])
    rmSync(folder, { recursive: true })
    expect(stderr).toMatch(/left out: runs\/01a00000-0000-7000-8000-000000000000\/run_manifest\.json/)
  })
})

describe("the formats of sage sql", () => {
  const query =
    "select ticker, date, held from weights where date = '2020-03-16' and ticker in ('GOLD', 'TBIL') and run_id like '%' order by all limit 2"

  it("is a table by default, and CSV with ISO dates and shortest doubles", async () => {
    const { stdout } = await project.sage("sql", query)
    expect(stdout).toMatch(/^ticker +date +held\nGOLD +2020-03-16 +0\.\d+\n/)
    const csv = await project.sage("sql", query, "--format", "csv")
    expect(csv.stdout.split("\n")[0]).toBe("ticker,date,held")
    expect(csv.stdout).toMatch(/^GOLD,2020-03-16,0\.\d{10,}$/m)
    const odd = await project.sage(
      "sql",
      `select 'a "b", c' as x, null as y, 'nan'::double as z`,
      "--format",
      "csv",
    )
    expect(odd.stdout).toBe('x,y,z\n"a ""b"", c",,\n')
  })

  it("is JSON: rows alone, or with their columns", async () => {
    const { stdout } = await project.sage(
      "sql",
      "select 1 as x, 2.5 as y, true as z, 9007199254740993 as big",
      "--format",
      "json",
    )
    expect(JSON.parse(stdout)).toEqual([{ x: 1, y: 2.5, z: true, big: "9007199254740993" }])
    const told = await ask("select date '2020-01-02' as d, [1, 2] as l, 1e300 * 1e300 as inf")
    expect(told.columns.map(({ type }) => type)).toEqual(["DATE", "INTEGER[]", "DOUBLE"])
    expect(told.rows).toEqual([{ d: "2020-01-02", l: [1, 2], inf: null }])
  })

  it("writes Parquet and Arrow to a file, which other queries can read", async () => {
    expect((await project.sage("sql", query, "--format", "parquet")).stderr).toMatch(
      /parquet is no text\. Name a file: --out result\.parquet/,
    )
    await project.json("sql", query, "--format", "parquet", "--out", "out/held.parquet")
    const { rows } = await ask("select * from 'out/held.parquet'")
    expect(rows).toEqual((await ask(query)).rows)
    await project.json("sql", query, "--format", "arrow", "--out", "held.arrow")
    expect(readFileSync(join(project.root, "held.arrow")).subarray(0, 6).toString()).toBe("ARROW1")
  })

  it("writes what a file's name says, and nothing under a name that says something else", async () => {
    await project.json("sql", query, "--out", "held.csv")
    expect(readFileSync(join(project.root, "held.csv"), "utf8")).toMatch(/^ticker,date,held\n/)
    for (const [out, ...more] of [["held.xyz"], ["held.csv", "--format", "parquet"], ["held"]] as const) {
      const { code, stderr } = await project.sage("sql", query, "--out", out, ...more)
      expect([out, code]).toEqual([out, 2])
      expect(stderr).toMatch(/Let its name end in \.csv, \.json, \.parquet, \.arrow, \.txt/)
    }
  })

  it("refuses a number that no double holds", async () => {
    const { code, stderr } = await project.sage("sql", "select 1e400 as x")
    expect(code).toBe(2)
    expect(stderr).toMatch(/too large/)
  })

  it("counts no run twice whose folder was copied, and names the copy", async () => {
    const [name] = readdirSync(join(project.root, "runs")).filter((one) => !one.startsWith("."))
    const copy = "01a212b6-b547-7716-b826-000000000000"
    const count = "select count(*) as n from runs"
    const before = (await ask(count)).rows
    cpSync(join(project.root, "runs", name!), join(project.root, "runs", copy), { recursive: true })
    const { stdout, stderr } = await project.sage("sql", count, "--format", "json")
    rmSync(join(project.root, "runs", copy), { recursive: true })
    expect(JSON.parse(stdout)).toEqual(before)
    expect(stderr).toMatch(/01a212b6-b547-7716-b826-000000000000.*not the folder's name/)
  })

  it("leaves nothing behind when a query fails", async () => {
    const { code } = await project.sage(
      "sql",
      "select 1 + 'x'",
      "--format",
      "parquet",
      "--out",
      "bad.parquet",
    )
    expect(code).toBe(2)
    const { rows } = await ask("select * from glob('*') where file like '%bad%'")
    expect(rows).toEqual([])
  })
})

describe("what sage sql cannot do", () => {
  it("reach a file outside of the project, or write", async () => {
    for (const [query, message] of [
      [`from read_csv('${outside.root}/secret.csv')`, /Permission Error.*Queries read files in .* alone/],
      ["copy (select 1) to 'x.csv'", /Queries only read: this is no SELECT/],
      ["from runz", /There is no table runz\. Did you mean runs\? There are: runs, nodes/],
    ] as const) {
      const { code, stdout, stderr } = await project.sage("sql", query)
      expect([code, stdout]).toEqual([2, ""])
      expect(stderr).toMatch(message)
    }
  })
})

describe("docs/sql.md", () => {
  const page = readFileSync(join(projectRoot, "docs", "sql.md"), "utf8")

  it("lists every table with every column", () => {
    for (const { name, columns } of sqlViews) {
      const line = page.split("\n").find((row) => row.startsWith(`| \`${name}\` |`))
      for (const column of columns) expect(line, `${name}.${column.name}`).toContain(`\`${column.name}\``)
    }
  })

  const queries = [...page.matchAll(/```sql\n([^`]+)```/g)].map(([, query]) => query!.trim())

  it.each(queries)("shows a query that works: %s", async (query) => {
    expect((await ask(query)).columns.length).toBeGreaterThan(0)
  })

  it("shows some", () => expect(queries.length).toBeGreaterThanOrEqual(5))
})
