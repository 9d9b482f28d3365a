/** Random quadratic programs of weights, from one integer each: tame, degenerate, and impossible. */
import { chance } from "../../../laws/markets.ts"

export interface Program {
  readonly kind:
    | "plain"
    | "duplicates"
    | "rank deficient"
    | "tiny numbers"
    | "large"
    | "tight box"
    | "infeasible"
  readonly n: number
  /** row-major, symmetric */
  readonly matrix: ReadonlyArray<ReadonlyArray<number>>
  readonly gain: ReadonlyArray<number>
  /** weight of the gain: min ½x'Px − τ·g'x */
  readonly tilt: number
  readonly lower: ReadonlyArray<number>
  readonly upper: ReadonlyArray<number>
  /** disjoint sums with bounds */
  readonly groups: ReadonlyArray<{
    readonly members: ReadonlyArray<number>
    readonly min: number
    readonly max: number
  }>
}

const kinds: ReadonlyArray<Program["kind"]> = [
  "plain",
  "plain",
  "duplicates",
  "rank deficient",
  "tiny numbers",
  "tight box",
  "infeasible",
]

export function randomProgram(seed: number): Program {
  const next = chance(7 * seed + 1)
  for (let k = 0; k < 5; k++) next()
  const kind = seed % 100 === 0 ? "large" : kinds[Math.floor(next() * kinds.length)]!
  const n = kind === "large" ? 60 + Math.floor(next() * 41) : 1 + Math.floor(next() * 8)
  const rank = kind === "rank deficient" ? Math.max(1, Math.floor(n / 2)) : n + 2
  const scale = kind === "tiny numbers" ? 1e-3 : 0.02
  const loadings = Array.from({ length: rank }, () => Array.from({ length: n }, () => scale * (next() - 0.4)))
  if (kind === "duplicates") for (const row of loadings) for (let i = 1; i < n; i += 2) row[i] = row[i - 1]!
  const matrix = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_unused, j) => loadings.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  )
  const own = (low: number, high: number) => Array.from({ length: n }, () => low + (high - low) * next())
  const lower = own(0, kind === "tight box" ? 0.9 / n : 0.2 / n).map((bound) => (next() < 0.7 ? 0 : bound))
  const upper =
    kind === "infeasible"
      ? own(0, 0.9 / n).map((bound, i) => Math.max(bound, lower[i]!) * 0.99)
      : own(kind === "tight box" ? 1.02 / n : 1.5 / n, 1).map((bound, i) =>
          Math.max(lower[i]!, Math.min(1, bound)),
        )
  const groups = next() < 0.5 ? [] : randomGroups(n, lower, upper, next)
  return {
    kind,
    n,
    matrix,
    gain: own(-0.01, 0.02),
    tilt: next() < 0.3 ? 0 : 0.05 * next(),
    lower,
    upper,
    groups,
  }
}

/** Two sums that hold together: the first is bounded above, the second below, with room for the rest. */
function randomGroups(
  n: number,
  lower: ReadonlyArray<number>,
  upper: ReadonlyArray<number>,
  next: () => number,
): Program["groups"] {
  if (n < 4) return []
  const middle = n >> 1
  const first = Array.from({ length: middle }, (_, i) => i)
  const least = first.reduce((sum, i) => sum + lower[i]!, 0)
  const rest = upper.slice(middle).reduce((sum, bound) => sum + bound, 0)
  const max = Math.max(least, 1 - rest) + 0.05 + 0.4 * next()
  return [{ members: first, min: -Infinity, max }]
}

export const objective = ({ matrix, gain, tilt }: Program, x: ArrayLike<number>): number => {
  let value = 0
  for (let i = 0; i < x.length; i++) {
    value -= tilt * gain[i]! * x[i]!
    for (let j = 0; j < x.length; j++) value += 0.5 * matrix[i]![j]! * x[i]! * x[j]!
  }
  return value
}

/** Whether any weights keep the bounds, from sums alone. */
export function isFeasible({ n, lower, upper, groups }: Program): boolean {
  const sum = (values: ReadonlyArray<number>, members: ReadonlyArray<number>) =>
    members.reduce((total, i) => total + values[i]!, 0)
  if (lower.some((bound, i) => bound > upper[i]!)) return false
  const grouped = groups.flatMap(({ members }) => members)
  const rest = Array.from({ length: n }, (_, i) => i).filter((i) => !grouped.includes(i))
  const all = [...groups, { members: rest, min: -Infinity, max: Infinity }]
  const mosts = all.map(({ members, max }) => Math.min(max, sum(upper, members)))
  const leasts = all.map(({ members, min }) => Math.max(min, sum(lower, members)))
  const add = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)
  return leasts.every((least, k) => least <= mosts[k]!) && add(mosts) >= 1 && add(leasts) <= 1
}
