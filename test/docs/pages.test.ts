/** Every page says at its end what it rests on. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { projectRoot } from "../toolchain/scratch.ts"

const pages = [
  "README.md",
  ...readdirSync(join(projectRoot, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
]

const textOf = (page: string): string => readFileSync(join(projectRoot, page), "utf8")

describe.each(pages)("%s", (page) => {
  it("ends with assumptions and limitations", () => {
    const sections = textOf(page).split(/^## /m)
    expect(sections.at(-1)).toMatch(/^Assumptions and limitations\n+\S/)
  })

  it("links only to pages and sections that exist", () => {
    for (const [, file, section] of textOf(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
      const target = file === "" ? page : join(page, "..", file!)
      const text = textOf(target)
      if (section === undefined) continue
      const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
        title!
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} -]/gu, "")
          .replaceAll(" ", "-"),
      )
      expect(titles, `${target}#${section}`).toContain(section)
    }
  })
})
