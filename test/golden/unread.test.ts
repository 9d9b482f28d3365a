import { expect, it } from "vitest"
import { describeGolden, unreadFiles } from "./support.ts"

describeGolden("golden files", ["golden/original", "golden/peers"], () => {
  it("are listed when no test names them", () => {
    const unread = unreadFiles()
    console.log(`golden: ${unread.length} files unread${unread.length === 0 ? "" : `: ${unread.join(", ")}`}`)
    expect(unread).not.toContain("original/indicator-momentum")
  })
})
