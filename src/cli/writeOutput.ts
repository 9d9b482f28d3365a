/** A file that a user asked for: whole or not at all. */
import * as Effect from "effect/Effect"
import { renameSync, rmSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { reasonOf, temporaryBeside } from "../io/files.ts"
import { projectRoot } from "./projectRoot.ts"
import { Usage } from "./Usage.ts"

/** @param out from the project's root */
export const writeOutput = (out: string, text: string): Effect.Effect<void, Usage> =>
  Effect.try({
    try: () => {
      const path = resolve(projectRoot, out)
      const temporary = temporaryBeside(path)
      try {
        writeFileSync(temporary, text, { flag: "wx" })
        renameSync(temporary, path)
      } finally {
        rmSync(temporary, { force: true })
      }
    },
    catch: (cause) =>
      new Usage({
        problem: `Could not write ${out}: ${reasonOf(cause)}.`,
        remedy: "Give a file that can be written.",
      }),
  })
