/** Configs drawn from the schema of a node: within its bounds, windows small, names those of the world. */
import * as Schema from "effect/Schema"
import type { Spec } from "../../src/dag/Node.ts"
import { type Draw, drawFrom } from "./draw.ts"

/** What is read of a JSON Schema. */
interface JsonSchema {
  readonly type?: string
  readonly enum?: ReadonlyArray<unknown>
  readonly anyOf?: ReadonlyArray<JsonSchema>
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: ReadonlyArray<string>
  readonly prefixItems?: ReadonlyArray<JsonSchema>
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
}

export interface Names {
  /** keys of records in configs: assets, sources of `many` ports, classes */
  readonly keys: ReadonlyArray<string>
  /** a date of the data, and a later one */
  readonly date: string
  readonly later: string
}

const attempts = 400

/** @returns decoded; drawn again until the schema's own checks pass */
export function drawConfig({ name, config }: Spec, seed: number, names: Names): unknown {
  const { schema } = Schema.toJsonSchemaDocument(config) as { readonly schema: JsonSchema }
  const decode = Schema.decodeUnknownResult(config)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const decoded = decode(drawValue(schema, drawFrom(seed, attempt), names))
    if (decoded._tag === "Success") return decoded.success
  }
  throw new Error(
    `No config of ${name} was accepted in ${attempts} draws: teach test/laws/configs.ts its checks.`,
  )
}

function drawValue(schema: JsonSchema, draw: Draw, names: Names): unknown {
  if (schema.anyOf !== undefined) return drawValue(draw.pick(schema.anyOf), draw, names)
  if (schema.enum !== undefined) return draw.pick(schema.enum)
  switch (schema.type) {
    case "integer":
      return drawInteger(schema, draw)
    case "number":
      return drawNumber(schema, draw)
    case "boolean":
      return draw.chance(0.5)
    case "string":
      return drawText(draw, names)
    case "array":
      return itemsOf(schema, draw).map((item) => drawValue(item, draw, names))
    default:
      return drawObject(schema, draw, names)
  }
}

function drawText(draw: Draw, { date, later }: Names): string {
  const share = draw.unit()
  if (share < 0.5) return share < 0.35 ? date : later
  return draw.pick(["x", "y"])
}

/** Those that must be there; of a list of any length one or none. */
function itemsOf({ prefixItems, items }: JsonSchema, draw: Draw): ReadonlyArray<JsonSchema> {
  if (prefixItems !== undefined) return prefixItems
  return items !== undefined && draw.chance(0.5) ? [items] : []
}

/** Small ones: windows that a short history holds. */
function drawInteger({ minimum = 0, maximum = Infinity }: JsonSchema, draw: Draw): number {
  return minimum + draw.below(Math.min(maximum - minimum, 9) + 1)
}

const numbers = [0, 1e-4, 0.01, 0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 1, 2, 3, 10, 252, -0.5]

function drawNumber({ minimum, maximum, exclusiveMinimum }: JsonSchema, draw: Draw): number {
  const within = numbers.filter(
    (value) =>
      value >= (minimum ?? -Infinity) &&
      value <= (maximum ?? Infinity) &&
      value > (exclusiveMinimum ?? -Infinity),
  )
  return draw.pick(within)
}

function drawObject(schema: JsonSchema, draw: Draw, names: Names): Readonly<Record<string, unknown>> {
  const { properties = {}, required = [], additionalProperties } = schema
  const entries = Object.entries(properties).flatMap(([name, property]): ReadonlyArray<[string, unknown]> => {
    const isThere = required.includes(name) || draw.chance(0.6)
    return isThere ? [[name, drawValue(property, draw, names)]] : []
  })
  const others =
    typeof additionalProperties === "object"
      ? names.keys.map((key): [string, unknown] => [key, drawValue(additionalProperties, draw, names)])
      : []
  return Object.fromEntries([...others, ...entries])
}
