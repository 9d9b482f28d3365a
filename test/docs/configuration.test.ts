import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { configurationPage } from "../../src/cli/configurationPage.ts"
import { studySchema } from "../../src/cli/studySchema.ts"
import type { Study } from "../../src/experiment/Study.ts"
import { type Field, fieldsOf, type JsonSchema } from "../../src/report/jsonSchema.ts"

it("docs/configuration.md says what the schema says (npm run docs writes it)", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8")
  expect(page).toBe(configurationPage(study))
})

/** Every field of the schema, strategies of all types included. */
function everyField(): ReadonlyArray<Field> {
  const schema = studySchema(study as unknown as Study<unknown, unknown>)
  const strategies = schema.properties!["strategies"]!.additionalProperties as JsonSchema
  return [
    ...fieldsOf(schema).filter(({ path }) => path !== "strategies"),
    ...strategies.anyOf!.flatMap((each) => fieldsOf(each).filter(({ path }) => path !== "type")),
  ]
}

describe("every field that a study can be told", () => {
  const fields = everyField()

  it.each(fields.map((field) => [field.path, field] as const))(
    "%s has words, and a default or is off",
    (_, field) => {
      expect(field.description).not.toBe("")
      expect(field.required).toBe(false)
    },
  )

  it.each(
    fields
      .filter(({ allowed }) => /^(number|integer)/.test(allowed))
      .map((field) => [field.path, field] as const),
  )("%s is a number with a bound and a unit", (path, { allowed, description }) => {
    expect(allowed).toMatch(/[>≥≤…]/)
    expect(`${path}: ${description}`).toMatch(
      /session|draws|decimal|fraction|factor|basis points|per year|deviation|score|share of|names|currency|coefficient|a unit of|impact of|growth|RSI|seed|weight|sum/,
    )
  })
})
