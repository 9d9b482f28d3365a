/** A Parquet file uses something that this reader does not know, or is cut off; DuckDB has the last word on it. */
export class NotPlain extends Error {}
