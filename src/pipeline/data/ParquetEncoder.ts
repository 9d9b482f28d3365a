/** Tables as Parquet files: the same table gives the same bytes, and pandas and DuckDB read them. */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { FileError } from "./errors.ts"

export type ParquetColumn =
  /** epoch days */
  | { readonly name: string; readonly type: "date"; readonly values: Int32Array }
  /** NaN is written as null */
  | { readonly name: string; readonly type: "double"; readonly values: Float64Array }
  | { readonly name: string; readonly type: "int"; readonly values: Int32Array }
  | { readonly name: string; readonly type: "string"; readonly values: ReadonlyArray<string> }
  /** text too, of few distinct ones: each row's position in `names`, which are distinct */
  | {
      readonly name: string
      readonly type: "category"
      readonly names: ReadonlyArray<string>
      readonly values: Int32Array
    }

/** Columns of one length; names are distinct. */
export interface ParquetTable {
  readonly columns: ReadonlyArray<ParquetColumn>
}

export class ParquetEncoder extends Context.Service<
  ParquetEncoder,
  {
    readonly encode: (table: ParquetTable) => Effect.Effect<Uint8Array, FileError>
  }
>()("sage/pipeline/data/ParquetEncoder") {}
