import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { study } from "../../dags/study.ts"
import { studySchema } from "../../src/cli/studySchema.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import { resolveConfig } from "../../src/experiment/resolveConfig.ts"
import type { SnapshotManifest } from "../../src/pipeline/data/SnapshotManifest.ts"
import { fieldsOf, type JsonSchema } from "../../src/report/jsonSchema.ts"
import { studyContext } from "../support/studyContext.ts"

const snapshot = {
  name: "bounds",
  calendar: "nyse",
  periods_per_year: 252,
  sectors: { A: "north", B: "south" },
  default_universe: ["A", "B"],
  symbols: [],
} as unknown as SnapshotManifest

const base = {
  strategies: { trend: { type: "trend" } },
  risk: { target_vol: 0.1, max_weight_per_asset: 0.5, max_sector_weight: 0.6 },
}

/** What the study's nodes say of their configs; empty when they take them. A config that the schema refuses is no matter. */
function complaints(overrides: Readonly<Record<string, unknown>>): string {
  const program = Effect.gen(function* () {
    const { config } = yield* resolveConfig("bounds", study, base, overrides)
    return yield* Effect.match(prepare(study.files(config, snapshot, studyContext)), {
      onFailure: (error) => error.message,
      onSuccess: () => "",
    })
  })
  return Effect.runSync(Effect.catchTag(program, "StudyConfigError", () => Effect.succeed("")))
}

/** Every allowed word, and the ends of every range (an open end is tried far out). */
function extremes(path: string, property: JsonSchema): ReadonlyArray<readonly [string, unknown]> {
  const members = [property, ...(property.anyOf ?? []), ...(property.allOf ?? [])].flatMap((one) => [
    one,
    ...(one.allOf ?? []),
  ])
  const words = members.flatMap(({ enum: values }) => values ?? [])
  const bounds = members.flatMap(({ minimum, maximum, exclusiveMinimum }) => [
    ...(minimum === undefined ? [] : [minimum]),
    ...(maximum === undefined ? [] : [maximum]),
    ...(exclusiveMinimum === undefined ? [] : [exclusiveMinimum + 1e-9]),
  ])
  const isNumber = members.some(({ type }) => type === "number" || type === "integer")
  const far = isNumber && !members.some(({ maximum }) => maximum !== undefined) ? [1e6] : []
  return [...words, ...bounds, ...far].map((value) => [path, value] as const)
}

function leaves(schema: JsonSchema, prefix = ""): ReadonlyArray<readonly [string, unknown]> {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    property.properties === undefined
      ? extremes(`${prefix}${name}`, property)
      : leaves(property, `${prefix}${name}.`),
  )
}

describe("what the schema of a study allows", () => {
  const { strategies: _, seed: __, ...properties } = studySchema(study as never).properties!
  const cases = leaves({ properties })

  it("covers every field of the page", () => {
    expect(fieldsOf({ properties }).length).toBeGreaterThan(40)
    expect(new Set(cases.map(([path]) => path)).size).toBeGreaterThan(35)
  })

  it("its nodes allow too, at the ends of every range and for every word", () => {
    const refused = cases.flatMap(([path, value]) => {
      const message = complaints({ [path]: value })
      return message === "" ? [] : [`${path} = ${JSON.stringify(value)}: ${message}`]
    })
    expect(refused).toEqual([])
  })
})
