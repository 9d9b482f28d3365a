/** Cuts a violated case down to few rows and members that still violate the law. */
import { type Case, keepRows, membersOf, rowsOf, withMembers } from "./Case.ts"
import type { Cause, Law, Probe } from "./Probe.ts"
import type { Difference } from "./compare.ts"
import { smallest } from "./smallest.ts"

export interface Shrunk {
  readonly given: Case
  readonly probe: Probe
  readonly difference: Difference
  readonly cause: Cause
}

/** Questions asked for each of rows and members. */
const budget = 250

export function shrink(law: Law, given: Case, probe: Probe): Shrunk {
  let best = { given, probe }
  for (let pass = 0; pass < 3; pass++) {
    const before = rowsOf(best.given) + membersOf(best.given).length
    best = fewerRows(law, best)
    best = fewerMembers(law, best)
    best = withoutOptional(law, best)
    if (rowsOf(best.given) + membersOf(best.given).length === before && pass > 0) break
  }
  const trial = law.try(best.given, best.probe)
  if (trial._tag !== "Violated") throw new Error("A violation was lost while it was made smaller.")
  return { ...best, difference: trial.difference, cause: trial.cause() }
}

interface Found {
  readonly given: Case
  readonly probe: Probe
}

/** Cases of so few rows are tried with every cut and several salts: they are quick. */
const fewRows = 12

/** The case violates the law, perhaps with another cut and other values than before. */
function violating(law: Law, given: Case, probe: Probe): Found | undefined {
  const rows = rowsOf(given)
  const others =
    rows <= fewRows ? Array.from({ length: rows }, (_, row) => row).filter((row) => row !== probe.cut) : []
  for (const cut of [probe.cut, ...others]) {
    for (let i = 0; i < (rows <= fewRows ? 5 : 2); i++) {
      const attempt = { ...probe, cut, salt: probe.salt + i }
      if (law.try(given, attempt)._tag === "Violated") return { given, probe: attempt }
    }
  }
  return undefined
}

function fewerRows(law: Law, { given, probe }: Found): Found {
  let best: Found = { given, probe }
  const attempt = (rows: ReadonlyArray<number>): boolean => {
    const kept = rows.filter((row) => row < probe.cut).length // the cut stays beside the same rows
    const cut = Math.max(0, Math.min(kept, rows.length - 1))
    const found = violating(law, keepRows(given, rows), { ...probe, cut })
    if (found !== undefined) best = found
    return found !== undefined
  }
  smallest(
    Array.from({ length: rowsOf(given) }, (_, row) => row),
    attempt,
    budget,
  )
  return best
}

function fewerMembers(law: Law, { given, probe }: Found): Found {
  let best: Found = { given, probe }
  smallest(
    membersOf(given),
    (members) => {
      const found = violating(law, withMembers(given, members), probe)
      if (found !== undefined) best = found
      return found !== undefined
    },
    budget,
  )
  return best
}

/** Ports that may stay unconnected, left out where the violation does not need them. */
function withoutOptional(law: Law, found: Found): Found {
  let best = found
  for (const { port } of found.given.inputs) {
    if (best.given.spec.inputs[port]!.arity !== "optional") continue
    const given = { ...best.given, inputs: best.given.inputs.filter((input) => input.port !== port) }
    best = violating(law, given, best.probe) ?? best
  }
  return best
}
