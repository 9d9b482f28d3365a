/** The optional file `sage.json` at the project's root: settings of the project that are no experiment's. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { projectRoot } from "./projectRoot.ts"
import { Usage } from "./Usage.ts"

const name = "sage.json"

const ProjectFile = Schema.Struct({
  cache: Schema.optionalKey(
    Schema.Struct({
      max_bytes: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))),
      keep_runs: Schema.optionalKey(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1))),
      keep: Schema.optionalKey(Schema.Array(Schema.String.check(Schema.isMinLength(4)))),
    }),
  ),
})

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/** An empty one where there is no file. */
export const readProjectFile: Effect.Effect<typeof ProjectFile.Type, Usage> = Effect.gen(function* () {
  const path = join(projectRoot, name)
  if (!existsSync(path)) return {}
  const parsed = yield* Effect.try({
    try: (): unknown => JSON.parse(readFileSync(path, "utf8")),
    catch: (cause) =>
      new Usage({ problem: `${name} is no JSON: ${(cause as Error).message}.`, remedy: "Correct the file." }),
  })
  return yield* Schema.decodeUnknownEffect(ProjectFile)(parsed, {
    errors: "all",
    onExcessProperty: "error",
  }).pipe(
    Effect.mapError(({ issue }) => {
      const issues = formatIssue(issue).issues.map(
        ({ path: at, message }) => `  ${(at ?? []).map(String).join(".")}: ${message}`,
      )
      return new Usage({
        problem: `${name} is not valid:\n${issues.join("\n")}\n`,
        remedy: "docs/store.md tells what may stand there.",
      })
    }),
  )
})
