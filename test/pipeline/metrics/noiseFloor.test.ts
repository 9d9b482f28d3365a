import { describe, expect, it } from "vitest"
import * as Stream from "../../../src/dag/Stream.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Window from "../../../src/domain/Window.ts"
import { inverseNormal } from "../../../src/kernel/inverseNormal.ts"
import { MetricsNoiseDraw, type NoiseDraw, type NoiseKind } from "../../../src/pipeline/metrics/noiseDraw.ts"
import { MetricsNoiseFloor, type NoiseFloor } from "../../../src/pipeline/metrics/noiseFloor.ts"
import { runNode, type Study, studyOf, weekdays } from "./fixtures.ts"

const rates = { risk_free: 0, periods_per_year: 252 }
const kinds = ["signs", "rotation"] as const

interface Case {
  readonly study: Study
  readonly inputs: Readonly<Record<string, unknown>>
}

/** One asset with these returns, held with these weights over them; row 0 is the equity base. */
function caseOf(returns: ReadonlyArray<number>, weights: ReadonlyArray<number>): Case {
  const study = studyOf(
    returns.map((r, j) => weights[j]! * r),
    { sessions: weekdays(returns.length + 1) },
  )
  const { calendar } = study.net
  const panel = (values: ReadonlyArray<number>) => Panel.make(calendar, ["A"], Float64Array.from(values))
  const unknown = panel([0, ...returns].map(() => NaN))
  const held = panel([...weights, 0])
  const inputs = {
    held,
    filled: held,
    before_fill: unknown,
    after_fill: unknown,
    close_to_close: panel([NaN, ...returns]),
    book: study.book,
    net: study.net,
    window: study.window,
  }
  return { study, inputs }
}

const drawOf = ({ inputs }: Case, kind: NoiseKind, draw: number, seed = 0): NoiseDraw =>
  MetricsNoiseDraw.spec.run(
    inputs,
    { kind, draw, ...rates },
    { skip: 0, state: undefined, seed },
  ) as NoiseDraw

function floorOf(given: Case, count: number, seed = 0): NoiseFloor {
  const draws = kinds.flatMap((kind) =>
    Array.from({ length: count }, (_, i) => [`${kind}-${i + 1}`, drawOf(given, kind, i + 1, seed)] as const),
  )
  const { net, window } = given.study
  return runNode(MetricsNoiseFloor, { net, window, draws: Object.fromEntries(draws) }, rates)
}

const pOf = ({ floors }: NoiseFloor, kind: NoiseKind): number =>
  floors.find((floor) => floor.kind === kind)!.p_value!

const normal = (count: number, seed: number, mean = 0): ReadonlyArray<number> => {
  const source = Stream.column(seed, "returns", "a")
  return Array.from({ length: count }, (_, t) => mean + 0.01 * inverseNormal(source.unit(t) + 2 ** -54))
}

/** Long or short by chance, a few sessions at a time. */
const guesses = (count: number, seed: number): ReadonlyArray<number> => {
  const source = Stream.column(seed, "guesses", "a")
  return Array.from({ length: count }, (_, t) => (source.unit(Math.floor(t / 3)) < 0.5 ? -1 : 1))
}

describe("the noise floor", () => {
  it("errs as often as it says: of studies that guess, 5 % have a p-value of at most 5 %", () => {
    const worlds = Array.from({ length: 400 }, (_, i) => i + 1)
    const floors = worlds.map((seed) => floorOf(caseOf(normal(120, seed), guesses(120, seed)), 19, seed))
    for (const kind of kinds) {
      const share = floors.filter((floor) => pOf(floor, kind) <= 0.05).length / worlds.length
      // standard deviation 1.1 %
      expect(share, kind).toBeGreaterThan(0.05 - 0.033)
      expect(share, kind).toBeLessThan(0.05 + 0.033)
    }
  })

  it("finds a study that knows the next return", () => {
    const returns = normal(250, 5)
    const known = caseOf(
      returns,
      returns.map((r) => Math.sign(r)),
    )
    for (const kind of kinds) expect(pOf(floorOf(known, 99), kind), kind).toBe(0.01)
  })

  it("tells drift from timing: what never trades in a rising market is above drawn signs and never above rotations", () => {
    const rising = normal(500, 8, 0.003)
    const floor = floorOf(
      caseOf(
        rising,
        rising.map(() => 1),
      ),
      39,
    )
    expect(pOf(floor, "signs")).toBe(1 / 40)
    expect(pOf(floor, "rotation")).toBe(1)
    const rotation = floor.floors[1]!
    expect(rotation.median).toBeCloseTo(floor.sharpe!, 10)
    expect(rotation.rank).toBe(40)
  })

  it("keeps what the study paid: where holdings earn the same whatever is drawn, a draw has the study's own ratio", () => {
    const same = Array.from({ length: 30 }, () => 0.01)
    const paid = studyOf(same.map((r, j) => r - (j % 5 === 0 ? 0.002 : 0)))
    const given = caseOf(
      same,
      same.map(() => 1),
    )
    const floor = floorOf({ study: paid, inputs: { ...given.inputs, net: paid.net } }, 19)
    for (const { kind, sharpe } of floor.draws)
      if (kind === "rotation") expect(sharpe).toBeCloseTo(floor.sharpe!, 10)
  })

  it("draws by seed, kind and number; a sign stays when a session is appended", () => {
    const given = caseOf(normal(60, 2), guesses(60, 2))
    expect(drawOf(given, "signs", 1, 4)).toEqual(drawOf(given, "signs", 1, 4))
    expect(drawOf(given, "signs", 1, 5)).not.toEqual(drawOf(given, "signs", 1, 4))
    expect(drawOf(given, "rotation", 2, 4)).not.toEqual(drawOf(given, "rotation", 1, 4))
    // one return alone, so that the ratio has its sign
    const alone = (count: number) =>
      caseOf(
        Array.from({ length: count }, (_, j) => (j === 7 ? 0.1 : 0)),
        Array.from({ length: count }, () => 1),
      )
    const signs = (count: number) =>
      Array.from({ length: 30 }, (_, i) => Math.sign(drawOf(alone(count), "signs", i + 1).sharpe!))
    expect(signs(20)).toEqual(signs(21))
    expect(new Set(signs(20))).toEqual(new Set([-1, 1]))
  })

  it("turns by every number of sessions but none and all", () => {
    const given = caseOf(normal(6, 2), guesses(6, 2))
    const shifts = Array.from({ length: 100 }, (_, i) => drawOf(given, "rotation", i + 1).shift)
    expect(new Set(shifts)).toEqual(new Set([1, 2, 3, 4, 5]))
  })

  it("says why there is none", () => {
    const flat = caseOf(
      normal(30, 1),
      Array.from({ length: 30 }, () => 0),
    )
    expect(floorOf(flat, 19).floors[0]).toMatchObject({ p_value: null, reason: "the returns do not vary" })
    const given = caseOf(normal(30, 1), guesses(30, 1))
    const never = { ...given.study, window: Window.empty("nothing was ever filled") }
    const empty = { study: never, inputs: { ...given.inputs, window: never.window } }
    expect(floorOf(empty, 19).floors[1]).toMatchObject({ rank: null, reason: "nothing was ever filled" })
    const lost = given.study.net.values.map((value, at) =>
      at >= 20 * given.study.net.assets.length ? NaN : value,
    )
    const ruined = { ...given.study, net: { ...given.study.net, values: lost } }
    expect(
      floorOf({ study: ruined, inputs: { ...given.inputs, net: ruined.net } }, 19).floors[0],
    ).toMatchObject({
      mean: null,
      reason: "the study lost everything, so what it would have held afterwards is not known",
    })
  })
})
