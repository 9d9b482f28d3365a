/** Bytes that are appended to, in memory that grows as they come; numbers are little-endian. */
export class ByteSink {
  #bytes = new Uint8Array(256)
  #length = 0

  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#length++] = value
  }

  uint32(value: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte((value >>> shift) & 255)
  }

  /** Base-128 digits, the lowest first; of whole numbers from 0 up to 2^53. */
  varint(value: number): void {
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) + 128)
    this.byte(rest)
  }

  append(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** What was written, copied. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }

  #room(wanted: number): void {
    if (this.#length + wanted <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + wanted))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
