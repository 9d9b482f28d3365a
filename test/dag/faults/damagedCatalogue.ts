/** Catalogues with any bytes changed or cut off: whatever was done, every run is right. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert } from "@effect/vitest"
import * as fc from "fast-check"
import { inFolder } from "../../../src/dag/store/parts.ts"
import { expectedSum, lines, logged, perform } from "./graph.ts"
import { makeFolder } from "./processes.ts"

export const size = 12
export const x = 2

/** A run on the folder: right whatever was done to it. Gives the bodies that ran and what a user was told. */
export async function performRightlyIn(folder: string, of = size) {
  const from = lines(folder).length
  const told: Array<string> = []
  const orders = { folder, size: of, x, busyMs: 0, concurrency: 2 }
  const { sum, errors } = await perform(orders, () => inFolder(folder, (note) => told.push(note)))
  assert.deepStrictEqual([errors, sum], [[], expectedSum(of, x)])
  return { ran: logged(folder, "ran", from), told }
}

export async function survivesDamage(seed: number, numRuns: number): Promise<void> {
  const sound = await soundCatalogue()
  const damage = fc.record({
    at: fc.nat(sound.length - 1),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 200 }),
    cutTo: fc.option(fc.nat(sound.length)),
  })
  const survives = fc.asyncProperty(damage, async ({ at, bytes, cutTo }) => {
    const { folder, remove } = makeFolder()
    await performRightlyIn(folder, 3)
    const bad = Buffer.from(sound)
    bad.set(bytes.subarray(0, sound.length - at), at)
    writeFileSync(join(folder, "catalogue.db"), cutTo === null ? bad : bad.subarray(0, cutTo))
    await performRightlyIn(folder)
    await performRightlyIn(folder)
    assert.deepStrictEqual((await performRightlyIn(folder)).ran, [])
    remove()
  })
  await fc.assert(survives, { seed, numRuns })
}

async function soundCatalogue(): Promise<Buffer> {
  const { folder, remove } = makeFolder()
  await performRightlyIn(folder)
  const bytes = readFileSync(join(folder, "catalogue.db"))
  remove()
  return bytes
}
