/** Every choice of `size` of the numbers 0 … count − 1, each in order, in lexicographic order. */
export function combinations(count: number, size: number): ReadonlyArray<ReadonlyArray<number>> {
  const chosen: Array<ReadonlyArray<number>> = []
  const extend = (given: ReadonlyArray<number>, next: number): void => {
    if (given.length === size) {
      chosen.push(given)
      return
    }
    for (let i = next; i <= count - (size - given.length); i++) extend([...given, i], i + 1)
  }
  extend([], 0)
  return chosen
}
