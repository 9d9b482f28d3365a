import { join } from "node:path"
import { rolldown } from "rolldown"
import { Project, type Sources } from "./project.ts"

/** The minified bundle of the definition `A` (or the default export) of `main.ts`, before and after an edit. */
export async function bundleBeforeAndAfter(
  sources: Sources,
  edit: Sources,
): Promise<readonly [string, string]> {
  const project = new Project(sources)
  try {
    const before = await bundle(project)
    project.write(edit)
    return [before, await bundle(project)]
  } finally {
    project.remove()
  }
}

async function bundle(project: Project): Promise<string> {
  project.write({ "entry.ts": `export { ${exportedName(project)} as it } from "./main.ts"` })
  const build = await rolldown({
    input: join(project.root, "entry.ts"),
    external: ["sage", "math-kit"],
    platform: "node",
    treeshake: { manualPureFunctions: ["Node.define", "Node"] },
    logLevel: "silent",
  })
  const { output } = await build.generate({ minify: true, format: "esm" })
  await build.close()
  return output.map((part) => (part.type === "chunk" ? part.code : String(part.source))).join("\n")
}

const exportedName = (project: Project): string => {
  const main = project.read("main.ts")
  if (main.includes("export default")) return "default"
  return main.includes("A as Momentum") ? "Momentum" : "A"
}
