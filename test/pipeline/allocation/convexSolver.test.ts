/** Programs solved by Clarabel and the active-set step, against two other ways of solving them. */
import type { Highs } from "highs"
import { beforeAll, describe, expect, it } from "vitest"
import { type LinearRow, type Polytope, violation } from "../../../src/kernel/convex/Polytope.ts"
import { denseForm, factorForm } from "../../../src/kernel/convex/QuadraticForm.ts"
import { optimise } from "../../../src/pipeline/allocation/optimise/optimise.ts"
import { solver } from "../../support/solver.ts"
import { chance } from "../../laws/markets.ts"
import { openHighs, solveWithHighs } from "./oracles/highs.ts"
import { isFeasible, objective, type Program, randomProgram } from "./oracles/program.ts"
import { projectedGradient } from "./oracles/projectedGradient.ts"

const programs = Array.from({ length: 1000 }, (_, seed) => randomProgram(seed))

function setOf({ n, lower, upper, groups }: Program): Polytope {
  const row = (name: string, members: ReadonlyArray<number>, low: number, high: number): LinearRow => ({
    name,
    coefficients: Float64Array.from({ length: n }, (_, i) => (members.includes(i) ? 1 : 0)),
    lower: low,
    upper: high,
  })
  const everybody = Array.from({ length: n }, (_, i) => i)
  return {
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
    rows: [
      row("budget", everybody, 1, 1),
      ...groups.map(({ members, min, max }, k) => row(`g${k}`, members, min, max)),
    ],
  }
}

const solve = (program: Program) =>
  optimise(
    {
      form: denseForm(Float64Array.from(program.matrix.flat()), program.n),
      gain: Float64Array.from(program.gain),
      tilt: { _tag: "Fixed", value: program.tilt },
      set: setOf(program),
    },
    solver,
  )

let highs: Highs
beforeAll(async () => {
  highs = await openHighs()
})

describe("a thousand random programs", () => {
  it("of every kind, some of which no weights solve", () => {
    const counts = Map.groupBy(programs, ({ kind }) => kind)
    expect(counts.size).toBe(7)
    for (const [kind, of] of counts) expect(of.length, kind).toBeGreaterThanOrEqual(10)
    expect(programs.filter((program) => !isFeasible(program)).length).toBeGreaterThan(100)
  })

  it("are refused exactly where no weights keep the bounds", () => {
    for (const [seed, program] of programs.entries()) {
      const attempt = solve(program)
      expect(attempt._tag, `program ${seed} (${program.kind})`).toBe(
        isFeasible(program) ? "Solved" : "Failed",
      )
      if (attempt._tag === "Failed") expect(attempt.status, `program ${seed}`).toMatch(/PrimalInfeasible$/)
    }
  })

  it("are solved as well as by a projected gradient, within the bounds", () => {
    let compared = 0
    for (const [seed, program] of programs.entries()) {
      if (!isFeasible(program) || program.groups.length > 0 || program.kind === "large") continue
      const attempt = solve(program)
      if (attempt._tag === "Failed") throw new Error(`program ${seed}: ${attempt.reason}`)
      expect(violation(setOf(program), attempt.weights), `program ${seed}`).toBeLessThan(1e-8)
      const theirs = objective(program, projectedGradient(program, 500))
      const size = Math.abs(theirs) + program.matrix[0]![0]! * 1e-6
      expect(objective(program, attempt.weights), `program ${seed} (${program.kind})`).toBeLessThanOrEqual(
        theirs + 1e-7 * size,
      )
      compared++
    }
    expect(compared).toBeGreaterThan(400)
  })

  it("are solved as well as by HiGHS, and it finds nothing where we do not", () => {
    let compared = 0
    const given = new Map<string, number>()
    for (const [seed, program] of programs.entries()) {
      const theirs = solveWithHighs(highs, program)
      if (typeof theirs === "string") {
        if (theirs === "Infeasible") expect(isFeasible(program)).toBe(false)
        given.set(theirs, (given.get(theirs) ?? 0) + 1)
        continue
      }
      const attempt = solve(program)
      if (attempt._tag === "Failed") throw new Error(`program ${seed}: ${attempt.reason}`)
      const [own, other] = [objective(program, attempt.weights), objective(program, theirs)]
      const size = program.matrix.reduce((sum, row, i) => sum + row[i]!, 0) / program.n
      // its bounds are kept to 1e-7 only, which may buy it as much
      expect(own, `program ${seed} (${program.kind})`).toBeLessThanOrEqual(other + 1e-6 * size)
      compared++
    }
    console.log(`HiGHS: compared ${compared}, gave up: ${JSON.stringify([...given])}`)
    expect(compared).toBeGreaterThan(0.95 * programs.filter(isFeasible).length)
  })

  it("end with the exact step, but for those with more than one solution", () => {
    for (const [seed, program] of programs.entries()) {
      const attempt = solve(program)
      if (attempt._tag === "Failed" || program.kind === "duplicates" || program.kind === "rank deficient")
        continue
      expect(attempt.exact, `program ${seed} (${program.kind})`).toBe(true)
      // stationarity: the slope is that of the bounds that bind
      for (const [i, price] of attempt.boundDuals.entries()) {
        const [low, high] = [program.lower[i]!, program.upper[i]!]
        const weight = attempt.weights[i]!
        const size = program.matrix[i]![i]! + Math.abs(program.tilt * program.gain[i]!)
        if (weight > low + 1e-9 && weight < high - 1e-9) expect(Math.abs(price)).toBeLessThan(1e-8 * size)
        else if (low < high) expect(weight <= low + 1e-9 ? price : -price).toBeGreaterThan(-1e-8 * size)
      }
    }
  })
})

describe("what is no convex program", () => {
  const program = programs.find((each) => each.kind === "plain" && each.n > 3 && isFeasible(each))!

  it("with an indefinite matrix is refused, though the solver would call it solved", () => {
    const matrix = program.matrix.map((row, i) =>
      row.map((entry, j) => (i === j && i === 0 ? -entry : entry)),
    )
    expect(solve({ ...program, matrix })).toMatchObject({ _tag: "Failed", status: "NotPositiveSemidefinite" })
  })

  it("with a NaN anywhere is refused", () => {
    const nan = <A>(values: ReadonlyArray<A>): ReadonlyArray<A | number> => [NaN, ...values.slice(1)]
    expect(solve({ ...program, gain: nan(program.gain), tilt: 1 })._tag).toBe("Failed")
    expect(solve({ ...program, lower: nan(program.lower) })._tag).toBe("Failed")
    expect(solve({ ...program, matrix: [nan(program.matrix[0]!), ...program.matrix.slice(1)] })._tag).toBe(
      "Failed",
    )
  })
})

describe("the factor form", () => {
  it("gives the weights of the dense one, for every kind of objective", () => {
    const [n, k] = [40, 4]
    const next = chance(5)
    const loadings = Float64Array.from({ length: n * k }, () => 0.02 * (next() - 0.3))
    const specific = Float64Array.from({ length: n }, () => 1e-4 * (0.5 + next()))
    const factors = factorForm(loadings, specific)
    const dense = denseForm(factors.block(Array.from({ length: n }, (_, i) => i)), n)
    const gain = Float64Array.from({ length: n }, () => 0.002 * (next() - 0.3))
    const budget: LinearRow = {
      name: "budget",
      coefficients: new Float64Array(n).fill(1),
      lower: 1,
      upper: 1,
    }
    const set = { lower: new Float64Array(n), upper: new Float64Array(n).fill(0.2), rows: [budget] }
    const calm = optimise({ form: dense, gain, tilt: { _tag: "Fixed", value: 0 }, set }, solver)
    if (calm._tag === "Failed") throw new Error(calm.reason)
    const least = calm.weights.reduce((sum, weight, i) => sum + weight * dense.multiply(calm.weights)[i]!, 0)
    for (const tilt of [
      { _tag: "Fixed", value: 0 },
      { _tag: "Fixed", value: 0.2 },
      { _tag: "Sharpe" },
      { _tag: "Variance", value: 1.3 * least },
    ] as const) {
      const [own, other] = [factors, dense].map((form) => optimise({ form, gain, tilt, set }, solver))
      if (own!._tag === "Failed" || other!._tag === "Failed") throw new Error("not solved")
      expect([own!.exact, other!.exact]).toEqual([true, true])
      own!.weights.forEach((weight, i) => expect(Math.abs(weight - other!.weights[i]!)).toBeLessThan(1e-9))
    }
  })
})
