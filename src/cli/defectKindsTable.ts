import type { Kind } from "../pipeline/data/defects/Kind.ts"

const columns = ["kind", "what it is", "smallest found for certain", "default", "other policies"]

/** The kinds of defects as a table of docs/data.md. */
function defectKindsTable(kinds: ReadonlyArray<Kind>): string {
  const lines = kinds.map(({ kind, what, smallest, default: usual, allowed, information }) => [
    `\`${kind}\``,
    information === true ? `information: ${what}` : what,
    smallest,
    usual,
    allowed.filter((policy) => policy !== usual).join(", "),
  ])
  return [columns, columns.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n")
}

export const tableStart = "<!-- kinds of defects: npm run docs -->"
export const tableEnd = "<!-- end -->"

/** The page with this table between its marks. */
export function withDefectKinds(page: string, kinds: ReadonlyArray<Kind>): string {
  const [from, to] = [page.indexOf(tableStart) + tableStart.length, page.indexOf(tableEnd)]
  return `${page.slice(0, from)}\n${defectKindsTable(kinds)}\n${page.slice(to)}`
}
