import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { sage } from "../sharedFlags.ts"

export const sql = Command.make(
  "sql",
  {
    query: Argument.String("QUERY").pipe(
      Argument.withDescription('one SELECT, as in "select * from runs"; docs/sql.md lists the tables'),
    ),
    format: Flag.Literals("format", ["table", "csv", "json", "parquet", "arrow"]).pipe(
      Flag.optional,
      Flag.withDescription("how the rows are written; by default as the ending of --out says, else a table"),
    ),
    out: Flag.String("out").pipe(
      Flag.optional,
      Flag.withDescription("file to write; parquet and arrow need one"),
    ),
  },
  Effect.fn("cli.sql")(function* ({ query, format, out }) {
    const { json, cache } = yield* sage
    const { answerSql, formatOf } = yield* Effect.promise(() => import("../answerSql.ts"))
    const target = Option.getOrUndefined(out)
    const asked = { format: Option.getOrUndefined(format), out: target }
    yield* answerSql({ query, format: yield* formatOf(asked), out: target, json, cache })
  }),
).pipe(Command.withDescription("Ask DuckDB about all runs: read-only, and of this project alone"))
