import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import * as Node from "../../src/dag/Node.ts"
import * as Reach from "../../src/dag/Reach.ts"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Intent from "../../src/domain/Intent.ts"
import * as Panel from "../../src/domain/Panel.ts"

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
  output: Intent.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ intents, extra, required }) => intents["a"] ?? Intent.make(extra ?? required),
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

  it("lets a strategy return intent and nothing else", () => {
    const bad = {
      name: "types/weights",
      title: "returns a panel where intent is declared",
      config: nothing,
      inputs: { prices: Panel.type },
      output: Intent.type,
      reach: () => Reach.point,
      scope: "each",
      run: ({ prices }: { readonly prices: Panel.Panel }) => prices,
    } as const
    // @ts-expect-error a panel is not an intent
    expect(Node.define(bad).spec.name).toBe("types/weights")
  })
})
