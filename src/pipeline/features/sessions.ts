import * as Schema from "effect/Schema"

/** A config field that counts sessions. */
export const sessions = (minimum: number, description: string) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum: 2520 })).annotate({ description })
