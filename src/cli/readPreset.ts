/** A preset: a study's config as YAML, with the presets that it is to be held against. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { readFileSync } from "node:fs"
import { ExperimentError } from "../experiment/errors.ts"

export interface Preset {
  /** as written, `against` apart */
  readonly config: unknown
  readonly against: ReadonlyArray<string>
}

/** @param name of the file, as shown */
export const readPreset = (name: string, path: string): Effect.Effect<Preset, ExperimentError> =>
  Effect.gen(function* () {
    const { parseYaml } = yield* Effect.promise(() => import("../io/parseYaml.ts"))
    const parsed = parseYaml(readFileSync(path, "utf8"))
    if (parsed._tag === "Bad") {
      return yield* new ExperimentError({
        file: name,
        problem: parsed.problem,
        remedy: "Correct the YAML and run again.",
      })
    }
    if (!isRecord(parsed.value) || parsed.value["against"] === undefined)
      return { config: parsed.value, against: [] }
    const { against, ...config } = parsed.value
    if (isNames(against)) return { config, against }
    return yield* new ExperimentError({
      file: name,
      problem: "against is no list of names",
      remedy: "Write the names of presets, as in `against: [buy-and-hold, sixty-forty]`.",
    })
  })

const isNames = Schema.is(Schema.Array(Schema.String))

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
