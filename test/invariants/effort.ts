/**
 * How many studies an invariant is asked of, and with which seed. `npm test` asks few with a fixed seed; scripts/invariants.mjs
 * asks more with a fresh one and prints it; scripts/mutants.mjs asks fewest.
 */
const seed = Number(process.env["SAGE_INVARIANTS_SEED"] ?? "7")

const given = process.env["SAGE_INVARIANTS_SHARE"]
const share = Number(given ?? "0.2")

/** Of a mutant, that it fails is enough to know; elsewhere the smallest study that fails is looked for. */
const endOnFailure = process.env["SAGE_INVARIANTS_FIRST_FAILURE"] === "1"

/** The share of `full` repetitions that this run does, as fast-check takes it. */
export const effort = (full: number) => ({
  seed,
  numRuns: Math.max(5, Math.round(full * share)),
  endOnFailure,
})

/** Whether every kind of study is sure to be among them: with the fixed seed it is, and where there are many. */
const isThorough = given === undefined || share >= 1

/**
 * Counts of what an invariant met. An invariant that never met what it is about would hold of anything.
 *
 * @param kinds each must have been met when `expectAll` is called, unless there were too few studies for that
 */
export function tally<K extends string>(...kinds: ReadonlyArray<K>) {
  const met = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<K, number>
  return {
    see: (kind: K, is: boolean | number = true) => (met[kind] += Number(is)),
    /** kinds that were never met */
    missing: () => (isThorough ? kinds.filter((kind) => met[kind] === 0) : []),
  }
}
