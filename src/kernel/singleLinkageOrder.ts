/**
 * Order of the leaves of the single-linkage tree, so that what is alike stands together.
 *
 * Joins by distance, then by the lower index; of two branches the one made earlier (or the lower leaf) stands first.
 *
 * @param distance shape (n × n), symmetric, row-major
 * @returns the indices 0 … n − 1. Total: never throws.
 * Source: Gower and Ross, "Minimum spanning trees and single linkage cluster analysis", Applied Statistics 18 (1969).
 */
export function singleLinkageOrder(distance: Float64Array, size: number): ReadonlyArray<number> {
  if (size === 0) return []
  const edges = spanningTree(distance, size)
  edges.sort((a, b) => a.length - b.length || a.from - b.from || a.to - b.to)
  // branches by number: leaves first, then joins in their order
  const leaves: Array<ReadonlyArray<number>> = Array.from({ length: size }, (_, i) => [i])
  const branchOf = Int32Array.from({ length: size }, (_, i) => i)
  for (const { from, to } of edges) {
    const [left, right] = [branchOf[from]!, branchOf[to]!].sort((a, b) => a - b) as [number, number]
    const joined = [...leaves[left]!, ...leaves[right]!]
    for (const leaf of joined) branchOf[leaf] = leaves.length
    leaves.push(joined)
  }
  return leaves.at(-1)!
}

interface Edge {
  readonly from: number
  readonly to: number
  readonly length: number
}

/** Prim's algorithm from leaf 0. */
function spanningTree(distance: Float64Array, size: number): Array<Edge> {
  const nearest = new Int32Array(size)
  const gap = Float64Array.from({ length: size }, (_, i) => distance[i]!)
  const inside = new Uint8Array(size)
  inside[0] = 1
  const edges: Array<Edge> = []
  for (let step = 1; step < size; step++) {
    let next = -1
    for (let i = 0; i < size; i++) if (inside[i] === 0 && (next < 0 || gap[i]! < gap[next]!)) next = i
    inside[next] = 1
    const other = nearest[next]!
    edges.push({ from: Math.min(other, next), to: Math.max(other, next), length: gap[next]! })
    for (let i = 0; i < size; i++) {
      if (inside[i] === 1 || distance[next * size + i]! >= gap[i]!) continue
      gap[i] = distance[next * size + i]!
      nearest[i] = next
    }
  }
  return edges
}
