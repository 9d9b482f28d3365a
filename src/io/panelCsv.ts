import { rows, type Panel } from "../domain/Panel.ts"
import { formatIsoDate } from "../kernel/civilDate.ts"

/** A panel as CSV: first column date, one column an asset; shortest text that gives the same double, empty = NaN. */
export function panelCsv(panel: Panel): string {
  const width = panel.assets.length
  const lines = [["date", ...panel.assets.map(quoted)].join(",")]
  for (let row = 0; row < rows(panel); row++) {
    const cells = Array.from(panel.values.subarray(row * width, (row + 1) * width), numberText)
    lines.push([formatIsoDate(panel.calendar.sessions[row]!), ...cells].join(","))
  }
  return `${lines.join("\n")}\n`
}

const numberText = (value: number): string =>
  Number.isNaN(value) ? "" : Object.is(value, -0) ? "-0" : String(value)

/** RFC 4180. */
const quoted = (name: string): string => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)
