import type { ByteSink } from "./ByteSink.ts"

/** Fewer equal numbers are packed bit by bit: a run of eight costs no more than they. */
const shortestRun = 8

/**
 * Parquet's hybrid of runs and bit-packed groups (encoding RLE): `values[from … to)`, each below 2^width.
 * Source: the Parquet format, "Run Length Encoding / Bit-Packing Hybrid".
 *
 * @param width bits of a number, 1 … 24
 */
export function encodeHybrid(
  sink: ByteSink,
  values: Int32Array,
  from: number,
  to: number,
  width: number,
): void {
  let packedFrom = from
  let at = from
  while (at < to) {
    const run = runFrom(values, at, to)
    // a packed group has eight numbers, so a run may only begin where one ends
    const filling = (shortestRun - ((at - packedFrom) % shortestRun)) % shortestRun
    if (run - filling >= shortestRun) {
      packGroups(sink, values, packedFrom, at + filling, width)
      at += run
      writeRun(sink, values[at - 1]!, run - filling, width)
      packedFrom = at
    } else at += run
  }
  packGroups(sink, values, packedFrom, to, width)
}

function runFrom(values: Int32Array, from: number, to: number): number {
  const value = values[from]
  let at = from + 1
  while (at < to && values[at] === value) at++
  return at - from
}

function writeRun(sink: ByteSink, value: number, length: number, width: number): void {
  sink.varint(length * 2)
  for (let shift = 0; shift < width; shift += 8) sink.byte((value >>> shift) & 255)
}

/** Groups of eight, the last filled up with zeros. */
function packGroups(sink: ByteSink, values: Int32Array, from: number, to: number, width: number): void {
  if (to === from) return
  const groups = Math.ceil((to - from) / shortestRun)
  sink.varint(groups * 2 + 1)
  let [bits, held] = [0, 0]
  for (let i = 0; i < groups * shortestRun; i++) {
    bits |= (from + i < to ? values[from + i]! : 0) << held
    held += width
    for (; held >= 8; held -= 8) {
      sink.byte(bits & 255)
      bits >>>= 8
    }
  }
}
