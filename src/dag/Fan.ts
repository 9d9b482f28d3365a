/**
 * The same nodes for each of several items known when the graph is made: folds, parameters, files. Every element has
 * nodes of its own, labelled by its key (`models/fit@2019`), so that each is cached apart: a new item computes only
 * what is new, and the order of items counts for nothing.
 *
 * ```ts
 * const votes = Fan.map(
 *   Fan.keyed([63, 126, 252], String),
 *   (lookback_sessions) => Momentum({ lookback_sessions }, { index }).signal,
 *   (signals) => Vote({}, { signals }), // an input declared by Node.many
 * )
 * ```
 */
import { asVariant, within } from "./labels.ts"

/**
 * @param items by key; keys become labels
 * @param describe describes the nodes of one element, and may use sources from outside, which all elements share
 * @param combine what becomes of the elements, by key
 */
export function map<A, E, R>(
  items: Readonly<Record<string, A>>,
  describe: (item: A, key: string) => E,
  combine: (elements: Readonly<Record<string, E>>) => R,
): R {
  const keys = Object.keys(items).sort()
  return combine(Object.fromEntries(keys.map((key) => [key, within(key, () => describe(items[key]!, key))])))
}

/**
 * The same for elements that are much alike, or like what is described outside: whole studies of which each differs in a
 * field. A node whose definition, config and inputs are those of another stands once in the graph, as the one of the target
 * that comes first: name what the variants are variants of before them.
 */
export const variants: typeof map = (items, describe, combine) =>
  map(items, (item, key) => asVariant(() => describe(item, key)), combine)

/** Items by a key that tells them apart. Two of one key are a mistake of the graph's author. */
export function keyed<A>(items: Iterable<A>, keyOf: (item: A) => string): Readonly<Record<string, A>> {
  const record: Record<string, A> = {}
  for (const item of items) {
    const key = keyOf(item)
    if (Object.hasOwn(record, key)) throw new Error(`Two items have the key ${key}: give each its own.`)
    record[key] = item
  }
  return record
}
