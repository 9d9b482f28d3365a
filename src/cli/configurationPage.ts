/** docs/configuration.md: every field of a study, from its schema. */
import type { Study } from "../experiment/Study.ts"
import { type Field, fieldsOf, type JsonSchema } from "../report/jsonSchema.ts"
import { studySchema } from "./studySchema.ts"

export function configurationPage<C, E>(study: Study<C, E>): string {
  const schema = studySchema(study as Study<unknown, unknown>)
  const sections = Object.entries(schema.properties ?? {}).filter(([name]) => name !== "strategies")
  return [
    "# Configuration",
    "",
    "What an experiment, a preset and `--set` can say. This page is written by `npm run docs` from the schema of",
    "`dags/study.ts`; `sage config schema` prints the schema itself, for editors. Unknown fields are refused. A field without",
    "a default is off when it is left out.",
    "",
    ...sections.flatMap(([name, section]) => sectionLines(name, section)),
    "## strategies",
    "",
    "`strategies.NAME` is one of these, told apart by `type`; several are blended by `meta.weights`.",
    "",
    ...strategiesOf(schema).flatMap(strategyLines),
    "## Assumptions and limitations",
    "",
    "Cross-field rules (an end before its start, a fill before its signal, a cap without sectors) are checked when a config is",
    "decoded or meets its snapshot; the table does not show them.",
    "",
  ].join("\n")
}

function sectionLines(name: string, section: JsonSchema): ReadonlyArray<string> {
  if (section.properties === undefined) {
    return [`## ${name}`, "", ...tableLines(fieldsOf({ properties: { [name]: section } })), ""]
  }
  const intro = section.description === undefined ? [] : [sentence(section.description), ""]
  return [`## ${name}`, "", ...intro, ...tableLines(fieldsOf(section)), ""]
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function strategiesOf({ properties }: JsonSchema): ReadonlyArray<JsonSchema> {
  const each = properties?.["strategies"]?.additionalProperties
  return typeof each === "object" ? (each.anyOf ?? [each]) : []
}

function strategyLines(strategy: JsonSchema): ReadonlyArray<string> {
  const { type, ...others } = strategy.properties ?? {}
  const fields = fieldsOf({ ...strategy, properties: others })
  return [
    `### ${String(type?.enum?.[0])}`,
    "",
    ...(fields.length === 0 ? ["No fields."] : tableLines(fields)),
    "",
  ]
}

function tableLines(fields: ReadonlyArray<Field>): ReadonlyArray<string> {
  const rows = fields.map(({ path, allowed, default: value, description }) => [
    `\`${path}\``,
    value === undefined ? "" : `\`${JSON.stringify(value)}\``,
    allowed,
    description,
  ])
  const line = (cells: ReadonlyArray<string>): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`
  return [line(["field", "default", "allowed", "meaning"]), "|---|---|---|---|", ...rows.map(line)]
}
