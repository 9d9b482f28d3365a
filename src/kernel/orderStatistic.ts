/**
 * The k-th smallest value, without sorting the rest.
 *
 * @param values shape (n), no NaN; not changed
 * @param k 0 … n − 1
 * @returns exactly the value that sorting would put at place k; NaN when k is out of range. Total: never throws.
 * Source: C. A. R. Hoare (1961), "Algorithm 65: Find", CACM 4(7), with the median of three as pivot.
 */
export function orderStatistic(values: Float64Array, k: number): number {
  if (!(k >= 0 && k < values.length)) return NaN
  const work = values.slice()
  let low = 0
  let high = work.length - 1
  while (low < high) {
    const pivot = medianOfThree(work[low]!, work[(low + high) >>> 1]!, work[high]!)
    let left = low
    let right = high
    while (left <= right) {
      while (work[left]! < pivot) left++
      while (work[right]! > pivot) right--
      if (left > right) break
      const swapped = work[left]!
      work[left++] = work[right]!
      work[right--] = swapped
    }
    if (k <= right) high = right
    else if (k >= left) low = left
    else return work[k]!
  }
  return work[k]!
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
