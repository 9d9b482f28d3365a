/** Damage to the bytes of a file, by seed. */
export type Draw = () => number

/** Numbers at which formats keep lengths, and what text is made of. */
const spiteful = [0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x22, 0x2c, 0x3b, 0x2d, 0x2e, 0x30, 0x39, 0xfe]

/** One to eight changes: bytes set, flipped, removed, repeated, exchanged, or the end cut off. */
export function mutated(bytes: Uint8Array, draw: Draw): Uint8Array {
  let out = bytes
  const changes = 1 + Math.floor(draw() * 8)
  for (let i = 0; i < changes; i++) out = changed(out, draw)
  return out
}

function changed(bytes: Uint8Array, draw: Draw): Uint8Array {
  const pick = (below: number): number => Math.floor(draw() * below)
  // half of the changes near the end, where Parquet keeps what everything hangs on
  const place = draw() < 0.5 ? pick(bytes.length) : Math.max(0, bytes.length - 1 - pick(600))
  const length = Math.min(1 + pick(40), bytes.length - place)
  const [before, part, after] = [
    bytes.subarray(0, place),
    bytes.subarray(place, place + length),
    bytes.subarray(place + length),
  ]
  switch (pick(7)) {
    case 0:
      return joined(before, part, part, after)
    case 1:
      return joined(before, after)
    case 2:
      return joined(part, before, after)
    case 3:
      return draw() < 0.2 ? before : bytes
    case 4:
      return joined(before, Uint8Array.of(spiteful[pick(spiteful.length)]!), after)
    case 5: {
      const out = Uint8Array.from(bytes)
      if (out.length > 0) out[place] = spiteful[pick(spiteful.length)]!
      return out
    }
    default: {
      const out = Uint8Array.from(bytes)
      if (out.length > 0) out[place]! ^= 1 << pick(8)
      return out
    }
  }
}

const joined = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => Uint8Array.from(Buffer.concat(parts))
