import { describe, expect, it } from "vitest"
import type { Reason } from "../../src/dag/Reason.ts"
import type { Fate, NodeOutcome } from "../../src/dag/Run.ts"
import { ranLines } from "../../src/report/text/ranLines.ts"

const outcome = (
  id: string,
  fate: Fate,
  reason: Reason | undefined,
  rowsRun: number | null = null,
): NodeOutcome => ({
  id,
  fate,
  key: id,
  outputs: {},
  reasons: reason === undefined ? [] : [reason],
  rowsRun,
  rowsGiven: rowsRun,
  changes: null,
  wallMs: 0,
  cpuMs: 0,
  error: null,
})

const never: Reason = { kind: "never-run" }
const inputs: Reason = { kind: "input-changed", input: "x", from: "a", old: "1", new: "2" }
const lookback: Reason = { kind: "config-changed", path: "lookback", old: 60, new: 90 }

describe("the lines of a run", () => {
  it("say that nothing had changed", () => {
    expect(ranLines([outcome("a", "cached", undefined)])).toEqual([
      "nothing had changed: every result was stored",
    ])
  })

  it("say nothing of a first run", () => {
    expect(ranLines([outcome("a", "computed", never), outcome("b", "computed", never)])).toEqual([])
  })

  it("begin with what changed and count what followed", () => {
    const nodes = [
      outcome("a", "computed", lookback),
      outcome("b", "computed", inputs),
      outcome("c", "computed", inputs),
      outcome("d", "cached", undefined),
    ]
    expect(ranLines(nodes)).toEqual([
      "  ran a: lookback changed from 60 to 90",
      "  ran 2 more because their inputs changed",
    ])
  })

  it("name the first declarations of many that changed", () => {
    const declarations = Array.from({ length: 40 }, (_, i) => ({
      change: "added" as const,
      name: `f${i}`,
      file: "src/kernel/f.ts",
      line: i,
    }))
    expect(ranLines([outcome("a", "computed", { kind: "code-changed", declarations })])).toEqual([
      "  ran a: its code changed: f0 added (src/kernel/f.ts:0), f1 added (src/kernel/f.ts:1), f2 added (src/kernel/f.ts:2), f3 added (src/kernel/f.ts:3) and 36 more",
    ])
  })

  it("name extended nodes by rows, the most first, and those where change began with their reason", () => {
    const source: Reason = {
      kind: "source-changed",
      old: '{"parts":{"2023":"a","2024":"b"},"state":""}',
      new: '{"parts":{"2023":"a","2024":"c"},"state":""}',
    }
    const some = ["b", "c", "d", "e", "f"].map((id) => outcome(id, "extended", inputs, 1))
    expect(
      ranLines([outcome("a", "extended", source, 21), ...some, outcome("g", "extended", inputs, 300)]),
    ).toEqual([
      "  extended a by 21 rows: what it reads from the outside changed: 2024",
      "  extended by 300 rows: g",
      "  extended by 1 row: b, c, d, e, 1 more (--json names them)",
    ])
  })

  it("fold nodes of one definition with the same reason", () => {
    const fold = ["pi/throw@1", "pi/throw@2", "pi/throw@3"].map((id) => outcome(id, "computed", never))
    expect(ranLines([...fold, outcome("pi/estimate", "computed", inputs)])).toEqual([
      "  ran pi/throw@1 and 2 more like it: it has never run",
      "  ran 1 more because their inputs changed",
    ])
  })

  it("fold nodes of several definitions with the same reason, and name the first of them", () => {
    const ids = [
      "costs/components@a",
      "costs/components@b",
      "metrics/summary",
      "metrics/yearly",
      "metrics/rolling",
      "metrics/relative",
    ]
    expect(ranLines(ids.map((id) => outcome(id, "computed", lookback)))).toEqual([
      "  ran costs/components@a and 1 more like it, metrics/summary, metrics/yearly, 2 more (--json names them): lookback changed from 60 to 90",
    ])
  })

  it("tell a hash by its beginning", () => {
    const [old, now] = ["a", "b"].map((digit) => digit.repeat(64))
    const other: Reason = { kind: "config-changed", path: "config_hash", old: old!, new: now! }
    expect(ranLines([outcome("a", "computed", other)])).toEqual([
      '  ran a: config_hash changed from "aaaaaaaaaaaa" to "bbbbbbbbbbbb"',
    ])
  })

  it("tell the first of many reasons", () => {
    const sector = (asset: string): Reason => ({
      kind: "config-changed",
      path: `sectors.${asset}`,
      old: "x",
      new: null,
    })
    const node = {
      ...outcome("a", "computed", lookback),
      reasons: ["A", "B", "C", "D", "E", "F"].map(sector),
    }
    expect(ranLines([node])).toEqual([
      '  ran a: sectors.A changed from "x" to null; sectors.B changed from "x" to null; sectors.C changed from "x" to null; and 3 more (`sage why` tells all)',
    ])
  })
})
