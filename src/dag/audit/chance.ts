/** Numbers from integers, the same on every machine: cases are drawn and repeated by their seed. */

/** A well-mixed 32-bit integer ≥ 0 out of several (xor and multiply, as in Murmur's finaliser). */
export function mix(...parts: ReadonlyArray<number>): number {
  let hash = 0x9e3779b9
  for (const part of parts) {
    hash = Math.imul(hash ^ (part | 0), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** 0 … count − 1 */
export const below = (count: number, ...parts: ReadonlyArray<number>): number => mix(...parts) % count

/** Up to `count` different numbers of 0 … size − 1, in increasing order. */
export function sample(size: number, count: number, seed: number): ReadonlyArray<number> {
  if (count >= size) return Array.from({ length: size }, (_, i) => i)
  const taken = new Set<number>()
  for (let draw = 0; taken.size < count; draw++) taken.add(below(size, seed, draw))
  return [...taken].sort((a, b) => a - b)
}
