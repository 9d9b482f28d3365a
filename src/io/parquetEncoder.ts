/** `ParquetEncoder` by DuckDB. */
import { readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ParquetEncoder } from "../pipeline/data/ParquetEncoder.ts"
import { attempt, temporaryFolder } from "./files.ts"
import { writeParquet } from "./writeParquet.ts"

export const layer: Layer.Layer<ParquetEncoder> = Layer.succeed(
  ParquetEncoder,
  ParquetEncoder.of({
    encode: (table) =>
      Effect.gen(function* () {
        const folder = yield* temporaryFolder(join(tmpdir(), "sage-parquet"))
        const path = join(folder, "table.parquet")
        yield* attempt("write", path, () => writeParquet(path, table))
        return yield* attempt("read", path, async () => new Uint8Array(await readFile(path)))
      }).pipe(Effect.scoped),
  }),
)
