/** The least part of a list that still does something, as far as leaving out blocks finds it (delta debugging). */

/**
 * @param does whether a part of the list still does it; the whole list does
 * @param budget largest number of questions
 * @returns a part of which no single item can be left out, when the budget sufficed
 */
export function smallest<A>(
  items: ReadonlyArray<A>,
  does: (part: ReadonlyArray<A>) => boolean,
  budget: number,
): ReadonlyArray<A> {
  let kept = items
  let left = budget
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    let again = true
    while (again && left > 0) {
      again = false
      for (let start = 0; start < kept.length && left > 0; ) {
        const part = [...kept.slice(0, start), ...kept.slice(start + size)]
        left--
        if (does(part)) {
          kept = part
          again = size === 1
        } else start += size
      }
    }
  }
  return kept
}
