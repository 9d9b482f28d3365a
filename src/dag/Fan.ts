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
import { within } from "./labels.ts"

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
