/** `sage doctor`: what this machine, installation and project are like, and what to do about what is amiss. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { execFile } from "node:child_process"
import { existsSync, readdirSync } from "node:fs"
import { mkdir, rm, statfs, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { Store } from "../dag/store/Store.ts"
import { absentDrivers } from "../io/absentDrivers.ts"
import { RunRefused } from "../io/run/errors.ts"
import { countedNoun } from "../kernel/countedNoun.ts"
import { SnapshotStore } from "../pipeline/data/SnapshotStore.ts"
import { endingOfError } from "./failure.ts"
import { installRoot, projectRoot } from "./projectRoot.ts"
import { openEveryRun, runsRoot } from "./RunFolder.ts"
import { cacheFolder, snapshotLayer, storeLayer } from "./services.ts"
import { version } from "./version.ts"

export interface Check {
  readonly name: string
  /** `warn`: works, and yet somebody should know */
  readonly status: "ok" | "warn" | "fail"
  readonly detail: string
  /** empty where nothing is to be done */
  readonly remedy: string
}

const ok = (name: string, detail: string): Check => ({ name, status: "ok", detail, remedy: "" })

export const examine = (cache: string): Effect.Effect<ReadonlyArray<Check>> =>
  Effect.all([
    node,
    project,
    Effect.promise(drivers),
    folder(cache),
    ledger(cache),
    snapshots,
    runFolders,
    git,
  ])

const node = Effect.sync((): Check => {
  const detail = `${process.version} on ${process.platform}-${process.arch}, sage ${version} in ${installRoot}`
  return process.versions.node.startsWith("24.")
    ? ok("node", detail)
    : { name: "node", status: "warn", detail, remedy: "Start sage by its launcher, which runs Node 24." }
})

const project = Effect.sync((): Check => {
  const missing = ["experiments", "snapshots"].filter((name) => !existsSync(join(projectRoot, name)))
  return missing.length === 0
    ? ok("project", projectRoot)
    : {
        name: "project",
        status: "warn",
        detail: `${projectRoot} has no ${missing.join(" and no ")}`,
        remedy: "`sage init DIR` makes a project that has them.",
      }
})

/** Loaded by some commands only, so that a missing one would show late. */
async function drivers(): Promise<Check> {
  const absent = await absentDrivers()
  return absent.length === 0
    ? ok("packages", "DuckDB and Arrow load")
    : {
        name: "packages",
        status: "fail",
        detail: `${absent.join(", ")} cannot be loaded`,
        remedy: "Install the packages again: npm ci in a clone, npm install in a project.",
      }
}

const leastFreeBytes = 1e9

const folder = (cache: string) =>
  Effect.promise(async (): Promise<Check> => {
    const path = cacheFolder(cache)
    try {
      await mkdir(path, { recursive: true })
      const probe = join(path, `.doctor-${process.pid}`)
      await writeFile(probe, "")
      await rm(probe)
      const { bavail, bsize } = await statfs(path)
      const free = bavail * bsize
      const detail = `${path} can be written to, ${(free / 1e9).toFixed(1)} GB free`
      if (free >= leastFreeBytes) return ok("cache", detail)
      return {
        name: "cache",
        status: "warn",
        detail,
        remedy: "`sage cache gc` clears what no kept run needs.",
      }
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause)
      return {
        name: "cache",
        status: "fail",
        detail,
        remedy: "Fix the permissions, or name another folder with --cache.",
      }
    }
  })

const ledger = (cache: string) =>
  Store.use((store) => store.runIds).pipe(
    Effect.provide(storeLayer(cache)),
    Effect.scoped,
    Effect.result,
    Effect.map(
      (read): Check =>
        Result.isSuccess(read)
          ? ok("ledger", countedNoun(read.success.length, "run"))
          : {
              name: "ledger",
              status: "fail",
              detail: read.failure.message,
              remedy: "`sage cache verify` puts aside what is damaged.",
            },
    ),
  )

/** Manifests only: `sage snapshot verify` reads the data. */
const snapshots = Effect.gen(function* () {
  const store = yield* SnapshotStore
  const names = yield* store.list
  const read = yield* Effect.forEach(names, (name) => Effect.result(store.manifest(name)))
  const broken = read.flatMap((each) => (Result.isFailure(each) ? [each.failure.message] : []))
  if (broken.length === 0) return ok("snapshots", names.length === 0 ? "none" : names.join(", "))
  return {
    name: "snapshots",
    status: "fail" as const,
    detail: broken.join(" "),
    remedy: "Remove or restore them; studies of other snapshots are not affected.",
  }
}).pipe(
  Effect.provide(snapshotLayer),
  Effect.catch((error) =>
    Effect.succeed<Check>({
      name: "snapshots",
      status: "warn",
      detail: endingOfError(error).message ?? "cannot be listed",
      remedy: "`sage snapshot demo` makes the first.",
    }),
  ),
)

const runFolders = Effect.map(openEveryRun, (folders): Check => {
  const refused = folders.flatMap(({ run }) => (run instanceof RunRefused ? [run.message] : []))
  const unfinished = existsSync(runsRoot) ? readdirSync(runsRoot).filter((name) => name.endsWith(".tmp")) : []
  const detail = countedNoun(folders.length, "finished folder")
  if (refused.length > 0) {
    const remedy = "Remove what you do not trust: `sage runs rm RUN`."
    return { name: "runs", status: "warn", detail: `${detail}; ${refused[0]}`, remedy }
  }
  if (unfinished.length > 0) {
    const remedy = "Runs that are at work have such folders too; remove those of runs that were killed."
    return {
      name: "runs",
      status: "warn",
      detail: `${detail}; not finished: ${unfinished.join(", ")}`,
      remedy,
    }
  }
  return ok("runs", detail)
})

const git = Effect.promise(async (): Promise<Check> => {
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", projectRoot, "rev-parse", "--short", "HEAD"])
    return ok("git", `commit ${stdout.trim()}`)
  } catch {
    const remedy = "`git init` and a commit tell later which files made a run."
    return { name: "git", status: "warn", detail: `${dirname(projectRoot)}: no commit to record`, remedy }
  }
})
