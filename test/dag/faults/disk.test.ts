/** A disk that is full, a folder that may not be written: a clear error, nothing wrong stored, and the next run goes on. */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "@effect/vitest"
import { StoreError } from "../../../src/dag/errors.ts"
import { makeProject } from "../../stories/project.ts"
import { expectedSum, logged, type Performed, perform } from "./graph.ts"
import { afterwards } from "./kills.ts"
import { type Armed, armed, armedFiles, armedParts, type Point } from "./points.ts"
import { makeFolder, start } from "./processes.ts"

let place: ReturnType<typeof makeFolder>
beforeEach(() => {
  place = makeFolder()
})
afterEach(() => {
  if (canMount) unmount()
  place.remove()
})

const small = { size: 12, x: 0.5, busyMs: 0, concurrency: 2 }

describe("a store that cannot write", () => {
  const failing: ReadonlyArray<Point> = [
    "object write",
    "object rename",
    "value commit",
    "result commit",
    "lease claim",
  ]
  const codes = ["ENOSPC", "EACCES", "EIO"]
  const cases = failing.flatMap((point) =>
    (["before", "after"] as const).flatMap((when) => codes.map((deed) => ({ point, when, deed }))),
  )

  it.each(cases)("($deed $when $point) says so, and the run after it is right", async (arm) => {
    for (let nth = 1; nth <= 4; nth++) {
      const orders = { ...small, folder: `${place.folder}-${nth}` }
      const { status, errors } = await performArmed(orders, { ...arm, nth })
      assert.strictEqual(status, "failed")
      for (const error of errors) {
        assert.instanceOf(error, StoreError)
        assert.include(error.message, `write to ${orders.folder} (${arm.deed})`)
      }
      await afterwards(orders)
    }
  })

  const performArmed = (orders: typeof small & { folder: string }, arm: Armed): Promise<Performed> => {
    const around = armed(arm)
    return perform(orders, () => armedParts(orders.folder, around), armedFiles(around))
  }
})

/** Whether this machine lets tests mount file systems of their own. */
const canMount = ((): boolean => {
  const { folder, remove } = makeFolder()
  try {
    mkdirSync(folder)
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" })
    execFileSync("umount", [folder], { stdio: "ignore" })
    return true
  } catch {
    return false
  } finally {
    remove()
  }
})()

const mount = (options: string): void => {
  mkdirSync(place.folder, { recursive: true })
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place.folder])
}

const remount = (options: string): void =>
  void execFileSync("mount", ["-o", `remount,${options}`, place.folder])

const unmount = (): void => {
  try {
    execFileSync("umount", [place.folder], { stdio: "ignore" })
  } catch {
    // nothing was mounted
  }
}

describe.skipIf(!canMount)("on a file system of its own (skipped where tests may not mount one)", () => {
  const orders = () => ({ ...small, folder: place.folder, size: 90 })

  it.each([100, 200, 300])(
    "a disk of %d KB that fills up ends the run with 1 and a remedy",
    async (kilobytes) => {
      mount(`size=${kilobytes}k`)
      const { code, stderr } = await start(orders()).ended
      assert.strictEqual(code, 1)
      assert.match(
        stderr,
        /ENOSPC\)\. The disk is full: free some space and run again; what was finished is kept/,
      )
      remount("size=20m")
      await afterwards(orders())
    },
  )

  it("a cache that is read-only from the start is refused with 1 and another place to name", async () => {
    const project = makeProject()
    mount("size=20m")
    remount("ro")
    const { code, stderr, stdout } = await project.sage(
      "dag",
      "run",
      "experiments/trend.ts",
      "--cache",
      place.folder,
    )
    project.remove()
    assert.deepStrictEqual([code, stdout], [1, ""])
    assert.match(stderr, /^Could not open the cache in \S+ \((EROFS|EACCES)\)\. .* give --cache DIR/m)
  })
})

/** Whether files can be made unchangeable even for root, who needs no permission. */
const canForbid = ((): boolean => {
  const { folder, remove } = makeFolder()
  try {
    mkdirSync(folder)
    for (const flag of ["+i", "-i"]) execFileSync("chattr", [flag, folder], { stdio: "ignore" })
    return true
  } catch {
    return false
  } finally {
    remove()
  }
})()

describe.skipIf(!canForbid)("permission lost in mid-run (skipped where chattr is not allowed)", () => {
  it("ends the run with 1, and what was stored is used by the next", async () => {
    const orders = { ...small, folder: place.folder, size: 90, busyMs: 10 }
    const objects = join(place.folder, "objects")
    const child = start(orders)
    while (!logged(place.folder, "stored").includes("p2")) await new Promise((next) => setTimeout(next, 5))
    execFileSync("chattr", ["-R", "+i", objects])
    const { code, stderr } = await child.ended
    execFileSync("chattr", ["-R", "-i", objects])
    assert.strictEqual(code, 1)
    assert.match(
      stderr,
      /Could not write to .* \(EPERM\)\. The cache cannot be written there: give --cache DIR/,
    )
    await afterwards(orders)
  })
})

describe("a cache folder", () => {
  it("that cannot be made is refused with its name", async () => {
    writeFileSync(`${place.folder}-file`, "")
    const folder = join(`${place.folder}-file`, "cache")
    const refused = await perform({ ...small, folder }).catch((error: unknown) => error)
    assert.instanceOf(refused, StoreError)
    assert.include(refused.message, `Could not open the cache in ${folder} (ENOTDIR)`)
  })

  it("that held nothing wrong gives the right sum", async () => {
    assert.strictEqual((await perform({ ...small, folder: place.folder })).sum, expectedSum(12, 0.5))
  })
})
