/** Facts of this machine, process and checkout, for the record of a run. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { execFile } from "node:child_process"
import { hash, randomBytes } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { availableParallelism, release, totalmem } from "node:os"
import { join } from "node:path"
import { type GitState, Host } from "../experiment/run/Host.ts"
import { projectRoot } from "./projectRoot.ts"
import { version } from "./version.ts"

export const layer: Layer.Layer<Host> = Layer.effect(
  Host,
  Effect.sync(() => {
    const git = readGit() // begun at once, asked for when the run is over
    return Host.of({
      sageVersion: version,
      node: process.version,
      v8: process.versions.v8,
      platform: `${process.platform}-${process.arch}`,
      lockfileHash: hashOfFile(join(projectRoot, "package-lock.json")),
      git: Effect.promise(() => git),
      environment: [
        `sage ${version}`,
        `node ${process.version}`,
        `v8 ${process.versions.v8}`,
        `platform ${process.platform}-${process.arch} ${release()}`,
        `cores ${availableParallelism()}`,
        `memory_bytes ${totalmem()}`,
        `time_zone ${process.env["TZ"] ?? "system"}`,
        `locale ${process.env["LC_ALL"] ?? process.env["LANG"] ?? "system"}`,
      ],
      newRunId: Effect.sync(() => uuidV7(Date.now())),
      cpuMs: Effect.sync(() => {
        const { user, system } = process.cpuUsage()
        return (user + system) / 1000
      }),
    })
  }),
)

function hashOfFile(path: string): string | null {
  return existsSync(path) ? hash("sha256", readFileSync(path)) : null
}

/** One call tells both: the commit, and whether tracked files differ from it. */
function readGit(): Promise<GitState> {
  return new Promise((resolve) => {
    const args = ["-C", projectRoot, "status", "--porcelain=v2", "--branch", "--untracked-files=no"]
    execFile("git", args, (error, stdout) => {
      if (error !== null) return resolve({ commit: null, dirty: null })
      const lines = stdout.split("\n").filter((line) => line !== "")
      const commit = /^# branch\.oid ([0-9a-f]{40})/m.exec(stdout)?.[1] ?? null
      resolve({ commit, dirty: lines.some((line) => !line.startsWith("#")) })
    })
  })
}

/** UUID version 7 (RFC 9562): 48 bits of milliseconds, then randomness, so that ids sort by time. */
function uuidV7(milliseconds: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(milliseconds, 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString("hex")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}
