import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Node from "../../src/dag/Node.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Intent from "../../src/domain/Intent.ts"
import * as Panel from "../../src/domain/Panel.ts"
import type * as Exposure from "../../src/domain/Exposure.ts"
import type * as Weights from "../../src/domain/Weights.ts"
import * as Strategy from "../../src/experiment/Strategy.ts"

const nothing = Schema.Struct({})
const anyPanel = Panel.filled(Calendar.empty, [], 1)

const Prices = Node.define({
  name: "types/prices",
  title: "a panel",
  config: nothing,
  inputs: {},
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: () => anyPanel,
})

const Follow = Node.define({
  name: "types/follow",
  title: "wants several intents, and perhaps a panel",
  config: Schema.Struct({ lookback_sessions: Schema.Int }),
  inputs: { intents: Node.many(Intent.type), extra: Node.optional(Panel.type), required: Panel.type },
  output: Intent.signalsType,
  reach: () => Reach.point,
  scope: "each",
  run: ({ extra, required }) => Intent.signals(extra ?? required),
})

describe("the compiler (each line below would not compile without the expected error)", () => {
  it("lets an intent in where a panel is wanted, but no panel where an intent is", () => {
    const prices = Prices({}, {})
    const intent = Follow({ lookback_sessions: 1 }, { intents: {}, required: prices })
    Follow({ lookback_sessions: 1 }, { intents: { a: intent }, required: intent, extra: intent })
    // @ts-expect-error a panel is no intent
    Follow({ lookback_sessions: 1 }, { intents: { a: prices }, required: prices })
    expect(intent.port).toBe(Node.singlePort)
  })

  it("wants every port connected and every field known", () => {
    const prices = Prices({}, {})
    // @ts-expect-error `required` is not connected
    Follow({ lookback_sessions: 1 }, { intents: {} })
    // @ts-expect-error no such field
    Follow({ lookback: 1 }, { intents: {}, required: prices })
    // @ts-expect-error no such port
    Follow({ lookback_sessions: 1 }, { intents: {}, required: prices, other: prices })
    expect(prices.node.spec.name).toBe("types/prices")
  })

  it("lets a node of intent return the kind of intent that it declares and nothing else", () => {
    const bad = {
      name: "types/weights",
      title: "returns a panel where intent is declared",
      config: nothing,
      inputs: { prices: Panel.type },
      output: Intent.signalsType,
      reach: () => Reach.point,
      scope: "each",
      run: ({ prices }: { readonly prices: Panel.Panel }) => prices,
    } as const
    // @ts-expect-error a panel is not an intent
    expect(Node.define(bad).spec.name).toBe("types/weights")
    const mixed = { ...bad, run: ({ prices }: { readonly prices: Panel.Panel }) => Intent.scores(prices) }
    // @ts-expect-error scores are not signals
    expect(Node.define(mixed).spec.name).toBe("types/weights")
  })

  it("lets a strategy give the kind of intent that it declares, and no panel, exposure or weights", () => {
    const config = Schema.Struct({ type: Schema.Literal("mine") })
    const signals = Follow({ lookback_sessions: 1 }, { intents: {}, required: Prices({}, {}) })
    const mine = { type: "mine", title: "mine", config } as const
    Strategy.define({ ...mine, kind: "signals", intent: () => signals })
    // @ts-expect-error signals are not scores
    Strategy.define({ ...mine, kind: "scores", intent: () => signals })
    // @ts-expect-error a panel (returns, say) is not an intent
    Strategy.define({ ...mine, kind: "scores", intent: (_, { index }) => index })
    // @ts-expect-error weights are not an intent
    Strategy.define({ ...mine, kind: "signals", intent: () => weights })
    // @ts-expect-error an exposure is not an intent
    Strategy.define({ ...mine, kind: "signals", intent: () => exposure })
    expect(signals.node.spec.outputs["output"]!.type.name).toBe("signals")
  })
})

declare const weights: Node.Source<Weights.TargetWeights>
declare const exposure: Node.Source<Exposure.Exposure>
