/** `sage init`: a project of the user's own that has Sage as a package. */
import * as Effect from "effect/Effect"
import { existsSync, readdirSync } from "node:fs"
import { cp, mkdir, rename, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative, resolve } from "node:path"
import { attempt, temporaryFolder } from "../io/files.ts"
import { installRoot } from "./projectRoot.ts"
import { Usage } from "./Usage.ts"
import { version } from "./version.ts"

/** What a project begins with: the graph to copy and change, the experiments, presets to be held against, and data to run on. */
const copied = ["dags", "experiments", join("configs", "presets"), join("snapshots", "demo")]

export interface Initialised {
  readonly folder: string
  readonly files: ReadonlyArray<string>
}

/** Written beside its place and renamed, so that there is a whole project or none. */
export const initProject = Effect.fn("initProject")(function* (wanted: string) {
  const folder = resolve(process.cwd(), wanted)
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    return yield* new Usage({
      problem: `${wanted} is there and not empty.`,
      remedy: "Name a new folder; nothing was written.",
    })
  }
  return yield* Effect.scoped(
    Effect.gen(function* () {
      const temporary = yield* temporaryFolder(folder)
      yield* attempt("write", folder, () => fill(temporary, folder))
      yield* attempt("write", folder, () => rename(temporary, folder))
      return { folder, files: readdirSync(folder).sort() } satisfies Initialised
    }),
  )
})

async function fill(temporary: string, folder: string): Promise<void> {
  for (const part of copied) {
    await mkdir(dirname(join(temporary, part)), { recursive: true })
    await cp(join(installRoot, part), join(temporary, part), { recursive: true })
  }
  const manifest = {
    name: packageName(folder),
    private: true,
    type: "module",
    scripts: { demo: "sage dag run experiments/trend.ts" },
    dependencies: { sage: dependencyFrom(folder) },
  }
  await writeFile(join(temporary, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`)
  await writeFile(join(temporary, ".gitignore"), "node_modules/\n.sage-cache/\nruns/\n")
}

/** npm takes no capitals, and nothing but letters, digits, dots and dashes is safe everywhere. */
const packageName = (folder: string): string =>
  basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, "-")
    .replace(/^[.-]+/, "") || "research"

/** From a clone its folder; from an installed package its version. */
const dependencyFrom = (folder: string): string =>
  basename(dirname(installRoot)) === "node_modules"
    ? version
    : `file:${relative(folder, installRoot).replaceAll("\\", "/")}`
