/** The side of a worker thread: finds definitions and calls them. */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import { parentPort } from "node:worker_threads"
import { portsOf } from "../callNode.ts"
import type { Spec } from "../Node.ts"
import { type Reply, type Request, toWireError } from "./messages.ts"
import { fromWire, fromWorker, type Wire, type WirePorts } from "./wire.ts"

/** @returns undefined when the file does not give the definition out */
export type FindDefinition = (definition: string, file: string) => Promise<Spec | undefined>

/** Answers the requests of the engine's thread until that ends this one. */
export function serve(find: FindDefinition): void {
  const port = parentPort!
  const known = new Map<string, Spec>()
  const say = (reply: Reply, moved: ReadonlyArray<ArrayBuffer> = []): void => port.postMessage(reply, moved)
  const answer = async (request: Request): Promise<void> => {
    if (request.type === "call") return call(known.get(request.definition)!, request, say)
    const { definition, file } = request
    const spec = await find(definition, file)
    if (spec === undefined) {
      say({ type: "missing", reason: `${definition} is not exported by its file` })
    } else {
      known.set(definition, spec)
      say({ type: "found" })
    }
  }
  port.on("message", (request: Request) => {
    answer(request).catch((cause: unknown) => {
      if (request.type === "find")
        say({ type: "missing", reason: `${request.definition} could not be loaded: ${String(cause)}` })
      else say({ type: "failed", error: toWireError(cause), mayPass: false })
    })
  })
}

type Say = (reply: Reply, moved?: ReadonlyArray<ArrayBuffer>) => void

async function call(spec: Spec, request: Extract<Request, { type: "call" }>, say: Say): Promise<void> {
  const { config, inputs, skip, state, seed } = request
  const decoded = Schema.decodeUnknownSync(spec.config)(JSON.parse(config))
  const report = seldom((done, total) => say({ type: "report", done, total }))
  const answer = spec.run(valuesOf(spec, inputs), decoded, { skip, state, seed, report })
  const exit = Effect.isEffect(answer)
    ? await Effect.runPromiseExit(answer as Effect.Effect<unknown, unknown>)
    : Exit.succeed(answer)
  if (Exit.isFailure(exit)) {
    say({
      type: "failed",
      error: toWireError(Cause.squash(exit.cause)),
      mayPass: Cause.hasFails(exit.cause),
    })
    return
  }
  const settled = portsOf(spec, exit.value)
  const moved: Array<ArrayBuffer> = []
  const ports = Object.entries(spec.outputs).map(([port, { type }]): [string, Wire] => [
    port,
    fromWorker(type, settled.ports[port], moved),
  ])
  say({ type: "answer", ports: Object.fromEntries(ports), state: settled.state }, moved)
}

function valuesOf(spec: Spec, wires: WirePorts): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [port, wire] of Object.entries(wires)) {
    const { type, arity } = spec.inputs[port]!
    values[port] =
      arity === "many"
        ? Object.fromEntries(
            Object.entries(wire as Readonly<Record<string, Wire>>).map(([key, one]) => [
              key,
              fromWire(type, one),
            ]),
          )
        : fromWire(type, wire as Wire)
  }
  return values
}

/** A loop may report at every step; the terminal needs a few a second. */
function seldom(say: (done: number, total: number) => void): (done: number, total: number) => void {
  let next = 0
  return (done, total) => {
    const now = performance.now()
    if (now < next && done < total) return
    next = now + 50
    say(done, total)
  }
}
