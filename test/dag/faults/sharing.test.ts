/** Several processes on one cache at once. */
import { writeFileSync } from "node:fs"
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import type { Orders } from "./child.ts"
import { bodiesOf, expectedSum, logged } from "./graph.ts"
import { type Ended, makeFolder, start } from "./processes.ts"

let place: ReturnType<typeof makeFolder>
beforeEach(() => {
  place = makeFolder()
})
afterEach(() => place.remove())

const size = 75 // 101 bodies
const orders = (busyMs: number) => ({ folder: place.folder, size, x: 1.5, busyMs, concurrency: 2 })

const ranOnce = (): void => {
  const ran = logged(place.folder, "ran")
  assert.strictEqual(new Set(ran).size, bodiesOf(size))
  assert.strictEqual(ran.length, bodiesOf(size))
}

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms))

const until = async (reached: () => boolean): Promise<void> => {
  while (!reached()) await pause(5)
}

/** Children that begin at the same moment. */
const startTogether = async (each: ReadonlyArray<Orders>): Promise<ReadonlyArray<Ended>> => {
  const children = each.map((one) => start({ ...one, gate: true }))
  await Promise.all(children.map(({ begun }) => begun))
  writeFileSync(`${place.folder}.gate`, "")
  return Promise.all(children.map(({ ended }) => ended))
}

describe("processes on one cache", () => {
  it.each([2, 4])("%d at once compute every node once, and all get the result", async (count) => {
    for (const { code, stderr, performed } of await startTogether(Array(count).fill(orders(4)))) {
      assert.deepStrictEqual([code, stderr, performed?.sum], [0, "", expectedSum(size, 1.5)])
      assert.isAbove(Object.values(performed!.fates).filter((fate) => fate === "computed").length, 5)
    }
    ranOnce()
  })

  it("share also when the time of day of each falls back all the time", async () => {
    const each = [60_000, 1000].map((clockBack) => ({ ...orders(3), clockBack }))
    for (const { performed } of await startTogether(each))
      assert.strictEqual(performed?.sum, expectedSum(size, 1.5))
    ranOnce()
  })

  it("go on at once when the one that they wait for is killed", async () => {
    const first = start({ ...orders(20_000), size: 1 })
    await until(() => logged(place.folder, "ran").length > 0)
    const second = start({ ...orders(0), size: 1 })
    await second.begun
    await pause(300)
    first.process.kill("SIGKILL")
    const { performed } = await second.ended
    assert.strictEqual(performed?.sum, expectedSum(1, 1.5))
    assert.deepStrictEqual(logged(place.folder, "ran"), ["n0", "n0", "sum"])
  })

  it("do not wait for ever for one that is stopped, and it does no harm when it goes on", async () => {
    const first = start({ ...orders(300), size: 1 })
    await until(() => logged(place.folder, "ran").length > 0)
    first.process.kill("SIGSTOP")
    const second = await start({ ...orders(0), size: 1, patienceMs: 300 }).ended
    assert.strictEqual(second.performed?.sum, expectedSum(1, 1.5))
    first.process.kill("SIGCONT")
    assert.strictEqual((await first.ended).performed?.sum, expectedSum(1, 1.5))
  })
})
