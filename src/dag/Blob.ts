/** Bytes that the engine keeps as they are: a Parquet file, a fitted model, a picture. */
import type { ValueType } from "./ValueType.ts"

export const type: ValueType<Uint8Array> = {
  name: "blob",
  widens: [],
  encode: (bytes) => ({
    header: "{}",
    chunks: [{ label: "all", rows: 0, buffers: [{ name: "bytes", bytes }] }],
  }),
  decode: (encoded) => encoded.chunks[0]!.buffers[0]!.bytes,
  describe: (bytes) => `${bytes.length} bytes`,
}
