// Which sources a bundle was made of, and whether they are still the same.
//
// dist/sources.json = { build, stages, files: [[file, size, mtimeMs, sha256], ...] }: `build` names the folder of dist/
// that is in use. It is replaced by one rename, so that a reader sees either the old build or the new one.
import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex")

/** The stages of the pipeline that have a front door: each is an entry of the bundle. */
export function stages(root) {
  const pipeline = join(root, "src", "pipeline")
  if (!existsSync(pipeline)) return []
  return readdirSync(pipeline)
    .filter((stage) => existsSync(join(pipeline, stage, "index.ts")))
    .sort()
}

/** The record of the build in use; undefined when there is none that can be read. */
export function readRecord(dist) {
  try {
    const record = JSON.parse(readFileSync(join(dist, "sources.json"), "utf8"))
    return existsSync(join(dist, record.build, "main.js")) ? record : undefined
  } catch {
    return undefined
  }
}

export function writeAtomically(file, text) {
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, text)
  try {
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

export const writeRecord = (dist, record) =>
  writeAtomically(join(dist, "sources.json"), JSON.stringify(record))

/**
 * "same", "touched" (new times, old contents) or "changed".
 * Contents are read only where size and time do not settle it: 150 files take about 2 ms.
 */
export function compareSources(root, record) {
  if (record.stages.join() !== stages(root).join()) return { state: "changed" }
  let touched = false
  const files = []
  for (const [file, size, mtimeMs, hash] of record.files) {
    const path = `${root}/${file}` // join would cost as much as the look at the file
    const now = statSync(path, { throwIfNoEntry: false })
    if (now === undefined || now.size !== size) return { state: "changed" }
    if (now.mtimeMs === mtimeMs) {
      files.push([file, size, mtimeMs, hash])
      continue
    }
    if (sha256(readFileSync(path)) !== hash) return { state: "changed" }
    touched = true
    files.push([file, size, now.mtimeMs, hash])
  }
  return touched ? { state: "touched", record: { ...record, files } } : { state: "same" }
}

/** The folder of the build to run, or undefined when the sources need a new one. */
export function freshBuild(root, dist) {
  const record = readRecord(dist)
  if (record === undefined) return undefined
  const { state, record: renewed } = compareSources(root, record)
  if (state === "changed") return undefined
  if (state === "touched") {
    try {
      writeRecord(dist, renewed) // a checkout sets new times: read the contents once, not at every start
    } catch {
      // A folder that cannot be written to only costs the reading again.
    }
  }
  return join(dist, record.build)
}
