/** Building blocks of the study's schema: a field says what it means, its unit, bounds and default in one place. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { parseIsoDate } from "../../kernel/civilDate.ts"

/** A field that may be left out; the default is filled in when the config is decoded. */
export const withDefault = <S extends Schema.Top>(schema: S, value: S["Encoded"], description: string) =>
  Schema.withDecodingDefaultKey<S>(Effect.succeed(value))(schema).annotate({ description })

/** A field that may be left out and then is off. */
export const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema).annotate({ description })

export const between = (minimum: number, maximum: number) =>
  Schema.Finite.check(Schema.isBetween({ minimum, maximum }))

export const intBetween = (minimum: number, maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum }))

export const positive = Schema.Finite.check(Schema.isGreaterThan(0))

export const notNegative = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))

/** A date that exists, as YYYY-MM-DD. */
export const IsoDate = Schema.String.check(
  Schema.makeFilter(
    (text: string) => parseIsoDate(text) !== undefined || `${text} is no date; write YYYY-MM-DD`,
  ),
)

/** A section whose fields all have defaults, and which may itself be left out. */
export const section = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.withDecodingDefaultKey<S>(Effect.succeed({}))(schema).annotate({ description })
