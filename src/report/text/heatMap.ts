/** Sharpe ratios with a shade each, darker for higher ones, on one scale over all maps. */
import type { HeatMap } from "../heatMap.ts"
import { table } from "./table.ts"

const shades = ["·", "░", "▒", "▓", "█"]
const mostMaps = 6

export function heatMapLines(map: HeatMap | undefined): ReadonlyArray<string> {
  if (map === undefined) return []
  const known = map.maps.flatMap(({ values }) => values.flat()).filter((value) => value !== null)
  const [low, high] = known.reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  )
  const shown = map.maps.slice(0, mostMaps)
  const left = map.maps.length - shown.length
  return [
    `Sharpe ratio by ${map.rows.path} (down) and ${map.columns.path} (across), ${shades[0]} lowest … ${shades.at(-1)} highest:`,
    ...shown.flatMap(({ at, values }) => [
      ...Object.entries(at).map(([path, value]) => `${path} = ${text(value)}`),
      table([
        ["", ...map.columns.values.map(text)],
        ...values.map((row, i) => [
          text(map.rows.values[i]),
          ...row.map((value) => (value === null ? "—" : `${shadeOf(value, low, high)} ${value.toFixed(2)}`)),
        ]),
      ]),
    ]),
    ...(left === 0 ? [] : [`${left} more maps: --json and --out have all cells.`]),
    "",
  ]
}

const shadeOf = (value: number, low: number, high: number): string =>
  shades[high > low ? Math.min(4, Math.floor((5 * (value - low)) / (high - low))) : 2]!

const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))
