/** How a value is laid out in canonical buffers: what is stored and hashed. */
export interface Buffer {
  readonly name: string
  readonly bytes: Uint8Array
  /** bytes of each of the equal pieces that can be read and checked alone; not part of the content */
  readonly stripe?: number
}

/** Bytes [from, to) of a buffer. */
export type ByteRange = readonly [from: number, to: number]

/** A run of rows stored and hashed together; its label is a function of the rows' keys ("2019", "2024-11"). */
export interface Chunk {
  readonly label: string
  readonly rows: number
  readonly buffers: ReadonlyArray<Buffer>
}

/** The logical content of a value: equal values have equal bytes. `header` is canonical JSON. */
export interface Encoded {
  readonly header: string
  /** keys of the rows, for values on a time axis */
  readonly keys?: Int32Array
  readonly chunks: ReadonlyArray<Chunk>
}
