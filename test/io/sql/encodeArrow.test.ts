import { tableFromIPC } from "apache-arrow"
import { expect, it } from "vitest"
import { encodeArrow } from "../../../src/io/sql/encodeArrow.ts"

it("a result keeps its columns, in their order, their numbers, dates and nulls as an Arrow file", async () => {
  const columns = [
    { name: "when", type: "DATE" },
    { name: "1", type: "DOUBLE" },
    { name: "count", type: "BIGINT" },
    { name: "big", type: "BIGINT" },
    { name: "good", type: "BOOLEAN" },
    { name: "list", type: "INTEGER[]" },
  ]
  const rows = [
    ["2020-03-16", 0.1, 3, "9007199254740993", true, [1, 2]],
    [null, null, null, null, null, null],
  ]
  const table = tableFromIPC(await encodeArrow({ columns, rows }))
  expect(table.schema.fields.map(({ name }) => name)).toEqual(columns.map(({ name }) => name))
  const row = (at: number) => columns.map((_, i): unknown => table.getChildAt(i)!.get(at))
  expect(row(0)).toEqual([Date.UTC(2020, 2, 16), 0.1, 3, "9007199254740993", true, "[1,2]"])
  expect(row(1)).toEqual(columns.map(() => null))
})

it("an empty result is a file without rows", async () => {
  const table = tableFromIPC(await encodeArrow({ columns: [{ name: "x", type: "DOUBLE" }], rows: [] }))
  expect([table.numRows, table.schema.fields.map(({ name }) => name)]).toEqual([0, ["x"]])
})
