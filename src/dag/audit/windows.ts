/** Parts of large inputs that are enough to audit a node on: some rows, some members. */
import { answerOf } from "./answer.ts"
import { outputRows } from "./audit.ts"
import { aheadOf, backOf, type Case, membersOf, rowsOf, slice, withMembers } from "./Case.ts"
import { below, sample } from "./chance.ts"

const mostMembers = 24

/** @returns up to `count` cases, those with the most rows of output first; the whole where it is small */
export function windows(given: Case, count: number, seed: number): ReadonlyArray<Case> {
  const members = membersOf(given)
  const narrow =
    members.length <= mostMembers
      ? given
      : withMembers(
          given,
          sample(members.length, mostMembers, seed).map((i) => members[i]!),
        )
  const rows = rowsOf(given)
  const size = lengthOf(given)
  if (rows <= size) return [narrow]
  const ends = [rows, ...Array.from({ length: count + 1 }, (_, i) => size + below(rows - size, seed, i))]
  const cases = ends.map((end) => slice(narrow, end - size, end))
  const telling = new Map(
    cases.map((one) => [one, answerOf(one)._tag === "Answered" ? outputRows(one).telling.length : -1]),
  )
  return cases.toSorted((a, b) => telling.get(b)! - telling.get(a)!).slice(0, count)
}

/** Rows enough to have some beyond the reach on both sides. */
function lengthOf(given: Case): number {
  const reach = [backOf(given), aheadOf(given)].filter(Number.isFinite)
  return 240 + 2 * Math.max(0, ...reach)
}
