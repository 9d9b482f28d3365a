// How the files of users (experiments, graphs, nodes of their own, in or outside a clone) reach Sage and Effect.
//
// They must meet the very copies that are in the bundle: a Schema that another copy of effect built is refused there as
// if the value were wrong. So `sage`, `sage/<stage>`, `effect/Schema` and `effect/Effect` lead into this build's
// folder, and any other import of effect is refused with the reason. Bundled beside the entries it points to; a worker
// thread that loads user files needs it too: new Worker(..., { execArgv: ["--import", <this file's URL>] }).
import { existsSync } from "node:fs"
import { registerHooks } from "node:module"
import { fileURLToPath } from "node:url"

const build = new URL("./", import.meta.url).href
const fromEffect = new Set(["effect/Schema", "effect/Effect"])

const isUserFile = (url) =>
  url.startsWith("file:") && !url.includes("/node_modules/") && !url.startsWith(build)

function entry(name) {
  if (name === "sage") return "index"
  if (name.startsWith("sage/")) return name.slice("sage/".length)
  return fromEffect.has(name) ? name : undefined
}

function refuse(importer, message) {
  throw Object.assign(new Error(`${fileURLToPath(importer)}: ${message}`), { code: "ERR_SAGE_IMPORT" })
}

registerHooks({
  resolve(name, context, next) {
    const importer = context.parentURL ?? ""
    // the bundle's own files lie beside each other: looking them up as a package would costs a third of a millisecond each
    if (importer.startsWith(build) && name.startsWith("./")) {
      return { url: new URL(name, importer).href, format: "module", shortCircuit: true }
    }
    if (!isUserFile(importer)) return next(name, context)
    const wanted = entry(name)
    if (wanted !== undefined) {
      const url = new URL(`${wanted}.js`, build)
      if (!existsSync(url)) refuse(importer, `there is no "${name}" to import.`)
      return { url: url.href, shortCircuit: true }
    }
    if (name === "effect" || name.startsWith("effect/") || name.startsWith("@effect/")) {
      refuse(
        importer,
        `"${name}" cannot be imported here: it would be a second copy of effect, whose values Sage does not recognize. ` +
          `Import from "effect/Effect" and "effect/Schema", which lead to the copy inside Sage.`,
      )
    }
    return next(name, context)
  },
})
