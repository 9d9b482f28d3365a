/** The folder that names on the command line start from: that of the nearest package.json, else Sage's own. */
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const holds = (folder: string): boolean => existsSync(join(folder, "package.json"))

/** The folder of Sage itself: above `dist/<build>/` or `src/cli/`. */
export const installRoot: string = nearestAbove(dirname(fileURLToPath(import.meta.url))) ?? process.cwd()

export const projectRoot: string = nearestAbove(process.cwd()) ?? installRoot

function nearestAbove(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (holds(folder)) return folder
    if (dirname(folder) === folder) return undefined
  }
}
