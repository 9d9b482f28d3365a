/** Labels look ahead on purpose, so the planner lets no decision read one. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { expect, it } from "vitest"
import type { LookaheadError } from "../../../src/dag/errors.ts"
import * as Lookahead from "../../../src/dag/Lookahead.ts"
import * as Node from "../../../src/dag/Node.ts"
import { prepare } from "../../../src/dag/Prepared.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { Passthrough } from "../../../src/pipeline/intent/index.ts"
import { ForwardReturn, SignClass, TripleBarrier } from "../../../src/pipeline/labels/index.ts"

const prices = Node.define({
  name: "test/prices",
  title: "prices",
  config: Schema.Struct({}),
  inputs: {},
  output: Panel.type,
  reach: () => ({ kind: "point", back: 0, ahead: 0 }),
  scope: "each",
  run: () => Panel.filled({ sessions: new Int32Array(0) }, [], 0),
})({}, {})

const refusalOf = (signal: Node.Source<Panel.Panel>): LookaheadError =>
  Effect.runSync(
    Effect.flip(
      Effect.flatMap(prepare({ intent: Passthrough({}, { index: signal }) }), Lookahead.refuseLookahead),
    ),
  ) as LookaheadError

it("a decision that reads a label is refused, with how far the label looks ahead", () => {
  const { label } = ForwardReturn({ horizon_sessions: 5 }, { index: prices })
  const { halfSessionsAhead, path } = refusalOf(SignClass({}, { label }))
  expect(halfSessionsAhead).toBe(10)
  expect(path.join()).toContain("labels/forward-return")
})

it("so is one that reads what a bet has met, by its expiry", () => {
  const bet = TripleBarrier({ expiry_sessions: 21 }, { index: prices, volatility: prices })
  expect(refusalOf(bet.barrier).halfSessionsAhead).toBe(42)
})
