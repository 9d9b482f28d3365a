/**
 * The engine against a model of it. Random graphs live through random edits: of the data, of code, of config; runs are
 * killed; worlds come back. After every step the result is that of a clean run, and the nodes that ran are exactly those
 * whose key was never computed: keys are told here from what went into a clean run, without the engine's own.
 */
import { expect } from "vitest"
import { prepare } from "../../../src/dag/Prepared.ts"
import type * as Run from "../../../src/dag/Run.ts"
import * as Effect from "effect/Effect"
import { edit, randomRaw, type Raw } from "./edits.ts"
import { describeGraph, randomShape, type Shape, show } from "./graphs.ts"
import { definitions, partStates, world } from "./nodes.ts"
import { makeRandom, type Random } from "./random.ts"
import { openStore, type RunOptions, type Targets } from "./session.ts"

/** Everything that a run depends on. */
interface World {
  readonly raw: Raw
  /** of the data: sources that are not read in parts tell versions apart by it */
  readonly version: number
  readonly shape: Shape
  readonly code: Readonly<Record<string, number>>
}

type Step = "data" | "code" | "behaviour" | "config" | "revert" | "kill"

const steps: ReadonlyArray<Step> = [
  ...Array<Step>(11).fill("data"),
  "code",
  "behaviour",
  "config",
  "config",
  "revert",
  "revert",
  "kill",
  "kill",
  "kill",
]

export interface ModelCounts {
  readonly steps: Record<Step, number>
  nodes: number
  ran: number
  extended: number
  killed: number
}

/** @param stepsPerGraph edits that one graph and its store live through */
export async function checkModel(seed: number, count: number, stepsPerGraph = 25): Promise<ModelCounts> {
  const random = makeRandom(seed)
  const counts: ModelCounts = {
    steps: { data: 0, code: 0, behaviour: 0, config: 0, revert: 0, kill: 0 },
    nodes: 0,
    ran: 0,
    extended: 0,
    killed: 0,
  }
  for (let done = 0; done < count; done += stepsPerGraph) {
    const life = new Life(await openStore(), random, counts, `seed ${seed}, step ${done}`)
    await life.check("data")
    for (let i = 1; i < Math.min(stepsPerGraph, count - done); i++)
      await life.step(steps[random.int(steps.length)]!)
  }
  return counts
}

/** One graph with its store, and what the model knows of it. */
class Life {
  private world: World
  private readonly past: Array<World> = []
  /** keys that were computed; those of nodes at work when a run was killed may be stored or not */
  private readonly computed = new Set<string>()
  private readonly perhaps = new Set<string>()
  private versions = 0
  private age = 0
  private readonly wholeLimitCells: number
  private readonly store: Awaited<ReturnType<typeof openStore>>
  private readonly random: Random
  private readonly counts: ModelCounts
  private readonly where: string

  constructor(
    store: Awaited<ReturnType<typeof openStore>>,
    random: Random,
    counts: ModelCounts,
    where: string,
  ) {
    this.store = store
    this.random = random
    this.counts = counts
    this.where = where
    this.wholeLimitCells = random.int(2) === 0 ? 0 : 1 << 18
    this.world = {
      raw: randomRaw(random),
      version: 0,
      shape: randomShape(random, random.int(2) === 0),
      code: {},
    }
  }

  async step(kind: Step): Promise<void> {
    this.age++
    this.world = this.changed(kind)
    if (kind === "kill") await this.kill()
    await this.check(kind)
  }

  private changed(kind: Step): World {
    const { random, world: now } = this
    const definition = definitions[random.int(definitions.length)]!
    switch (kind) {
      case "data":
      case "kill":
        return { ...now, raw: edited(now.raw, random), version: ++this.versions }
      case "code": // another text that does the same
        return { ...now, code: { ...now.code, [definition]: (now.code[definition] ?? 0) + 100 } }
      case "behaviour":
        return { ...now, code: { ...now.code, [definition]: (now.code[definition] ?? 0) + 1 } }
      case "config": {
        const at = random.int(now.shape.picks.length)
        const picks = now.shape.picks.map((pick, i) => (i === at ? { ...pick, n: 1 + random.int(12) } : pick))
        return { ...now, shape: { ...now.shape, picks } }
      }
      case "revert":
        return this.past[random.int(this.past.length)]!
    }
  }

  /** Makes the world this one; gives the graph, and how to run it. */
  private enter(): { readonly targets: Targets; readonly options: RunOptions } {
    const { raw, version, shape, code } = this.world
    show(raw)
    world.version = version
    world.bias = Object.fromEntries(Object.entries(code).map(([name, edits]) => [name, edits % 100]))
    const options = { wholeLimitCells: this.wholeLimitCells, version: (name: string) => code[name] ?? 0 }
    return { targets: describeGraph(shape)(), options }
  }

  /** Interrupts a run when some nodes are finished. */
  private async kill(): Promise<void> {
    const { targets, options } = this.enter()
    const keys = await this.cleanKeys(targets, options)
    const controller = new AbortController()
    let left = 1 + this.random.int(6)
    const atWork = new Set<string>()
    const onEvent = (event: Run.RunEvent): void => {
      if (event.type === "started") atWork.add(event.id)
      if (event.type !== "finished") return
      atWork.delete(event.outcome.id)
      if (ranIn(event.outcome)) this.computed.add(keys.get(event.outcome.id)!)
      if (--left === 0) controller.abort()
    }
    const run = this.store.run(targets, "always", { ...options, onEvent, signal: controller.signal })
    await run.then(
      () => {},
      () => this.counts.killed++,
    )
    for (const id of atWork) this.perhaps.add(keys.get(id)!)
  }

  async check(kind: Step): Promise<void> {
    const { targets, options } = this.enter()
    const where = `${this.where} + ${this.age} (${kind})`
    const clean = await (await openStore()).run(targets, "never", options)
    const keys = await keysOf(targets, clean, options)
    const bodies = world.bodies
    const { nodes } = await this.store.run(targets, "always", options)
    nodes.forEach((node, i) => {
      expect(node.error, `${node.id}, ${where}`).toBeNull()
      expect(node.outputs, `${node.id} (${node.fate}), ${where}`).toEqual(clean.nodes[i]!.outputs)
    })
    const wanted = new Set([...keys.values()].filter((key) => !this.computed.has(key)))
    const ran = nodes.filter(ranIn).map(({ id }) => keys.get(id)!)
    expect(new Set(ran).size, `no key is computed twice, ${where}`).toBe(ran.length)
    const sure = (some: Iterable<string>) => [...some].filter((key) => !this.perhaps.has(key)).sort()
    expect(sure(ran), `what ran, ${where}`).toEqual(sure(wanted))
    if (ran.length === 0) expect(world.bodies - bodies, `calls, ${where}`).toBe(0)
    if (kind === "revert") expect(ran, where).toEqual([])
    for (const key of keys.values()) {
      this.computed.add(key)
      this.perhaps.delete(key)
    }
    this.past.push(this.world)
    this.counts.steps[kind]++
    this.counts.nodes += nodes.length
    this.counts.ran += ran.length
    this.counts.extended += nodes.filter(({ fate }) => fate === "extended").length
  }

  private async cleanKeys(targets: Targets, options: RunOptions): Promise<ReadonlyMap<string, string>> {
    return keysOf(targets, await (await openStore()).run(targets, "never", options), options)
  }
}

/** One edit, or some before anybody looks. */
function edited(raw: Raw, random: Random): Raw {
  const count = random.int(3) > 0 ? 1 : 2 + random.int(2)
  let now = raw
  for (let i = 0; i < count; i++) now = edit(now, random).raw
  return now
}

const ranIn = ({ fate }: Run.NodeOutcome): boolean => fate === "computed" || fate === "extended"

/** What determines each node's result, from the contents that a clean run gave. */
async function keysOf(
  targets: Targets,
  clean: Run.Outcome,
  { version }: RunOptions,
): Promise<ReadonlyMap<string, string>> {
  const { nodes } = await Effect.runPromise(prepare(targets))
  const outputs = new Map(clean.nodes.map((node) => [node.id, node.outputs]))
  return new Map(
    nodes.map(({ id, node, inputs }) => {
      const { name } = node.spec
      const contents = inputs.map(({ port, key, from, fromPort }) => [
        port,
        key,
        outputs.get(from.id)![fromPort],
      ])
      return [id, JSON.stringify([name, version!(name), node.config, contents, stateOfWorld(name)])]
    }),
  )
}

function stateOfWorld(definition: string): unknown {
  if (definition === "grid/source") return world.version
  return definition === "grid/part-source" ? [world.panel.assets, partStates()] : null
}
