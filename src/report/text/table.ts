/** Columns of text, aligned: the first to the left, the others to the right. */
export function table(
  rows: ReadonlyArray<ReadonlyArray<string>>,
  align: ReadonlyArray<"left" | "right"> = [],
): string {
  const width = (column: number): number => Math.max(...rows.map((row) => (row[column] ?? "").length))
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) => width(column))
  const side = (column: number): "left" | "right" => align[column] ?? (column === 0 ? "left" : "right")
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          side(column) === "left" ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}
