/** The root command with the flags that every command takes. */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Schema from "effect/Schema"
import { defaultCache } from "./services.ts"

export const sage = Command.make("sage").pipe(
  Command.withDescription("Quantitative research as a graph of cached, explained, causally checked nodes"),
  Command.withSharedFlags({
    json: Flag.Boolean("json").pipe(
      Flag.withDefault(false),
      Flag.withDescription("print exactly one JSON document on stdout; everything else goes to stderr"),
    ),
    cache: Flag.String("cache").pipe(
      Flag.withSchema(Schema.NonEmptyString),
      Flag.withDefault(defaultCache),
      Flag.withDescription("folder of stored results, from the project's root"),
    ),
    color: Flag.Boolean("color").pipe(
      Flag.withDefault(true),
      Flag.withDescription("colours on a terminal (--no-color)"),
    ),
  }),
)
