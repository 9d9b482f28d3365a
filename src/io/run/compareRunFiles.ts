/** Two folders of runs compared file by file, to the bit; of each file that differs, the first place with both values. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import { firstDifference } from "../../dag/firstDifference.ts"
import { formatIsoDate } from "../../kernel/civilDate.ts"
import type { RunRefused } from "./errors.ts"
import type { RunFiles } from "./RunFiles.ts"
import type { RunColumn, RunTable } from "./RunTable.ts"

export interface FileDifference {
  readonly file: string
  /** of a table, where a row is told by them */
  readonly date: string | null
  readonly asset: string | null
  /** column of a table, path in a document, line of a text; null = the file as a whole */
  readonly place: string | null
  /** null where there is nothing at the place */
  readonly kept: unknown
  readonly computed: unknown
}

/**
 * @param names files to compare, with their endings; a table's with `.parquet`
 * @returns differences in the order of names, one a file
 */
export const compareRunFiles = (
  kept: RunFiles,
  computed: RunFiles,
  names: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<FileDifference>, RunRefused> =>
  Effect.map(
    Effect.forEach(names, (name) => compareFile(kept, computed, name)),
    (found) => found.filter((difference) => difference !== undefined),
  )

const compareFile = Effect.fnUntraced(function* (kept: RunFiles, computed: RunFiles, file: string) {
  const there = [yield* kept.has(file), yield* computed.has(file)] as const
  if (there[0] !== there[1]) {
    const word = (isThere: boolean) => (isThere ? "there" : "absent")
    return { ...wholeFile(file), kept: word(there[0]), computed: word(there[1]) }
  }
  if (!there[0]) return undefined
  return file.endsWith(".parquet")
    ? yield* compareTables(kept, computed, file)
    : yield* compareTexts(kept, computed, file)
})

const wholeFile = (file: string) => ({ file, date: null, asset: null, place: null })

// ---------------------------------------------------------------------------------------------------------- tables

const compareTables = Effect.fnUntraced(function* (kept: RunFiles, computed: RunFiles, file: string) {
  const table = file.slice(0, -".parquet".length)
  const parts = [yield* kept.parts(table), yield* computed.parts(table)] as const
  const isSame = parts[0].every(
    ({ name, bytes }, i) => parts[1][i]?.name === name && Buffer.compare(bytes, parts[1][i].bytes) === 0,
  )
  if (isSame && parts[0].length === parts[1].length) return undefined
  const difference = inTables(file, yield* kept.table(table), yield* computed.table(table))
  if (difference !== undefined) return difference
  // the values are the same, and yet not the bytes
  const names = parts.map((side) => side.map(({ name }) => name).join(", "))
  return names[0] === names[1]
    ? { ...wholeFile(file), kept: "the same values", computed: "in other bytes" }
    : { ...wholeFile(file), place: "parts", kept: names[0], computed: names[1] }
})

function inTables(file: string, kept: RunTable, computed: RunTable): FileDifference | undefined {
  const names = [kept, computed].map(({ columns }) =>
    columns.map(({ name, type }) => `${name}: ${type}`).join(", "),
  )
  if (names[0] !== names[1]) {
    return { ...wholeFile(file), place: "columns", kept: names[0], computed: names[1] }
  }
  const rows = Math.min(kept.rows, computed.rows)
  for (let row = 0; row < rows; row++) {
    for (const [i, column] of kept.columns.entries()) {
      const [a, b] = [cellAt(column, row), cellAt(computed.columns[i]!, row)]
      if (Object.is(a, b)) continue
      return { file, ...rowOf(kept, row), place: column.name, kept: shown(a), computed: shown(b) }
    }
  }
  if (kept.rows === computed.rows) return undefined
  const longer = kept.rows > rows ? kept : computed
  return { file, ...rowOf(longer, rows), place: "rows", kept: kept.rows, computed: computed.rows }
}

const cellAt = (column: RunColumn, row: number): unknown =>
  column.type === "text"
    ? column.texts[column.values[row]!]
    : column.type === "date"
      ? formatIsoDate(column.values[row]!)
      : column.values[row]

/** JSON has neither NaN nor −0. */
const shown = (cell: unknown): unknown => (Number.isNaN(cell) ? "NaN" : Object.is(cell, -0) ? "-0" : cell)

/** The first column of dates and the first of texts tell a row. */
function rowOf({ columns }: RunTable, row: number): Pick<FileDifference, "date" | "asset"> {
  const textAt = (type: "date" | "text"): string | null => {
    const column = columns.find((each) => each.type === type)
    return column === undefined ? null : String(cellAt(column, row))
  }
  return { date: textAt("date"), asset: textAt("text") }
}

// ----------------------------------------------------------------------------------------------------------- texts

const jsonType = Document.of("any-json", Schema.Json)

const compareTexts = Effect.fnUntraced(function* (kept: RunFiles, computed: RunFiles, file: string) {
  const bytes = [yield* kept.bytes(file), yield* computed.bytes(file)] as const
  if (Buffer.compare(bytes[0], bytes[1]) === 0) return undefined
  if (file.endsWith(".json")) {
    const values = [yield* kept.json(file, Schema.Json), yield* computed.json(file, Schema.Json)] as const
    const found = firstDifference(jsonType as Parameters<typeof firstDifference>[0], values[0], values[1])
    if (found !== undefined)
      return { ...wholeFile(file), place: found.place, kept: found.stored, computed: found.computed }
  }
  const [a, b] = bytes.map((each) => new TextDecoder().decode(each).split("\n"))
  const line = a!.findIndex((text, i) => text !== b![i])
  const at = line < 0 ? a!.length : line
  return { ...wholeFile(file), place: `line ${at + 1}`, kept: a![at] ?? null, computed: b![at] ?? null }
})
