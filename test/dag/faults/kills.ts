/** A process killed at a moment, and what must hold after it; shared by the quick tests and the long ones. */
import { assert } from "@effect/vitest"
import { readdirSync } from "node:fs"
import { type Performance, expectedSum, lines, logged, perform } from "./graph.ts"
import { type Armed } from "./points.ts"
import { makeFolder, start } from "./processes.ts"

const small = { size: 12, busyMs: 1, concurrency: 2 }

/** Killed by us some time after it began. Gives whether it died in the middle of its run. */
export async function killAfter(ms: number, x: number, sized: Partial<Performance> = {}): Promise<boolean> {
  const place = makeFolder()
  const orders = { folder: place.folder, x, ...small, ...sized }
  const child = start(orders)
  await child.begun
  await new Promise((next) => setTimeout(next, ms))
  child.process.kill("SIGKILL")
  const { performed } = await child.ended
  await afterwards(orders)
  place.remove()
  return performed === undefined
}

/** Killed by itself at a point. Gives whether it came to it. */
export async function killAt(arm: Omit<Armed, "deed">, x: number): Promise<boolean> {
  const place = makeFolder()
  const orders = { folder: place.folder, x, ...small }
  // only a node that fails gives its lease back: that of a stored result ends with it
  const failing = arm.point === "lease release" ? { failing: "n4" } : {}
  const { signal } = await start({ ...orders, ...failing, arm: { ...arm, deed: "kill" } }).ended
  await afterwards(orders)
  place.remove()
  return signal === "SIGKILL"
}

/** The same run again, with nothing done by hand: right, and nothing that was stored is computed twice. */
export async function afterwards(orders: Performance): Promise<void> {
  const before = lines(orders.folder).length
  const stored = logged(orders.folder, "stored")
  const { sum, status, fates } = await perform(orders)
  assert.deepStrictEqual([status, sum], ["done", expectedSum(orders.size, orders.x)])
  const again = logged(orders.folder, "ran", before)
  assert.deepStrictEqual(
    stored.filter((name) => again.includes(name)),
    [],
    "computed again although it was stored",
  )
  assert.lengthOf(again, Object.values(fates).filter((fate) => fate === "computed").length)
  const quiet = lines(orders.folder).length
  assert.strictEqual((await perform(orders)).sum, sum)
  assert.lengthOf(lines(orders.folder), quiet, "the run after that computes nothing")
  const folders = readdirSync(`${orders.folder}.runs`).filter((name) => !name.startsWith("."))
  for (const name of folders)
    assert.deepStrictEqual(readdirSync(`${orders.folder}.runs/${name}`), ["sum.json"])
}
