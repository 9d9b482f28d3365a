import { NotPlain } from "./NotPlain.ts"

/**
 * Parquet's hybrid of runs and bit-packed groups (encoding RLE), `count` numbers of `width` bits.
 *
 * @param bytes from `from` up to `to`; what follows the last number is left
 * @param out shape (≥ count), filled from 0
 */
export function decodeHybrid(
  bytes: Uint8Array,
  from: number,
  to: number,
  width: number,
  count: number,
  out: Int32Array,
): void {
  if (width > 24) throw new NotPlain(`numbers of ${width} bits`)
  if (width === 0) return void out.fill(0, 0, count)
  const mask = 2 ** width - 1
  const runBytes = Math.ceil(width / 8)
  let [at, filled] = [from, 0]
  while (filled < count) {
    let [head, shift] = [0, 0]
    for (let byte = 128; byte >= 128; shift += 7) {
      if (at >= to || shift > 28) throw new NotPlain("a run is cut off")
      byte = bytes[at++]!
      head |= (byte & 127) << shift
    }
    if ((head & 1) === 0) {
      const length = Math.min(head >>> 1, count - filled)
      if (length === 0 || at + runBytes > to) throw new NotPlain("a run is cut off")
      let value = 0
      for (let i = 0; i < runBytes; i++) value |= bytes[at++]! << (8 * i)
      out.fill(value, filled, filled + length)
      filled += length
      continue
    }
    const length = Math.min((head >>> 1) * 8, count - filled)
    const end = at + (head >>> 1) * width
    if (length === 0 || at + Math.ceil((length * width) / 8) > to) throw new NotPlain("a group is cut off")
    let [bits, held] = [0, 0]
    for (let i = 0; i < length; i++) {
      while (held < width) {
        bits |= bytes[at++]! << held
        held += 8
      }
      out[filled++] = bits & mask
      bits >>>= width
      held -= width
    }
    at = end
  }
}
