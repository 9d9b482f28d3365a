import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { configurationPage } from "../../src/cli/configurationPage.ts"

it("docs/configuration.md says what the schema says (npm run docs writes it)", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8")
  expect(page).toBe(configurationPage(study))
})
