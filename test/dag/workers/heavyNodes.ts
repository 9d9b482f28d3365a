/** Heavy nodes of every kind, loaded by the test and by its worker threads alike. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { threadId } from "node:worker_threads"
import * as Document from "../../../src/dag/Document.ts"
import * as Node from "../../../src/dag/Node.ts"
import * as Reach from "../../../src/dag/Reach.ts"
import * as Calendar from "../../../src/domain/Calendar.ts"
import * as Panel from "../../../src/domain/Panel.ts"

const none = Schema.Struct({})
const whole = () => Reach.whole("a document has no rows")
const Numbers = Document.of("heavy-numbers", Schema.Array(Schema.Finite))

export const Waves = Node.define({
  name: "heavy/waves",
  title: "numbers of no pattern, some absent",
  config: Schema.Struct({ rows: Schema.Int }),
  inputs: {},
  output: Panel.type,
  reach: () => Reach.point,
  scope: "all",
  run: (_, { rows }) =>
    Panel.make(
      Calendar.make(Int32Array.from({ length: rows }, (_unused, t) => 18000 + t)),
      ["A", "B"],
      Float64Array.from({ length: 2 * rows }, (_unused, i) => (i % 17 === 3 ? NaN : (i * 0.37) % 1.7)),
    ),
})

export const Doubled = Node.define({
  name: "heavy/doubled",
  title: "twice the value",
  config: none,
  inputs: { x: Panel.type, more: Node.many(Panel.type), absent: Node.optional(Panel.type) },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  heavy: true,
  run: ({ x, more, absent }) => {
    if (absent !== undefined) throw new Error("nothing was connected")
    const others = Object.values(more)
    return Panel.like(
      x,
      x.values.map((value, i) => others.reduce((sum, other) => sum + other.values[i]!, 2 * value)),
    )
  },
})

export const Decay = Node.define({
  name: "heavy/decay",
  title: "what is left of earlier values",
  config: Schema.Struct({ keep: Schema.Finite }),
  inputs: { x: Panel.type },
  output: Panel.type,
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  heavy: true,
  run: ({ x }, { keep }, { skip, state }) => {
    const width = x.assets.length
    const left = Float64Array.from(state?.["left"] ?? new Float64Array(width))
    const values = x.values.map((value, i) => {
      const asset = i % width
      if (i >= skip * width) left[asset] = keep * left[asset]! + (Number.isNaN(value) ? 0 : value)
      return left[asset]!
    })
    return { out: Panel.like(x, values), state: { left } }
  },
})

export const Thread = Node.define({
  name: "heavy/thread",
  title: "number of the thread that ran this, and what it was told",
  config: Schema.Struct({ told: Schema.Array(Schema.Finite) }),
  inputs: {},
  outputs: { thread: Numbers, told: Numbers },
  reach: whole,
  scope: "all",
  heavy: true,
  run: (_, { told }, { report }) => {
    for (let i = 1; i <= told.length; i++) report?.(i, told.length)
    return { thread: [threadId], told }
  },
})

export const Memory = Node.define({
  name: "heavy/memory",
  title: "1 where the values are in memory shared between threads",
  config: none,
  inputs: { x: Panel.type },
  output: Numbers,
  reach: whole,
  scope: "all",
  heavy: true,
  run: ({ x }) => [x.values.buffer instanceof SharedArrayBuffer ? 1 : 0],
})

const Hidden = Node.define({
  name: "heavy/hidden",
  title: "number of the thread, by a definition that its file does not give out",
  config: none,
  inputs: {},
  output: Numbers,
  reach: whole,
  scope: "all",
  heavy: true,
  run: () => [threadId],
})
export const hidden = () => Hidden({}, {})

/** A typed error with facts. */
export class Unlucky extends Schema.TaggedError<Unlucky>()("Unlucky", { number: Schema.Int }) {
  override get message(): string {
    return `${this.number} is unlucky`
  }
}

export const Fails = Node.define({
  name: "heavy/fails",
  title: "fails as it is told",
  config: Schema.Struct({ how: Schema.Literals(["effect", "throw", "exit", "forever"]) }),
  inputs: {},
  output: Numbers,
  reach: whole,
  scope: "all",
  heavy: true,
  timeout: 300,
  run: (_, { how }) => {
    if (how === "effect") return Effect.fail(new Unlucky({ number: 13 }))
    if (how === "throw") throw new TypeError("not a number")
    if (how === "exit") process.exit(3)
    for (;;); // only the end of its thread ends this
  },
})

export const Endless = Node.define({
  name: "heavy/endless",
  title: "runs until its thread is ended; reports once",
  config: none,
  inputs: {},
  output: Numbers,
  reach: whole,
  scope: "all",
  heavy: true,
  run: (_inputs, _config, { report }): ReadonlyArray<number> => {
    report?.(0, 1)
    for (;;);
  },
})
