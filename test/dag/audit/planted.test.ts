/** Every mistake that the laws are there for is found, and shown on the smallest inputs that show it. */
import { describe, expect, it } from "vitest"
import { audit } from "../../../src/dag/audit/audit.ts"
import * as Case from "../../../src/dag/audit/Case.ts"
import type { LawName } from "../../../src/dag/audit/laws/all.ts"
import { observeReach } from "../../../src/dag/audit/observeReach.ts"
import type { Definition } from "../../../src/dag/Node.ts"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { makeRandom } from "../incremental/random.ts"
import * as Planted from "./plantedNodes.ts"

/** Four columns on 60 days in a row, one cell in ten unknown. */
function panelOf(seed: number): Panel.Panel {
  const random = makeRandom(seed)
  const calendar = Calendar.make(Int32Array.from({ length: 60 }, (_, t) => 18_000 + t))
  const values = Float64Array.from({ length: 240 }, () => (random.int(10) === 0 ? NaN : 1 + random.unit()))
  return Panel.make(calendar, ["A", "B", "C", "D"], values)
}

const caseOf = ({ spec }: Definition, seed = 1): Case.Case =>
  Case.make(spec, {}, { x: panelOf(seed), label: panelOf(seed + 100) })

function counterexampleOf(definition: Definition, law: LawName) {
  const verdict = audit([caseOf(definition)], { cuts: 6, seed: 1 })[law]
  if (verdict._tag !== "Violated") return verdict
  const { cause, difference, given } = verdict.counterexample
  return { cause, difference, rows: Case.rowsOf(given), members: Case.membersOf(given).length }
}

interface Expected {
  readonly node: Definition
  readonly law: LawName
  /** rows and members of the smallest inputs that show it */
  readonly rows: number
  readonly members: number
}

const planted: ReadonlyArray<Expected> = [
  { node: Planted.ShiftedBack, law: "causality", rows: 2, members: 1 },
  { node: Planted.FullSampleScore, law: "causality", rows: 2, members: 1 },
  { node: Planted.Counting, law: "purity", rows: 1, members: 1 },
  { node: Planted.Mutating, law: "purity", rows: 1, members: 1 },
  { node: Planted.TooShortLookback, law: "footprint", rows: 6, members: 1 },
  { node: Planted.RunningSum, law: "footprint", rows: 4, members: 1 },
  { node: Planted.RowBlocks, law: "origin", rows: 5, members: 1 },
  { node: Planted.MonthEndByNextRow, law: "causality", rows: 2, members: 1 },
  { node: Planted.ForgetfulMean, law: "chunking", rows: 2, members: 1 },
  { node: Planted.OneOverAll, law: "absence", rows: 1, members: 1 },
  { node: Planted.OtherStart, law: "absence", rows: 0, members: 0 },
  { node: Planted.LooksAcross, law: "equivariance", rows: 1, members: 2 },
  { node: Planted.LastObservations, law: "footprint", rows: 4, members: 1 },
  { node: Planted.UnpurgedFit, law: "causality", rows: 5, members: 1 },
  { node: Planted.Throwing, law: "totality", rows: 0, members: 1 },
]

describe("a planted violation", () => {
  for (const { node, law, rows, members } of planted) {
    it(`${node.spec.name}: ${law}, shown on ${rows} row(s) and ${members} member(s)`, () => {
      expect(counterexampleOf(node, law)).toMatchObject({ rows, members })
    })
  }
})

describe("a counterexample", () => {
  it("names the one cell that should have made no difference, and the output that it moved", () => {
    const found = counterexampleOf(Planted.TooShortLookback, "footprint")
    expect(found).toMatchObject({ cause: { kind: "changed", cells: [{ input: "x" }] } })
    if (!("cause" in found) || found.cause.kind !== "changed") return
    const [cell] = found.cause.cells
    expect(found.cause.cells).toHaveLength(1)
    expect(found.difference).toMatchObject({ port: "output", column: cell!.column })
    expect(found.difference.row).toBeGreaterThan(cell!.row)
    expect(found.difference.found).not.toBe(found.difference.expected)
  })

  it("of a row that must not be known names the row after which all were removed", () => {
    const found = counterexampleOf(Planted.MonthEndByNextRow, "causality")
    expect(found).toMatchObject({ cause: { kind: "rows-removed", side: "after" } })
  })

  it("of a changed input names the input", () => {
    const found = counterexampleOf(Planted.Mutating, "purity")
    expect(found).toMatchObject({ cause: { kind: "mutated", input: "x" }, difference: { found: 0 } })
  })

  it("is not made where nothing can be wrong: a node that is no function of its inputs is not asked for more", () => {
    expect(counterexampleOf(Planted.Counting, "causality")).toMatchObject({ _tag: "NotTested" })
  })
})

describe("nodes that keep their word", () => {
  for (const node of [Planted.Change, Planted.WindowSum, Planted.TooLongLookback]) {
    it(`${node.spec.name} passes every law, with trials of each`, () => {
      const verdicts = audit([caseOf(node), caseOf(node, 2)], { cuts: 6, seed: 3 })
      for (const [law, verdict] of Object.entries(verdicts))
        expect(verdict, law).toMatchObject({ _tag: "Passed" })
    })
  }

  const observed = (node: Definition) => observeReach(caseOf(node), { tries: 6, seed: 1 })

  it("are seen to reach as far as they say, or less far", () => {
    expect(observed(Planted.Change)).toMatchObject([{ input: "x", back: 5, ahead: 0 }])
    expect(observed(Planted.TooLongLookback)).toMatchObject([{ declared: { back: 9 }, back: 5, ahead: 0 }])
    expect(observed(Planted.UnpurgedFit)).toMatchObject([
      { input: "label", ahead: -5 },
      { input: "x", back: 0, ahead: 0 },
    ])
  })
})
