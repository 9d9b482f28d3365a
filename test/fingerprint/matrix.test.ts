import { describe, expect, it } from "vitest"
import { BASE_CASES } from "./baseCases.ts"
import { bundleBeforeAndAfter } from "./bundle.ts"
import type { Case } from "./cases.ts"
import { LINK_CASES } from "./linkCases.ts"
import { beforeAndAfter, withProject } from "./project.ts"
import { SYNTAX_CASES } from "./syntaxCases.ts"

const ALL = [...BASE_CASES, ...SYNTAX_CASES, ...LINK_CASES]
const verdict = (before: string, after: string): Case["expect"] => (before === after ? "same" : "different")

describe("a fingerprint", () => {
  it.each(ALL)("is $expect after: $title", ({ expect: wanted, sources, edit }) => {
    const [before, after] = beforeAndAfter(sources, edit)
    expect(verdict(before.fingerprint, after.fingerprint)).toBe(wanted)
  })

  it.each(ALL)("is the old one again when taken back: $title", ({ sources, edit }) => {
    withProject(sources, (project) => {
      const before = project.node().fingerprint
      const old = Object.keys(edit)
        .filter((path) => project.has(path))
        .map((path) => [path, project.read(path)])
      project.write(edit)
      project.node()
      project.write(Object.fromEntries(old))
      expect(project.node().fingerprint).toBe(before)
    })
  })
})

describe("a bundler's minified tree-shaken output, as an independent judge", () => {
  const judged = ALL.filter((one) => one.beyondBundler === undefined)

  it.each(judged)("agrees that it is $expect after: $title", async ({ expect: wanted, sources, edit }) => {
    const [before, after] = await bundleBeforeAndAfter(sources, edit)
    expect(verdict(before, after)).toBe(wanted)
  })
})
