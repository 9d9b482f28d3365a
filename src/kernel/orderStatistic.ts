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
  return placeAt(values.slice(), k)
}

/**
 * The k-th smallest value and the one after it.
 *
 * @param values shape (n), no NaN; not changed
 * @param k 0 … n − 2
 * @returns exactly what sorting would put at the places k and k + 1; NaN when k is out of range. Total: never throws.
 */
export function neighbouringOrderStatistics(
  values: Float64Array,
  k: number,
): { readonly lower: number; readonly upper: number } {
  if (!(k >= 0 && k + 1 < values.length)) return { lower: NaN, upper: NaN }
  const work = values.slice()
  const lower = placeAt(work, k)
  let upper = work[k + 1]! // all after place k are at least as large
  for (let at = k + 2; at < work.length; at++) if (work[at]! < upper) upper = work[at]!
  return { lower, upper }
}

/** Brings the k-th smallest to place k, nothing larger before it and nothing smaller after it; returns it. */
function placeAt(work: Float64Array, k: number): number {
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
