/**
 * The store: a hit on 10⁷ doubles (read, checked and summed), two of its columns, and processes that share a cache.
 * Prints medians; run it on a quiet machine.
 */
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Store } from "../src/dag/store/Store.ts"
import * as Calendar from "../src/domain/Calendar.ts"
import * as Panel from "../src/domain/Panel.ts"
import { bodiesOf, logged } from "../test/dag/faults/graph.ts"
import { makeFolder, start } from "../test/dag/faults/processes.ts"
import { median } from "./median.ts"

const rows = 20_000
const columns = 500

const names = Array.from({ length: columns }, (_, i) => `A${i}`)

const total = ({ values }: Panel.Panel): number => {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum
}

/** Milliseconds of wall time, each time with a store opened anew. */
const timed = <A>(folder: string, use: (store: Store["Service"]) => Effect.Effect<A, unknown>) =>
  Effect.gen(function* () {
    const store = yield* Store
    const startedAt = performance.now()
    yield* use(store)
    return performance.now() - startedAt
  }).pipe(Effect.scoped, Effect.provide(Store.layerFolder(folder)), Effect.runPromise)

async function panel(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "sage-bench-store-"))
  const sessions = Calendar.make(Int32Array.from({ length: rows }, (_, t) => t))
  const cells = Float64Array.from({ length: rows * columns }, (_, i) => i / 7)
  const large = Panel.make(sessions, names, cells)
  let content = ""
  await timed(folder, (store) =>
    Effect.map(store.put(Panel.type, large), (hash) => {
      content = hash
    }),
  )
  const times = { whole: [] as Array<number>, two: [] as Array<number> }
  const wanted = new Set(["A3", "A470"])
  for (let i = 0; i < 11; i++) {
    times.whole.push(await timed(folder, (store) => Effect.map(store.get(Panel.type, content), total)))
    times.two.push(
      await timed(folder, (store) => Effect.map(store.getColumns(Panel.type, content, wanted), total)),
    )
  }
  rmSync(folder, { recursive: true })
  console.log(`hit on ${rows} × ${columns} doubles, checked and summed: ${median(times.whole).toFixed(0)} ms`)
  console.log(`two of its columns: ${median(times.two).toFixed(1)} ms`)
}

async function processes(count: number): Promise<void> {
  const place = makeFolder()
  const orders = { folder: place.folder, size: 75, x: 1, busyMs: 4, concurrency: 2 }
  await Promise.all(Array.from({ length: count }, () => start(orders).ended))
  const ran = logged(place.folder, "ran").length
  place.remove()
  console.log(`${count} processes at once: ${ran} bodies for ${bodiesOf(75)}`)
}

await panel()
for (const count of [2, 4]) await processes(count)
