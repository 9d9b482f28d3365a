/** Building blocks of the study's schema: a field says what it means, its unit, bounds and default in one place. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../kernel/civilDate.ts"

/** The same schema with words; they go with the value, so that JSON Schema and the docs table show them. */
const describe = <S extends Schema.Top>(schema: S, description: string): S =>
  (schema as Schema.Top).annotate({ description }) as S

/** A field that may be left out; the default is filled in when the config is decoded. */
export const withDefault = <S extends Schema.Top>(schema: S, value: S["Encoded"], description: string) =>
  Schema.withDecodingDefaultKey<S>(Effect.succeed(value))(describe(schema, description))

/** A field that may be left out and then is off. */
export const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(describe(schema, description))

export const between = (minimum: number, maximum: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum, maximum }))

export const intBetween = (minimum: number, maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum }))

export const positive = Schema.Finite.check(Schema.isGreaterThan(0))

/** A date that exists, as YYYY-MM-DD; may be left out. (Words go before a check of our own: JSON Schema drops both after.) */
export const optionalDate = (description: string) =>
  Schema.optionalKey(
    Schema.String.annotate({ description }).check(
      Schema.makeFilter(
        (text: string) => parseIsoDate(text) !== undefined || `${text} is no date; write YYYY-MM-DD`,
      ),
    ),
  )

/** A section whose fields all have defaults, and which may itself be left out. */
export const section = <S extends Schema.Top>(schema: S) =>
  Schema.withDecodingDefaultKey<S>(Effect.succeed({}))(schema)
