/** What is refused before anything runs: of a graph's form, of its configs, and of decisions that could see the future. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { catalogue } from "../../src/cli/catalogue.ts"
import * as Document from "../../src/dag/Document.ts"
import type { ConfigError, GraphError, LookaheadError } from "../../src/dag/errors.ts"
import { refuseLookahead } from "../../src/dag/Lookahead.ts"
import * as Node from "../../src/dag/Node.ts"
import { prepare } from "../../src/dag/Prepared.ts"
import * as Reach from "../../src/dag/Reach.ts"
import type { ValueType } from "../../src/dag/ValueType.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { drawConfig } from "../laws/configs.ts"

const Scale = Node.define({
  name: "proof/scale",
  title: "times a factor",
  config: Schema.Struct({
    by: Schema.Struct({ factor: Schema.Finite.check(Schema.isGreaterThan(0)), note: Schema.String }),
  }),
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  run: ({ x }) => x,
})

const Number = Node.define({
  name: "proof/number",
  title: "a document",
  config: Schema.Struct({}),
  inputs: {},
  output: Document.of("proof-number", Schema.Finite),
  reach: () => Reach.point,
  scope: "all",
  run: () => 1,
})

/** A source of any type. */
const given = (type: ValueType<unknown>, as: string): Node.Source<unknown> =>
  Node.define({
    name: "proof/given",
    title: "given",
    config: Schema.Struct({}),
    inputs: {},
    output: Node.knownAt("close", type),
    reach: () => Reach.point,
    scope: "all",
    run: () => undefined,
  })({}, {}, { as })

const prices = given(Panel.type as ValueType<unknown>, "prices") as Node.Source<Panel.Panel>
const by = { factor: 1, note: "" }

const refusal = (target: Node.Source<unknown>): GraphError | ConfigError =>
  Effect.runSync(Effect.flip(prepare({ target })))

describe("a graph is refused", () => {
  it("when a node takes part in its own inputs, with the way around", () => {
    const a = Scale({ by }, { x: prices }, { as: "a" })
    const b = Scale({ by }, { x: a }, { as: "b" })
    // plain calls cannot say it, JavaScript can
    ;(a.node.inputs as Array<Node.GraphInput>)[0] = { port: "x", key: undefined, source: b }
    expect(refusal(b).message).toMatch(
      /takes part in its own inputs \(proof\/scale@\w ← proof\/scale@\w ← proof\/scale@\w\)\. .*one stateful node/,
    )
  })

  it("when two nodes have one name, with the remedy", () => {
    const one = Scale({ by }, { x: prices })
    const two = Scale({ by: { ...by, factor: 2 } }, { x: one })
    expect(refusal(two).message).toMatch(
      /proof\/scale: the graph holds two nodes of this name\. .*as: "label"/,
    )
  })

  it("when a port gets another type, with both types", () => {
    // @ts-expect-error the compiler refuses it too
    const wrong = Scale({ by }, { x: Number({}, {}) })
    expect(refusal(wrong).message).toBe(
      "proof/scale: input x takes a panel, but proof/number.output is a proof-number. Connect a source of the wanted type.",
    )
  })

  it("when a port is not connected, or the source has no such port", () => {
    // @ts-expect-error the compiler refuses it too
    expect(refusal(Scale({ by }, {})).message).toMatch(/input x is not connected/)
    const wrong = Scale({ by }, { x: { node: prices.node, port: "high" } })
    expect(refusal(wrong).message).toMatch(/proof\/given@prices\.high is a port that does not exist/)
  })

  it("when a config does not fit, with every path", () => {
    // @ts-expect-error the compiler refuses it too
    const error = refusal(Scale({ by: { factor: -1, node: "x" } }, { x: prices }))
    expect(error._tag).toBe("ConfigError")
    const { issues } = error as ConfigError
    expect(issues.map(({ path }) => path).toSorted()).toEqual(["by.factor", "by.node", "by.note"])
    expect(error.message).toMatch(
      /The config of proof\/scale is not valid:[\s\S]*\n {2}by\.factor: .*greater than 0/,
    )
  })
})

// ------------------------------------------------------------------------------------------------------- the future

/** Looks `rows` rows ahead. */
const peek = (of: Node.Source<unknown>, type: ValueType<unknown>, rows: number): Node.Source<unknown> =>
  Node.define({
    name: "proof/peek",
    title: "rows ahead",
    config: Schema.Struct({}),
    inputs: { of: type },
    output: type,
    reach: () => Reach.future(rows),
    scope: "all",
    run: () => undefined,
  })({}, { of })

interface Seat {
  readonly spec: Node.Spec
  readonly port: string
}

/** Every input on a time axis of every node that takes part in decisions. */
const seats: ReadonlyArray<Seat> = catalogue
  .filter(({ decides, outputs }) => decides && Object.values(outputs).some(({ type }) => type.axis))
  .flatMap((spec) =>
    Object.entries(spec.inputs)
      .filter(([, { type, inAdvance }]) => type.axis !== undefined && !inAdvance)
      .map(([port]): Seat => ({ spec, port })),
  )

/** The node with given inputs, one of which is seen through `through`. */
function seated(
  { spec, port }: Seat,
  through: (source: Node.Source<unknown>, reach: Reach.Reach) => Node.Source<unknown>,
) {
  const config = drawConfig(spec, 3, { keys: ["a", "b"], date: "2020-01-02", later: "2020-03-02" })
  const reach = spec.reach(config)
  const reachOf = (name: string): Reach.Reach => ("kind" in reach ? (reach as Reach.Reach) : reach[name]!)
  const inputs = Object.entries(spec.inputs).map(([name, { type, arity }]): Node.GraphInput => {
    const source = given(type, name)
    const seen = name === port ? through(source, reachOf(name)) : source
    return { port: name, key: arity === "many" ? "a" : undefined, source: seen }
  })
  const node: Node.GraphNode = {
    spec,
    config: Schema.encodeSync(spec.config)(config),
    inputs,
    label: undefined,
  }
  const target = { node, port: Object.keys(spec.outputs)[0]! }
  return Effect.runSync(Effect.result(Effect.flatMap(prepare({ target }), refuseLookahead)))
}

describe("a decision, or what it may choose from", () => {
  it.each(seats.map((seat) => [seat.spec.name, seat.port, seat] as const))(
    "by %s sees through %s what is known, and nothing that comes after its row",
    (_, port, seat) => {
      expect(seated(seat, (source) => source)._tag).toBe("Success")
      const { type } = seat.spec.inputs[port]!
      const result = seated(seat, (source, { ahead }) => peek(source, type, 1 - ahead)) // one row past what it delays
      expect(result._tag).toBe("Failure")
      const error = (result as { readonly failure: LookaheadError }).failure
      expect(error.node).toBe(seat.spec.name)
      // what reads nothing but earlier sessions is known at the open, from where a close is half a session farther
      expect(error.halfSessionsAhead).toBe(error.known === "open" ? 3 : 2)
      expect(error.path.slice(0, 2)).toEqual([
        `proof/given@${port}`,
        expect.stringMatching(/^proof\/peek\.of \[−0, \+\d+\]$/),
      ])
      expect(error.path.at(-1)).toMatch(new RegExp(`^${seat.spec.name}\\.${port} \\[`))
    },
  )

  it("is tried for every such node", () => {
    const stages = new Set(seats.map(({ spec }) => spec.name.split("/")[0]))
    expect(stages).toEqual(new Set(["data", "intent", "execution", "allocation"]))
    expect(seats.length).toBeGreaterThan(15)
  })
})

describe("a node that needs an input by the open", () => {
  const AtTheOpen = Node.define({
    name: "proof/at-the-open",
    title: "a decision made at the open, or at the close",
    config: Schema.Struct({ by: Schema.Literals(["open", "close"]) }),
    inputs: { wanted: Panel.type, other: Panel.type },
    output: Node.knownAt("close", Panel.type),
    reach: () => Reach.point,
    scope: "all",
    knownBy: ({ by }) => ({ wanted: by }),
    run: ({ wanted }) => wanted,
  })
  const Earlier = Node.define({
    name: "proof/earlier",
    title: "rows before t",
    config: Schema.Struct({ rows: Schema.Int }),
    inputs: { x: Panel.type },
    output: Panel.type,
    reach: ({ rows }) => (rows === 0 ? Reach.past(3) : { kind: "past", back: 3, ahead: -rows }),
    scope: "all",
    run: ({ x }) => x,
  })
  const opens = Node.define({
    name: "proof/opens",
    title: "known at the open",
    config: Schema.Struct({}),
    inputs: {},
    output: Node.knownAt("open", Panel.type),
    reach: () => Reach.point,
    scope: "all",
    run: () => Panel.filled({ sessions: new Int32Array(0) }, [], 0),
  })({}, {})
  const outcome = (by: "open" | "close", wanted: Node.Source<Panel.Panel>) =>
    Effect.runSync(
      Effect.result(
        Effect.flatMap(prepare({ target: AtTheOpen({ by }, { wanted, other: prices }) }), refuseLookahead),
      ),
    )

  it("gets opens, and whatever comes from earlier sessions alone", () => {
    for (const wanted of [opens, Earlier({ rows: 1 }, { x: prices }), Earlier({ rows: 0 }, { x: opens })])
      expect(outcome("open", wanted)._tag).toBe("Success")
  })

  it("is refused when a row of it could hold that session's close, with the way and the distance", () => {
    const late = outcome("open", Earlier({ rows: 0 }, { x: prices }))
    expect(late._tag).toBe("Failure")
    const error = (late as { readonly failure: LookaheadError }).failure
    expect(error).toMatchObject({ port: "wanted", known: "open", halfSessionsAhead: 1 })
    expect(error.message).toBe(
      "proof/at-the-open needs its wanted at the open of their session, but they could see 1 half session(s) ahead, through\n" +
        "  proof/given@prices\n  → proof/earlier.x [−3, +0]\n  → proof/at-the-open.wanted [−0, +0]\n" +
        "Delay the input by a session, or decide at a later event.",
    )
    expect(outcome("close", Earlier({ rows: 0 }, { x: prices }))._tag).toBe("Success")
  })
})
