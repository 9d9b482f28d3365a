/**
 * Writes docs/configuration.md from the schemas of the study and of its strategies, the kinds of defects in docs/data.md, and
 * the list of commands in docs/cli.md.
 *
 *   npm run docs        (a test fails when the page is not what this writes)
 */
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type CommandJson, withCommands } from "../src/cli/commandsSection.ts"
import { configurationPage } from "../src/cli/configurationPage.ts"
import { withDefectKinds } from "../src/cli/defectKindsTable.ts"
import { kinds } from "../src/pipeline/data/defects/catalogue.ts"
import { study } from "../dags/study.ts"

writeFileSync(join(import.meta.dirname, "..", "docs", "configuration.md"), configurationPage(study))

const dataPage = join(import.meta.dirname, "..", "docs", "data.md")
writeFileSync(dataPage, withDefectKinds(readFileSync(dataPage, "utf8"), kinds))

const cliPage = join(import.meta.dirname, "..", "docs", "cli.md")
const launcher = join(import.meta.dirname, "..", "bin", "sage")
const told = execFileSync(process.execPath, [launcher, "completions", "bash", "--json"], { encoding: "utf8" })
const { commands } = JSON.parse(told) as { readonly commands: CommandJson }
writeFileSync(cliPage, withCommands(readFileSync(cliPage, "utf8"), commands))
