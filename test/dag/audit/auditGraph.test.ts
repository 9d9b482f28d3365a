/** Certificates: who gets one, who loses it, and when code is asked again. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { auditGraph } from "../../../src/dag/audit/auditGraph.ts"
import * as Node from "../../../src/dag/Node.ts"
import { prepare } from "../../../src/dag/Prepared.ts"
import * as Reach from "../../../src/dag/Reach.ts"
import { Store } from "../../../src/dag/store/Store.ts"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"
import { makeRandom } from "../incremental/random.ts"
import * as Planted from "./plantedNodes.ts"

const Source = Node.define({
  name: "audited/source",
  title: "numbers",
  config: Schema.Struct({}),
  inputs: {},
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  run: () => panel,
})

const random = makeRandom(5)
const panel = Panel.make(
  Calendar.make(Int32Array.from({ length: 900 }, (_, t) => 18_000 + t)),
  ["A", "B", "C"],
  Float64Array.from({ length: 2700 }, () => random.unit()),
)

const x = Source({}, {})
const right = Planted.Change({}, { x }, { as: "right" })
const alsoRight = Planted.Change({}, { x: right }, { as: "of the other" })
const wrong = Planted.TooShortLookback({}, { x })

/** Audits a graph on a store that stays; `version` stands for the code of everything. */
const auditor = async () => {
  const store = await Effect.runPromise(Effect.provide(Store, Layer.fresh(Store.layerMemory)))
  return async (targets: Readonly<Record<string, Node.Source<unknown>>>, version = 1, force = false) => {
    const asked: Array<string> = []
    const program = Effect.gen(function* () {
      const graph = yield* prepare(targets)
      const nodes = yield* auditGraph(graph, {
        fingerprint: (id) => `${id.split("@")[0]} ${version}`,
        read: () => Effect.succeed(panel),
        seed: 0,
        auditSeed: 1,
        cuts: 4,
        force,
        onNode: (id) => asked.push(id),
      })
      return { nodes, asked }
    })
    return Effect.runPromise(Effect.provideService(program, Store, store))
  }
}

const certifiedIn = (nodes: ReadonlyArray<{ readonly id: string; readonly certified: boolean }>) =>
  nodes.filter(({ certified }) => certified).map(({ id }) => id)

describe("an audit of a graph", () => {
  it("certifies code that keeps the laws wherever it is used, and not what breaks one or has nothing to test", async () => {
    const audit = await auditor()
    const { nodes } = await audit({ right, alsoRight, wrong })
    expect(certifiedIn(nodes)).toEqual([
      "planted/change over five rows@right",
      "planted/change over five rows@of the other",
    ])
    const broken = nodes.find(({ id }) => id === wrong.node.spec.name)!
    expect(broken.laws.footprint.verdict).toBe("violated")
    expect(broken.counterexample).toMatchObject({ law: "footprint" })
  })

  it("asks certified code again only when it changed, or when forced", async () => {
    const audit = await auditor()
    expect((await audit({ right })).asked).toContain(`${right.node.spec.name}@right`)
    const again = await audit({ right })
    expect(again.asked).not.toContain(`${right.node.spec.name}@right`)
    const [, kept] = again.nodes
    expect(kept).toMatchObject({
      certified: true,
      audited: false,
      laws: { causality: { verdict: "passed" } },
    })
    expect((await audit({ right }, 2)).asked).toContain(`${right.node.spec.name}@right`)
    expect((await audit({ right }, 1, true)).asked).toContain(`${right.node.spec.name}@right`)
  })

  it("reports declared against observed reach, also from the certificate", async () => {
    const audit = await auditor()
    for (const { nodes } of [await audit({ right }), await audit({ right })]) {
      const { reach } = nodes.find(({ id }) => id.endsWith("@right"))!
      expect(reach).toEqual([
        { input: "x", declared: "past(5)", back: 5, ahead: 0, observed_back: 5, observed_ahead: 0 },
      ])
    }
  })

  it("takes the certificate of code that is seen to break a law", async () => {
    const store = await Effect.runPromise(Effect.provide(Store, Layer.fresh(Store.layerMemory)))
    const certificate = Effect.gen(function* () {
      yield* store.saveCertificate("code", wrong.node.spec.name, "{}", 0)
      const graph = yield* prepare({ wrong })
      yield* auditGraph(graph, {
        fingerprint: (id) => (id === "audited/source" ? "source" : "code"),
        read: () => Effect.succeed(panel),
        seed: 0,
        auditSeed: 1,
        cuts: 4,
        force: true,
        onNode: () => {},
      })
      return yield* store.certificate("code")
    })
    expect(await Effect.runPromise(Effect.provideService(certificate, Store, store))).toBeUndefined()
  })
})
