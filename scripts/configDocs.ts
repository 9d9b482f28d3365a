/**
 * Writes docs/configuration.md from the schemas of the study and of its strategies, and the kinds of defects in docs/data.md.
 *
 *   npm run docs        (a test fails when the page is not what this writes)
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { configurationPage } from "../src/cli/configurationPage.ts"
import { withDefectKinds } from "../src/cli/defectKindsTable.ts"
import { kinds } from "../src/pipeline/data/defects/catalogue.ts"
import { study } from "../dags/study.ts"

writeFileSync(join(import.meta.dirname, "..", "docs", "configuration.md"), configurationPage(study))

const dataPage = join(import.meta.dirname, "..", "docs", "data.md")
writeFileSync(dataPage, withDefectKinds(readFileSync(dataPage, "utf8"), kinds))
