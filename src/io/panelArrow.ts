/** Panels as Arrow IPC files: a date column, then one column of doubles an asset; NaN is null. */
import * as Calendar from "../domain/Calendar.ts"
import * as Panel from "../domain/Panel.ts"

export async function encodePanelArrow(panel: Panel.Panel): Promise<Uint8Array> {
  const arrow = await import("apache-arrow")
  const date = new arrow.DateDay()
  const double = new arrow.Float64()
  const { sessions } = panel.calendar
  const fields = [
    new arrow.Field("date", date, false),
    ...panel.assets.map((asset) => new arrow.Field(asset, double, true)),
  ]
  const columns = panel.assets.map((_, asset) => Panel.column(panel, asset))
  const children = [
    arrow.makeData({ type: date, data: sessions.slice() }),
    ...columns.map((data) => arrow.makeData({ type: double, data, ...nulls(data) })),
  ]
  const schema = new arrow.Schema(fields)
  const struct = arrow.makeData({ type: new arrow.Struct(fields), length: sessions.length, children })
  return arrow.tableToIPC(new arrow.Table(schema, new arrow.RecordBatch(schema, struct)), "file")
}

function nulls(values: Float64Array): { readonly nullCount: number; readonly nullBitmap: Uint8Array } {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8))
  let nullCount = 0
  values.forEach((value, row) => {
    if (Number.isNaN(value)) nullCount++
    else nullBitmap[row >> 3]! |= 1 << (row & 7)
  })
  return { nullCount, nullBitmap }
}

/** What a file holds, or in words why it is no panel. */
export async function decodePanelArrow(bytes: Uint8Array): Promise<Panel.Panel | string> {
  const arrow = await import("apache-arrow")
  const table = arrow.tableFromIPC(bytes)
  const [date, ...assets] = table.schema.fields
  if (date === undefined || !arrow.DataType.isDate(date.type)) return "its first column is not a date"
  const text = assets.find(
    (field) => !arrow.DataType.isFloat(field.type) && !arrow.DataType.isInt(field.type),
  )
  if (text !== undefined) return `its column ${text.name} is not of numbers`
  const days = table.getChildAt(0)!
  const sessions = Int32Array.from({ length: table.numRows }, (_, row) => Number(days.get(row)) / 86_400_000)
  const columns = assets.map((_, i) => {
    const column = table.getChildAt(i + 1)!
    return Float64Array.from({ length: table.numRows }, (__, row) => Number(column.get(row) ?? NaN))
  })
  return Panel.fromColumns(
    Calendar.make(sessions),
    assets.map((field) => field.name),
    columns,
  )
}
