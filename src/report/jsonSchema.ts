/** A config's JSON Schema as people and editors want it: fields with what they allow, their defaults, and no others. */
export interface JsonSchema {
  readonly description?: string
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly allOf?: ReadonlyArray<JsonSchema>
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly exclusiveMaximum?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly required?: ReadonlyArray<string>
  readonly default?: unknown
}

export interface Field {
  /** dotted */
  readonly path: string
  readonly allowed: string
  readonly required: boolean
  /** undefined where there is none */
  readonly default: unknown
  readonly description: string
}

/** The fields of an object and of the objects in it. */
export function fieldsOf(schema: JsonSchema, prefix = ""): ReadonlyArray<Field> {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`
    if (property.properties !== undefined) return fieldsOf(property, `${path}.`)
    const required = (schema.required ?? []).includes(name)
    const { description, allowed } = describe(property)
    return [{ path, allowed, required, default: property.default, description }]
  })
}

/** An annotation may stand on the field itself or on a part of it. */
function describe(property: JsonSchema): { readonly description: string; readonly allowed: string } {
  const members = membersOf(property)
  return {
    description: members.find(({ description }) => description !== undefined)?.description ?? "",
    allowed: allowedText(members),
  }
}

const membersOf = (property: JsonSchema): ReadonlyArray<JsonSchema> => [
  property,
  ...[...(property.anyOf ?? []), ...(property.allOf ?? [])].flatMap(membersOf),
]

function allowedText(members: ReadonlyArray<JsonSchema>): string {
  const values = members.flatMap((member) => member.enum ?? [])
  if (values.length > 0) return values.map(String).join(" | ")
  const type = members.find((member) => member.type !== undefined)?.type ?? "any"
  const low = first(members, ({ minimum, exclusiveMinimum }) => minimum ?? exclusiveMinimum)
  const high = first(members, ({ maximum, exclusiveMaximum }) => maximum ?? exclusiveMaximum)
  if (low === undefined && high === undefined) return type
  if (high === undefined) {
    const isOpen = members.every(({ minimum }) => minimum === undefined)
    return `${type} ${isOpen ? ">" : "≥"} ${low}`
  }
  return low === undefined ? `${type} ≤ ${high}` : `${type} ${low} … ${high}`
}

const first = (
  members: ReadonlyArray<JsonSchema>,
  bound: (member: JsonSchema) => number | undefined,
): number | undefined => members.map(bound).find((value) => value !== undefined)

/**
 * The same schema with defaults filled in and objects closed: a field that it does not name is refused when a config is
 * decoded, so an editor should say so too.
 *
 * @param defaults what a config that says nothing comes to, or undefined
 */
export function complete(schema: JsonSchema, defaults: unknown): JsonSchema {
  const properties = schema.properties
  if (properties !== undefined) {
    const known = isRecord(defaults) ? defaults : {}
    const inner = Object.entries(properties).map(([name, property]) => [
      name,
      complete(property, known[name]),
    ])
    return { ...schema, properties: Object.fromEntries(inner), additionalProperties: false }
  }
  const rest = schema.additionalProperties
  const closed =
    typeof rest === "object" ? { ...schema, additionalProperties: complete(rest, undefined) } : schema
  const members = closed.anyOf?.map((member) => complete(member, undefined))
  const whole = members === undefined ? closed : { ...closed, anyOf: members }
  return defaults === undefined ? whole : { ...whole, default: defaults }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
