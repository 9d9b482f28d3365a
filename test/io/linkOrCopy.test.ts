import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { linkOrCopy } from "../../src/io/linkOrCopy.ts"

const folders: Array<string> = []
const folderIn = (parent: string): string => {
  const folder = mkdtempSync(join(parent, "sage-link-"))
  folders.push(folder)
  return folder
}
/** Memory is another device than the disk on most Linux systems. */
const otherDevice =
  existsSync("/dev/shm") && statSync("/dev/shm").dev !== statSync(tmpdir()).dev ? "/dev/shm" : undefined

describe("linkOrCopy", () => {
  const clean = () => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }))

  it("gives a second name to the same file", async () => {
    const [from, to] = [join(folderIn(tmpdir()), "a"), join(folderIn(tmpdir()), "b")]
    writeFileSync(from, "bars")
    await linkOrCopy(from, to)
    expect(statSync(to).ino).toBe(statSync(from).ino)
    clean()
  })

  it.skipIf(otherDevice === undefined)(
    "copies to another device, where a file has no second name",
    async () => {
      const [from, to] = [join(folderIn(tmpdir()), "a"), join(folderIn(otherDevice!), "b")]
      writeFileSync(from, "bars")
      await linkOrCopy(from, to)
      expect(readFileSync(to, "utf8")).toBe("bars")
      expect(statSync(to).nlink).toBe(1)
      clean()
    },
  )

  it("fails where there is nothing to link", async () => {
    const folder = folderIn(tmpdir())
    await expect(linkOrCopy(join(folder, "a"), join(folder, "b"))).rejects.toThrow(/ENOENT/)
    clean()
  })
})
