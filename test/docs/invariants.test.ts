/** docs/invariants.md lists every invariant, and every mistake that was planted. */
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { mutants } from "../mutation/mutants.ts"

const page = readFileSync("docs/invariants.md", "utf8")
const folder = "test/invariants"
const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"))
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0

describe("the page of invariants", () => {
  it("has one row for each test of each file", () => {
    const inTests = files.map((name) => [name, count(readFileSync(`${folder}/${name}`, "utf8"), /^ *it\(/gm)])
    const inPage = files.map((name) => [
      name,
      count(page, new RegExp(`^\\| \`${name.replaceAll(".", "\\.")}\` \\|`, "gm")),
    ])
    expect(inPage).toEqual(inTests)
  })

  it("names no file that is not there", () => {
    const named = [...page.matchAll(/^\| `(\w+\.test\.ts)` \|/gm)].map(([, name]) => name!)
    expect([...new Set(named)].sort()).toEqual([...files].sort())
  })

  it("says of each mistake that was planted which invariant kills it, or that it survives", () => {
    const [, table = ""] = page.split("<!-- mutants -->")
    const missing = mutants.filter(({ says, file }) => !table.includes(`| ${says} | \`${file}\` | `))
    expect(missing.map(({ says }) => says)).toEqual([])
    const survivors = mutants.filter(({ survives }) => survives !== undefined)
    expect(count(table, /\*\*survives\*\*/g)).toBe(survivors.length)
  })
})
