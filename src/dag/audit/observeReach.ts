/**
 * How far into each input the outputs are seen to reach, to compare with what is declared: the farthest single row whose
 * change moves a row of output. Rows nearer to t are tried when the far edge moves nothing.
 */
import type { State } from "../Node.ts"
import type { Reach } from "../Reach.ts"
import { answerOf, resume } from "./answer.ts"
import { outputRows } from "./audit.ts"
import { aheadOf, backOf, type Case, keysOf, rowsOf, slice } from "./Case.ts"
import { changeRows, styles } from "./change.ts"
import { mix, sample } from "./chance.ts"
import { differenceOfRows } from "./compare.ts"
import { inputName } from "./Probe.ts"
import { withoutRows } from "./laws/unreached.ts"

export interface ObservedReach {
  /** port, or port.key */
  readonly input: string
  readonly declared: Reach
  /** farthest row before t seen to move row t, in rows (negative: after t); null when none did */
  readonly back: number | null
  /** farthest row after t seen to move row t (negative: before t) */
  readonly ahead: number | null
}

/** Inputs with rows of nodes with rows; for others there is nothing to see. */
export function observeReach(
  given: Case,
  { tries, seed }: { readonly tries: number; readonly seed: number },
): ReadonlyArray<ObservedReach> {
  if (withoutRows(given) !== undefined) return []
  const moves = mover(given)
  return given.inputs.flatMap((input, index): ReadonlyArray<ObservedReach> => {
    if (input.grid === undefined) return []
    const rows = rowsToTry(given, tries, mix(seed, index))
    const farthest = (direction: -1 | 1, from: number, to: number): number | null =>
      distances(from, to).find((distance) =>
        rows.some((row) => moves(index, row, row + direction * distance, mix(seed, distance))),
      ) ?? null
    const { back, ahead } = input.reach
    const longest = rowsOf(given) - 1
    return [
      {
        input: inputName(input),
        declared: input.reach,
        back: farthest(-1, Math.min(back, longest), Math.max(-ahead, -longest)),
        ahead: farthest(1, Math.min(ahead, longest), Math.max(-back, -longest)),
      },
    ]
  })
}

/** From the far edge inwards: row by row at first, then in growing steps, down to `to`. */
function distances(from: number, to: number): ReadonlyArray<number> {
  const all: Array<number> = []
  for (let distance = from; distance > to; distance -= 1 + (all.length >> 3)) all.push(distance)
  return [...all, to + 0] // + 0: no negative zero
}

/** Rows with an output, every other one of them such that it changes there; the later the more lies within reach. */
function rowsToTry(given: Case, tries: number, seed: number): ReadonlyArray<number> {
  const { changing, telling } = outputRows(given)
  const some = (rows: ReadonlyArray<number>, stream: number): ReadonlyArray<number> =>
    sample(rows.length, Math.ceil(tries / 2), mix(seed, stream)).map((i) => rows[i]!)
  return [...new Set([...some(changing, 1), ...some(telling, 2)])].sort((a, b) => b - a)
}

/** Whether changing one row of one input moves row t of an output; each t runs on its own few rows. */
function mover(given: Case): (index: number, t: number, row: number, salt: number) => boolean {
  const windows = new Map<
    number,
    { readonly part: Case; readonly first: number; readonly state: State | undefined }
  >()
  const windowAt = (t: number) => {
    const known = windows.get(t)
    if (known !== undefined) return known
    const first = Math.max(0, t - backOf(given))
    const last = given.spec.stateful ? t + 1 : Math.min(rowsOf(given), t + aheadOf(given) + 1)
    const before = given.spec.stateful && t > 0 ? answerOf(slice(given, 0, t)) : undefined
    const state = before?._tag === "Answered" ? before.state : undefined
    const window = { part: slice(given, first, last), first, state }
    windows.set(t, window)
    return window
  }
  return (index, t, row, salt) => {
    const { part, first, state } = windowAt(t)
    const at = row - first
    if (at < 0 || at >= rowsOf(part)) return false
    const run = (other: Case) => resume(other, t - first, state)
    const key = keysOf(given)[t]!
    const expected = run(part)
    return styles.some((style) => {
      const changed = changeRows(
        part,
        (input, place) => input === part.inputs[index] && place === at,
        style,
        salt,
      )
      const found = run(changed)
      if (expected._tag !== "Answered" || found._tag !== "Answered") return false
      return differenceOfRows(expected, found, { from: key, to: key + 1 }) !== undefined
    })
  }
}
