/**
 * Words over files: one node a file, so that an edited file is counted again and no other.
 *
 *   sage dag run examples/dag/01-word-count.ts
 *
 * Run it twice; then edit a line of examples/dag/texts/tiger.txt, or `wordsOf` below, and run it again. `sage why
 * examples/dag/01-word-count.ts words/total` says what the change was.
 */
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Document, Fan, graph, Node, Reach } from "sage/dag"

const Counts = Document.of("word-counts", Schema.Record(Schema.String, Schema.Int))

const wordsOf = (text: string): ReadonlyArray<string> => text.toLowerCase().match(/[a-z']+/g) ?? []

export const CountWords = Node.define({
  name: "words/count",
  title: "how often each word occurs in a file",
  config: Schema.Struct({ file: Schema.String }),
  inputs: {},
  output: Counts,
  reach: () => Reach.point,
  scope: "all",
  // what is read is no input of the graph: its hash stands for it in the node's key
  external: ({ file }) => Effect.sync(() => createHash("sha256").update(readFileSync(file)).digest("hex")),
  run: (_, { file }) => {
    const counts: Record<string, number> = {}
    for (const word of wordsOf(readFileSync(file, "utf8"))) counts[word] = (counts[word] ?? 0) + 1
    return counts
  },
})

export const TotalWords = Node.define({
  name: "words/total",
  title: "counts over all files, the most frequent words first",
  config: Schema.Struct({ top: Schema.Int.check(Schema.isGreaterThan(0)) }),
  inputs: { counts: Node.many(Counts) },
  output: Document.of("word-list", Schema.Array(Schema.Tuple([Schema.String, Schema.Int]))),
  reach: () => Reach.whole("a total reads every file"),
  scope: "all",
  run: ({ counts }, { top }) => {
    const total = new Map<string, number>()
    for (const [word, count] of Object.values(counts).flatMap(Object.entries<number>))
      total.set(word, (total.get(word) ?? 0) + count)
    const byCount = ([a, m]: readonly [string, number], [b, n]: readonly [string, number]) =>
      n - m || (a < b ? -1 : 1)
    return [...total].sort(byCount).slice(0, top)
  },
})

export default graph({
  title: "Which words are the most frequent in a folder of texts?",
  config: Schema.Struct({ folder: Schema.String, top: Schema.Int }),
  values: { folder: join(import.meta.dirname, "texts"), top: 5 },
  targets: ({ folder, top }) => ({
    "words.json": Fan.map(
      Fan.keyed(readdirSync(folder), (name) => name),
      (name) => CountWords({ file: join(folder, name) }, {}),
      (counts) => TotalWords({ top }, { counts }),
    ),
  }),
})
