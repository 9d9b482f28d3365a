import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { tableEnd, tableStart, withDefectKinds } from "../../src/cli/defectKindsTable.ts"
import { kinds } from "../../src/pipeline/data/defects/catalogue.ts"

it("docs/data.md lists the kinds of defects as the catalogue has them (npm run docs writes it)", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/data.md"), "utf8")
  expect(page).toContain(tableStart)
  expect(page).toContain(tableEnd)
  expect(page).toBe(withDefectKinds(page, kinds))
})

it("each kind has one name, and its default is among what it allows", () => {
  expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length)
  for (const { allowed, default: usual } of kinds) expect(allowed).toContain(usual)
})
