/** A worker thread of the command line: built-in definitions come from the catalogue, others from the user's file. */
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { Spec } from "../dag/Node.ts"
import { serve } from "../dag/workers/serve.ts"
import { installRoot } from "./projectRoot.ts"

serve(async (definition, file) => {
  const specs = file.startsWith("src/") ? (await import("./catalogue.ts")).catalogue : await exportedBy(file)
  return specs.find(({ name }) => name === definition)
})

async function exportedBy(file: string): Promise<ReadonlyArray<Spec>> {
  const module: object = await import(pathToFileURL(resolve(installRoot, file)).href)
  return Object.values(module).flatMap((exported: unknown) =>
    typeof exported === "function" && "spec" in exported ? [exported.spec as Spec] : [],
  )
}
