/**
 * Writes docs/configuration.md from the schemas of the study and of its strategies.
 *
 *   npm run docs        (a test fails when the page is not what this writes)
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { configurationPage } from "../src/cli/configurationPage.ts"
import { study } from "../dags/study.ts"

writeFileSync(join(import.meta.dirname, "..", "docs", "configuration.md"), configurationPage(study))
