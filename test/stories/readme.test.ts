import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { projectRoot } from "../toolchain/scratch.ts"
import { makeProject, type Project } from "./project.ts"

const readme = readFileSync(join(projectRoot, "README.md"), "utf8")

/** Every `npx sage …` that the page shows, as words. */
const commands = [...readme.matchAll(/npx sage ([^`\n]+)/g)].map(([, text]) => words(text!))

/** Words of a shell line with single quotes. */
function words(line: string): ReadonlyArray<string> {
  return [...line.trim().matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!)
}

let project: Project
beforeAll(async () => {
  project = makeProject()
  const days = Array.from({ length: 25 }, (_, i) => `2024-01-${String(i + 1).padStart(2, "0")}`)
  const closed = [
    "2024-01-01",
    "2024-01-06",
    "2024-01-07",
    "2024-01-13",
    "2024-01-14",
    "2024-01-15",
    "2024-01-20",
    "2024-01-21",
  ]
  const rows = days.filter((day) => !closed.includes(day)).map((day, i) => `${day},${100 + i},${50 - i / 4}`)
  project.write("prices.csv", `date,AAA,BBB\n${rows.join("\n")}\n`)
  await project.json("dag", "run", "experiments/trend.ts")
})
afterAll(() => project.remove())

describe("the README", () => {
  it("shows commands", () => expect(commands.length).toBeGreaterThanOrEqual(6))

  it.each(commands.map((command) => [command.join(" "), command] as const))(
    "npx sage %s works",
    async (_, command) => {
      const { code, stderr } = await project.sage(...command)
      expect(stderr).toBe("")
      expect(code).toBe(0)
    },
  )

  it("names only files that exist", () => {
    const linked = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, file]) => file!)
    for (const file of linked)
      expect(readFileSync(join(projectRoot, file), "utf8").length, file).toBeGreaterThan(100)
  })
})
