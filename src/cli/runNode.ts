/** One node on files: reads its inputs, runs it in memory, writes one of its outputs. Loaded by `sage node run`. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { Code } from "../dag/Code.ts"
import type { Source, Spec } from "../dag/Node.ts"
import * as Plan from "../dag/Plan.ts"
import { prepare } from "../dag/Prepared.ts"
import * as Reach from "../dag/Reach.ts"
import * as Run from "../dag/Run.ts"
import { Store } from "../dag/store/Store.ts"
import type { ValueType } from "../dag/ValueType.ts"
import type * as Panel from "../domain/Panel.ts"
import { panelCsv } from "../io/panelCsv.ts"
import { readPanelFile, writePanelFile } from "../io/panelFile.ts"
import { optimiseCode } from "./optimiseCode.ts"
import { projectRoot } from "./projectRoot.ts"
import { parquetLayer, snapshotLayer } from "./services.ts"
import { Usage } from "./Usage.ts"

export interface NodeRequest {
  /** JSON */
  readonly config: string
  /** port=FILE, or port.key=FILE for a port that takes several */
  readonly inputs: ReadonlyArray<string>
  readonly port: string | undefined
  /** a file, or - */
  readonly out: string
}

export const runNode = (spec: Spec, request: NodeRequest) =>
  Effect.gen(function* () {
    const config = yield* parseConfig(request.config)
    const port = yield* choosePort(spec, request.port)
    const inputs = yield* Effect.forEach(request.inputs, (text) => readInput(spec, text))
    yield* refuseMissing(spec, inputs)
    const node = { spec, config, inputs, label: undefined }
    const value = yield* runAlone({ node, port })
    const type: ValueType<unknown> = spec.outputs[port]!.type
    const text = yield* writeOutput(type, value, request.out)
    return { node: spec.name, port, type: type.name, output: type.describe(value), out: request.out, text }
  }).pipe(Effect.provide(Layer.mergeAll(snapshotLayer, parquetLayer)))

function parseConfig(text: string): Effect.Effect<unknown, Usage> {
  return Effect.try({
    try: () => JSON.parse(text) as unknown,
    catch: () =>
      new Usage({
        problem: `--config is no JSON: ${text}`,
        remedy: `Write it as in --config '{"lookback_sessions": 252}'.`,
      }),
  })
}

function choosePort(spec: Spec, wanted: string | undefined): Effect.Effect<string, Usage> {
  const ports = Object.keys(spec.outputs)
  if (wanted === undefined) return Effect.succeed(ports[0]!)
  if (ports.includes(wanted)) return Effect.succeed(wanted)
  return Effect.fail(
    new Usage({ problem: `${spec.name} has no output ${wanted}.`, remedy: `It has: ${ports.join(", ")}.` }),
  )
}

const readInput = (spec: Spec, text: string) =>
  Effect.gen(function* () {
    const at = text.indexOf("=")
    const [port, key] = text.slice(0, at).split(".") as [string, string | undefined]
    const declared = spec.inputs[port]
    if (at <= 0 || declared === undefined || (key !== undefined) !== (declared.arity === "many")) {
      return yield* new Usage({
        problem: `--in ${text} names no input of ${spec.name}.`,
        remedy: `It takes: ${inputList(spec)}.`,
      })
    }
    const value = yield* readValue(declared.type, resolve(projectRoot, text.slice(at + 1)))
    return { port, key, source: given(declared.type, text.slice(0, at), value) }
  })

const inputList = (spec: Spec): string =>
  Object.entries(spec.inputs)
    .map(
      ([port, { arity, type }]) =>
        `${port}${arity === "many" ? ".NAME" : ""}=FILE (${type.name}${arity === "optional" ? ", optional" : ""})`,
    )
    .join(", ") || "nothing"

const readValue = (type: ValueType<unknown>, path: string) =>
  Effect.gen(function* () {
    // a panel with a brand (intent, weights) is read like any other: the user says what it is by the port
    if (type.axis !== undefined) return yield* readPanelFile(path)
    return yield* Effect.try({
      try: () => type.decode({ header: readFileSync(path, "utf8"), chunks: [] }),
      catch: (cause) =>
        new Usage({
          problem: `${path} is no ${type.name}: ${cause instanceof Error ? cause.message.split("\n")[0] : String(cause)}.`,
          remedy: "Give a JSON file of that form.",
        }),
    })
  })

/** A source that stands for a value that is there already. */
function given(type: ValueType<unknown>, name: string, value: unknown): Source<unknown> {
  const spec: Spec = {
    name: `given/${name}`,
    title: "a value from a file",
    config: Schema.Unknown,
    inputs: {},
    outputs: { output: { type, known: "open" } },
    single: true,
    reach: () => Reach.point,
    scope: "all",
    stateful: false,
    stateColumns: undefined,
    aligns: false,
    decides: false,
    knownBy: undefined,
    settle: undefined,
    stream: undefined,
    external: undefined,
    validForMs: undefined,
    partOf: undefined,
    heavy: false,
    timeout: undefined,
    retry: undefined,
    run: () => value,
  }
  return { node: { spec, config: null, inputs: [], label: undefined }, port: "output" }
}

function refuseMissing(
  spec: Spec,
  inputs: ReadonlyArray<{ readonly port: string }>,
): Effect.Effect<void, Usage> {
  const missing = Object.entries(spec.inputs)
    .filter(([port, { arity }]) => arity === "one" && !inputs.some((input) => input.port === port))
    .map(([port]) => port)
  return missing.length === 0
    ? Effect.void
    : Effect.fail(
        new Usage({
          problem: `${spec.name} needs its input ${missing.join(", ")}.`,
          remedy: `Give --in ${missing[0]}=FILE.`,
        }),
      )
}

/** Runs in a cache of its own that is gone afterwards; the code needs no name there. */
const runAlone = (source: Source<unknown>) =>
  Effect.gen(function* () {
    const graph = yield* prepare({ value: source })
    const plan = yield* Plan.make(graph, { name: "node run", seed: 0, force: new Set() })
    const options = {
      runId: "node run",
      seed: 0,
      concurrency: 1,
      keepGoing: false,
      extend: "certified" as const,
      onEvent: optimiseCode,
    }
    const outcome = yield* Run.run(plan, options)
    const failed = outcome.nodes.find(({ fate }) => fate === "failed")
    if (failed !== undefined) return yield* Effect.fail(failed.error)
    return yield* outcome.target("value")
  }).pipe(Effect.scoped, Effect.provide(Layer.mergeAll(Store.layerMemory, anyCode)))

const anyCode = Layer.succeed(
  Code,
  Code.of({
    of: (name) => Effect.succeed({ fingerprint: name, file: "", line: 0, declarations: [], packages: [] }),
  }),
)

/** What is printed for -, "" where a file was written. */
const writeOutput = (type: ValueType<unknown>, value: unknown, out: string) =>
  Effect.gen(function* () {
    const path = resolve(projectRoot, out)
    if (type.axis !== undefined) {
      if (out === "-") return panelCsv(value as Panel.Panel).trimEnd()
      yield* writePanelFile(path, value as Panel.Panel)
      return ""
    }
    const bytes =
      value instanceof Uint8Array ? value : new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)
    if (out === "-") return new TextDecoder().decode(bytes).trimEnd()
    yield* Effect.try({
      try: () => {
        writeFileSync(`${path}.tmp`, bytes)
        renameSync(`${path}.tmp`, path)
      },
      catch: (cause) =>
        new Usage({
          problem: `Could not write ${out}: ${String(cause)}.`,
          remedy: "Give a file that can be written.",
        }),
    })
    return ""
  })
