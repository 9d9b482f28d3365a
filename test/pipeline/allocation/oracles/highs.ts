/** HiGHS, another solver by other people, on the same program: as text, scaled so that numbers are about 1. */
import { createRequire } from "node:module"
import type { Highs } from "highs"
import type { Program } from "./program.ts"

/** It is CommonJS, whose types and values import each other's names differently. */
export const openHighs = (): Promise<Highs> =>
  (createRequire(import.meta.url)("highs") as () => Promise<Highs>)()

/** The weights that it finds, or the status it ends with. */
export function solveWithHighs(highs: Highs, program: Program): ReadonlyArray<number> | string {
  let answer: Answer
  try {
    answer = highs.solve(textOf(program)) as Answer
  } catch (error) {
    return String(error) // it refuses some singular matrices
  }
  const { Status, Columns } = answer
  return Status === "Optimal" ? program.gain.map((_, i) => Columns[`x${i}`]!.Primal!) : Status
}

interface Answer {
  readonly Status: string
  readonly Columns: Readonly<Record<string, { readonly Primal?: number }>>
}

function textOf({ n, matrix, gain, tilt, lower, upper, groups }: Program): string {
  const scale = 1 / Math.max(1e-300, matrix.reduce((sum, row, i) => sum + row[i]!, 0) / n)
  const signed = (value: number, name: string): string =>
    `${value < 0 ? "-" : "+"} ${Math.abs(value)} ${name}`
  const linear = gain.map((value, i) => signed(-scale * tilt * value, `x${i}`))
  const squares = matrix.flatMap((row, i) =>
    row.flatMap((entry, j) =>
      j < i || entry === 0
        ? []
        : [i === j ? signed(scale * entry, `x${i} ^2`) : signed(2 * scale * entry, `x${i} * x${j}`)],
    ),
  )
  const all = Array.from({ length: n }, (_, i) => `x${i}`)
  const sums = groups.map(
    ({ members, max }, k) => ` g${k}: ${members.map((i) => `x${i}`).join(" + ")} <= ${max}`,
  )
  return [
    "Minimize",
    ` obj: ${linear.join(" ")} + [ ${squares.join(" ")} ] / 2`,
    "Subject To",
    ` budget: ${all.join(" + ")} = 1`,
    ...sums,
    "Bounds",
    ...all.map((name, i) => ` ${lower[i]} <= ${name} <= ${upper[i]}`),
    "End",
    "",
  ].join("\n")
}
