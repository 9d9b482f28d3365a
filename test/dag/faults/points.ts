/** Points at which a store can be made to fail: parts that do as the usual ones do, until the armed moment. */
import { renameSync, writeFileSync } from "node:fs"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as ObjectFiles from "../../../src/dag/store/ObjectFiles.ts"
import { inFolder, type StoreParts } from "../../../src/dag/store/parts.ts"

export const points = [
  "object write",
  "object rename",
  "value commit",
  "result commit",
  "run commit",
  "lease claim",
  "lease release",
  "run folder rename",
] as const

export type Point = (typeof points)[number]

export interface Armed {
  readonly point: Point
  readonly when: "before" | "after"
  /** at the how-manieth time, from 1 on */
  readonly nth: number
  /** `kill` this process, or throw an error of this code, then and every time after */
  readonly deed: string
}

/** Does what is armed around `work`. */
export type Around = <A>(point: Point, work: () => A) => A

export function armed(arm: Armed | undefined): Around {
  let count = 0
  return (point, work) => {
    if (arm === undefined || point !== arm.point) return work()
    count++
    if (arm.when === "before" && count >= arm.nth) act(arm.deed)
    const answer = work()
    if (arm.when === "after" && count >= arm.nth) act(arm.deed)
    return answer
  }
}

function act(deed: Armed["deed"]): void {
  if (deed !== "kill") throw Object.assign(new Error(deed), { code: deed })
  process.kill(process.pid, "SIGKILL")
  // the signal ends the process before it comes to anything else
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000)
}

export function armedParts(folder: string, around: Around): StoreParts {
  const parts = inFolder(folder)
  const { catalogue } = parts
  return {
    ...parts,
    files: ObjectFiles.inFolder(folder, {
      write: (path, bytes) => around("object write", () => writeFileSync(path, bytes)),
      rename: (from, to) => around("object rename", () => renameSync(from, to)),
    }),
    catalogue: {
      ...catalogue,
      saveValue: (row) => around("value commit", () => catalogue.saveValue(row)),
      saveResult: (...args) => around("result commit", () => catalogue.saveResult(...args)),
      saveRun: (row) => around("run commit", () => catalogue.saveRun(row)),
      leases: {
        ...catalogue.leases,
        claim: (...args) => around("lease claim", () => catalogue.leases.claim(...args)),
        release: (...args) => around("lease release", () => catalogue.leases.release(...args)),
      },
    },
  }
}

/** The file system of run folders. */
export const armedFiles = (around: Around): Layer.Layer<NodeServices.NodeServices> =>
  Layer.provideMerge(
    Layer.effect(
      FileSystem.FileSystem,
      Effect.map(FileSystem.FileSystem, (fs) => ({
        ...fs,
        rename: (from: string, to: string) =>
          Effect.suspend(() => around("run folder rename", () => Effect.sync(() => renameSync(from, to)))),
      })),
    ),
    NodeServices.layer,
  )
