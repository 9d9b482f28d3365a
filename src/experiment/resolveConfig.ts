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
      Effect.mapError(
        (error) => new StudyConfigError({ file, issues: issuesOf(study.config, input, error.issue) }),
      ),
    )
  })

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

function issuesOf(
  schema: Schema.Top,
  input: unknown,
  issue: SchemaIssue.Issue,
): ReadonlyArray<{ path: string; message: string }> {
  return formatIssue(issue).issues.map(({ path, message }) => {
    const keys = (path ?? []).map((part) => String(typeof part === "object" ? part.key : part))
    return { path: keys.join("."), message: inWords(schema, input, keys, message) }
  })
}

/** Where the schema's own words would print a type, what a user can write. */
function inWords(schema: Schema.Top, input: unknown, keys: ReadonlyArray<string>, message: string): string {
  if (/excess property/.test(message)) return unknownKey(schema, input, keys)
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
    .map(typeOf)
    .flatMap((word) => (word === undefined ? [] : [String(word)]))
}

function astsAt(ast: SchemaAST.AST, path: ReadonlyArray<string>): ReadonlyArray<SchemaAST.AST> {
  const [head, ...rest] = path
  if (head === undefined) return [ast]
  return objectsOf(ast).flatMap(({ propertySignatures, indexSignatures }) => [
    ...propertySignatures.filter(({ name }) => name === head).flatMap(({ type }) => astsAt(type, rest)),
    ...indexSignatures.flatMap(({ type }) => astsAt(type, rest)),
  ])
}

function unknownKey(schema: Schema.Top, input: unknown, keys: ReadonlyArray<string>): string {
  const known = fieldsAt(schema.ast, input, keys.slice(0, -1))
  if (known.length === 0) return "unknown field"
  const near = nearestField(keys.at(-1)!, known)
  const meant = near === null ? "" : `did you mean ${near}? `
  return `unknown field; ${meant}${near === null ? "known" : "Known"} here: ${known.join(", ")}`
}

/** Names of the fields of the struct at a path, each once; of a union those of the member that the input names by its `type`. */
function fieldsAt(ast: SchemaAST.AST, input: unknown, path: ReadonlyArray<string>): ReadonlyArray<string> {
  const structs = astsAt(ast, path).flatMap(objectsOf)
  const at = path.reduce((value, key) => (isRecord(value) ? value[key] : undefined), input)
  const named = structs.filter((struct) => isRecord(at) && typeOf(struct) === at["type"])
  const names = (named.length > 0 ? named : structs).flatMap(({ propertySignatures }) =>
    propertySignatures.map(({ name }) => String(name)),
  )
  return [...new Set(names)]
}

/** The word that tells a member of a union apart; undefined where it has none. */
function typeOf({ propertySignatures }: SchemaAST.Objects): SchemaAST.LiteralValue | undefined {
  const type = propertySignatures.find(({ name }) => name === "type")?.type
  return type !== undefined && SchemaAST.isLiteral(type) ? type.literal : undefined
}

/** The field that a mistyped name most likely meant, else the one that ends in what it most likely meant. */
function nearestField(name: string, known: ReadonlyArray<string>): string | null {
  const whole = nearest(name, known)
  if (whole !== null) return whole
  const byEnd = new Map(known.flatMap((field) => endsOf(field).map((end) => [end, field] as const)))
  const end = nearest(name, byEnd.keys())
  return end === null ? null : byEnd.get(end)!
}

/** "lookback" of "momentum_lookback" */
const endsOf = (field: string): ReadonlyArray<string> =>
  field.split("_").flatMap((_, k, words) => (k === 0 ? [] : [words.slice(k).join("_")]))

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
