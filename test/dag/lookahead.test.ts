import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Document from "../../src/dag/Document.ts"
import { refuseLookahead, sights } from "../../src/dag/Lookahead.ts"
import * as Node from "../../src/dag/Node.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Panel from "../../src/domain/Panel.ts"

const none = Schema.Struct({})
const panel = () => Panel.make({ sessions: new Int32Array(0) }, [], new Float64Array(0))

const Bars = Node.define({
  name: "bars",
  title: "prices",
  config: none,
  inputs: {},
  outputs: { open: Node.knownAt("open", Panel.type), close: Node.knownAt("close", Panel.type) },
  reach: () => Reach.point,
  scope: "each",
  run: () => ({ open: panel(), close: panel() }),
})

const Step = Node.define({
  name: "step",
  title: "rows from −back to +ahead",
  config: Schema.Struct({ back: Schema.Int, ahead: Schema.Int }),
  inputs: { of: Panel.type },
  output: Panel.type,
  reach: ({ back, ahead }) => ({ kind: "past", back, ahead }),
  scope: "each",
  run: ({ of }) => of,
})

const Expanding = Node.define({
  name: "expanding",
  title: "a statistic that settles",
  config: Schema.Struct({ settle_rows: Schema.Int }),
  inputs: { of: Panel.type },
  output: Panel.type,
  reach: () => Reach.history("it expands"),
  settle: ({ settle_rows }) => settle_rows,
  scope: "each",
  run: ({ of }) => of,
})

const FullSample = Node.define({
  name: "full-sample",
  title: "mean over everything",
  config: none,
  inputs: { of: Panel.type },
  output: Document.of("mean", Schema.Finite),
  reach: () => Reach.whole("a mean over the sample"),
  scope: "all",
  run: () => 0,
})

const Normalise = Node.define({
  name: "normalise",
  title: "less the mean",
  config: none,
  inputs: { of: Panel.type, mean: Document.of("mean", Schema.Finite) },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  run: ({ of }) => of,
})

const decide = <E extends Node.Event>(known: E) => (known === "open" ? OpenDecision : CloseDecision)

const CloseDecision = Node.define({
  name: "decision",
  title: "decides at the close",
  config: none,
  inputs: { of: Panel.type },
  output: Node.knownAt("close", Panel.type),
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ of }) => of,
})

const OpenDecision = Node.define({
  name: "open-decision",
  title: "decides at the open",
  config: none,
  inputs: { of: Panel.type },
  output: Node.knownAt("open", Panel.type),
  reach: () => Reach.point,
  scope: "all",
  decides: true,
  run: ({ of }) => of,
})

const bars = Bars({}, {})
const prepared = (target: Node.Source<unknown>) => Effect.runSync(prepare({ target }))
const verdict = (target: Node.Source<unknown>) =>
  Effect.runSync(Effect.result(refuseLookahead(prepared(target))))
const step = (of: Node.Source<Panel.Panel>, back: number, ahead: number, as: string) =>
  Step({ back, ahead }, { of }, { as })

describe("lookahead", () => {
  it("is refused when a decision could see tomorrow, with the path and the distance", () => {
    const leak = step(bars.close, 0, 1, "tomorrow")
    const result = verdict(decide("close")({}, { of: step(leak, 5, 0, "smooth") }))
    expect(result._tag).toBe("Failure")
    if (result._tag !== "Failure") return
    expect(result.failure.halfSessionsAhead).toBe(2)
    expect(result.failure.message).toContain("step@tomorrow.of [−0, +1]")
    expect(result.failure.message).toContain("step@smooth.of [−5, +0]")
  })

  it("cancels against a delay along the same path", () => {
    const leak = step(bars.close, 0, 1, "tomorrow")
    expect(verdict(decide("close")({}, { of: step(leak, 1, -1, "delayed") }))._tag).toBe("Success")
  })

  it("counts events within a session: a close lies ahead of a decision at the open", () => {
    expect(verdict(decide("open")({}, { of: bars.open }))._tag).toBe("Success")
    const result = verdict(decide("open")({}, { of: bars.close }))
    expect(result._tag === "Failure" && result.failure.halfSessionsAhead).toBe(1)
    expect(verdict(decide("open")({}, { of: step(bars.close, 1, -1, "yesterday") }))._tag).toBe("Success")
  })

  it("takes a statistic of the full sample for what it is", () => {
    const mean = FullSample({}, { of: bars.close })
    const result = verdict(decide("close")({}, { of: Normalise({}, { of: bars.close, mean }) }))
    expect(result._tag === "Failure" && result.failure.halfSessionsAhead).toBe(null)
    expect(result._tag === "Failure" && result.failure.message).toContain("all of the future")
  })

  it("is no business of nodes that decide nothing", () => {
    expect(verdict(step(bars.close, 0, 21, "label"))._tag).toBe("Success")
  })
})

describe("warm-up", () => {
  it("is the longest path of lookbacks", () => {
    const long = step(step(bars.close, 200, 0, "a"), 20, 0, "b")
    const warm = sights(prepared(long)).get("step@b")!.warmUpRows
    expect(warm).toBe(220)
  })

  it("of an expanding node is what it declares to settle", () => {
    const chain = Expanding({ settle_rows: 30 }, { of: step(bars.close, 10, 0, "a") })
    expect(sights(prepared(chain)).get("expanding")!.warmUpRows).toBe(40)
  })
})
