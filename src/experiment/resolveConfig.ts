/** From what an experiment says and `--set` changes to a decoded config, or to the fields that are wrong. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as SchemaIssue from "effect/SchemaIssue"
import { nearest } from "../dag/nearest.ts"
import { StudyConfigError } from "./errors.ts"
import type { Study } from "./Study.ts"

export interface Resolved<C> {
  readonly config: C
  /** as users write it, every default filled in */
  readonly written: unknown
}

/** @param overrides values by dotted path, as `--set` gives them */
export const resolveConfig = <C, E>(
  file: string,
  study: Study<C, E>,
  given: unknown,
  overrides: Readonly<Record<string, unknown>>,
): Effect.Effect<Resolved<C>, StudyConfigError> =>
  Effect.gen(function* () {
    const input = yield* applyOverrides(file, given, overrides)
    return yield* Schema.decodeUnknownEffect(study.config)(input, {
      errors: "all",
      onExcessProperty: "error",
    }).pipe(
      Effect.flatMap((config) =>
        Effect.map(Schema.encodeEffect(study.config)(config), (written) => ({ config, written })),
      ),
      Effect.mapError((error) => new StudyConfigError({ file, issues: issuesOf(study.config, error.issue) })),
    )
  })

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

function issuesOf(
  schema: Schema.Top,
  issue: SchemaIssue.Issue,
): ReadonlyArray<{ path: string; message: string }> {
  return formatIssue(issue).issues.map(({ path, message }) => {
    const keys = (path ?? []).map((part) => String(typeof part === "object" ? part.key : part))
    return { path: keys.join("."), message: inWords(schema, keys, message) }
  })
}

/** Where the schema's own words would print a type, what a user can write. */
function inWords(schema: Schema.Top, keys: ReadonlyArray<string>, message: string): string {
  if (/excess property/.test(message)) return unknownKey(schema, keys)
  if (message === "Missing key" && /^\d+$/.test(keys.at(-1) ?? ""))
    return "a list that needs at least one entry"
  const kinds = kindsAt(schema.ast, keys)
  return message.startsWith("Expected {") && kinds.length > 0
    ? `type must be one of: ${kinds.join(", ")}`
    : message
}

/** The words that tell the members of a union apart by their field `type`. */
function kindsAt(ast: SchemaAST.AST, path: ReadonlyArray<string>): ReadonlyArray<string> {
  return astsAt(ast, path)
    .flatMap(objectsOf)
    .flatMap(({ propertySignatures }) => propertySignatures.filter(({ name }) => name === "type"))
    .flatMap(({ type }) => (SchemaAST.isLiteral(type) ? [String(type.literal)] : []))
}

function astsAt(ast: SchemaAST.AST, path: ReadonlyArray<string>): ReadonlyArray<SchemaAST.AST> {
  const [head, ...rest] = path
  if (head === undefined) return [ast]
  return objectsOf(ast).flatMap(({ propertySignatures, indexSignatures }) => [
    ...propertySignatures.filter(({ name }) => name === head).flatMap(({ type }) => astsAt(type, rest)),
    ...indexSignatures.flatMap(({ type }) => astsAt(type, rest)),
  ])
}

function unknownKey(schema: Schema.Top, keys: ReadonlyArray<string>): string {
  const known = fieldsAt(schema.ast, keys.slice(0, -1))
  const near = nearest(keys.at(-1)!, known)
  if (near !== null) return `unknown field; did you mean ${near}?`
  return known.length === 0 ? "unknown field" : `unknown field; known here: ${known.join(", ")}`
}

/** Names of the fields of the struct at a path; of every member where there is a union. */
function fieldsAt(ast: SchemaAST.AST, path: ReadonlyArray<string>): ReadonlyArray<string> {
  return astsAt(ast, path)
    .flatMap(objectsOf)
    .flatMap(({ propertySignatures }) => propertySignatures.map(({ name }) => String(name)))
}

function objectsOf(ast: SchemaAST.AST): ReadonlyArray<SchemaAST.Objects> {
  if (SchemaAST.isObjects(ast)) return [ast]
  if (SchemaAST.isUnion(ast)) return ast.types.flatMap(objectsOf)
  return []
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Sets each dotted path in a copy. A path through something that is not a section is an error, not a silent drop. */
function applyOverrides(
  file: string,
  given: unknown,
  overrides: Readonly<Record<string, unknown>>,
): Effect.Effect<unknown, StudyConfigError> {
  const copy: unknown = structuredClone(given)
  for (const [path, value] of Object.entries(overrides)) {
    const keys = path.split(".")
    let at: unknown = copy
    for (const key of keys.slice(0, -1)) {
      if (!isRecord(at)) break
      if (!Object.hasOwn(at, key)) at[key] = {}
      at = at[key]
    }
    if (!isRecord(at) || keys.some((key) => key === "" || key === "__proto__")) {
      return Effect.fail(
        new StudyConfigError({
          file,
          issues: [{ path, message: "--set cannot reach this path in the config" }],
        }),
      )
    }
    // null turns a field off, as leaving it out does
    if (value === null) delete at[keys.at(-1)!]
    else at[keys.at(-1)!] = value
  }
  return Effect.succeed(copy)
}
