/** A choice by what lies ahead is refused when the graph is planned, by the labels' own reach: no fold is exempt. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { refuseLookahead } from "../../../src/dag/Lookahead.ts"
import * as Node from "../../../src/dag/Node.ts"
import { prepare } from "../../../src/dag/Prepared.ts"
import * as Reach from "../../../src/dag/Reach.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import * as Series from "../../../src/domain/Series.ts"
import { Chosen, Passthrough } from "../../../src/pipeline/intent/index.ts"
import { BestInTraining } from "../../../src/pipeline/validation/index.ts"

const none = Schema.Struct({})

const Close = Node.define({
  name: "close",
  title: "prices",
  config: none,
  inputs: {},
  output: Node.knownAt("close", Panel.type),
  reach: () => Reach.point,
  scope: "each",
  run: () => Panel.make({ sessions: new Int32Array(0) }, [], new Float64Array(0)),
})

/** What would have been earned over the next sessions: each row reads that far ahead. */
const Forward = Node.define({
  name: "forward",
  title: "returns of the next sessions",
  config: Schema.Struct({ sessions: Schema.Int }),
  inputs: { close: Panel.type },
  output: Series.type,
  reach: ({ sessions }) => Reach.future(sessions),
  scope: "all",
  run: ({ close }) => Series.make(close.calendar, { net: new Float64Array(0) }),
})

/** A study that chooses by returns over the next `ahead` sessions, purged by so many. */
const plan = (ahead: number, purge_sessions: number, embargo_sessions = 0) => {
  const close = Close({}, {})
  const returns = { a: Forward({ sessions: ahead }, { close }) }
  const fold = { from: "2020-01-01", until: "2021-01-01", purge_sessions, embargo_sessions }
  const choices = { "2020": BestInTraining(fold, { returns }) }
  const intents = { a: Passthrough({}, { index: close }) }
  const graph = prepare({ chosen: Chosen({}, { intents, choices }) })
  return Effect.runSync(
    Effect.flip(Effect.flatMap(graph, refuseLookahead)).pipe(Effect.orElseSucceed(() => undefined)),
  )
}

describe("choosing for a fold", () => {
  it("by forward returns is planned when the purge is as long as they are, less the session that is between anyway", () => {
    for (const ahead of [0, 1, 2, 5, 21]) {
      for (let purge = 0; purge < 25; purge++) {
        const error = plan(ahead, purge)
        expect(error === undefined, `${ahead} ahead, ${purge} purged`).toBe(1 + purge >= ahead)
      }
    }
  })

  it("counts an embargo as distance, too", () => {
    expect(plan(5, 2, 1)).toBeDefined()
    expect(plan(5, 2, 2)).toBeUndefined()
  })

  it("is refused with the way by which it would see, and how far", () => {
    const error = plan(10, 3)!
    expect(error).toMatchObject({ _tag: "LookaheadError", node: "intent/chosen", halfSessionsAhead: 12 })
    expect(error.message).toMatch(/forward\.close \[−0, \+10\]/)
    expect(error.message).toMatch(/validation\/best-in-training\.returns \[−∞, −4\]/)
  })
})
