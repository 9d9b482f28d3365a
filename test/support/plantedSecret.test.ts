import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync, zstdCompressSync } from "node:zlib"
import { afterAll, describe, expect, it } from "vitest"
import { filesWith, plantSecret, textHas } from "./plantedSecret.ts"

const folder = mkdtempSync(join(tmpdir(), "sage-secret-"))
afterAll(() => rmSync(folder, { recursive: true }))

describe("the search for a planted secret", () => {
  it("finds it in any usual dress, and nothing where it is not", () => {
    const secret = plantSecret()
    const { value } = secret
    mkdirSync(join(folder, "deep", "er"), { recursive: true })
    const hidden: Readonly<Record<string, string | Buffer>> = {
      plain: `key: ${value}\n`,
      utf16: Buffer.from(`..${value}..`, "utf16le"),
      hex: Buffer.from(value).toString("hex"),
      basic: `Basic ${Buffer.from(`user:${value}`).toString("base64")}`,
      "basic-1": Buffer.from(`1${value}!`).toString("base64"),
      "basic-2": Buffer.from(`12${value}!!`).toString("base64"),
      "deep/er/gzip": gzipSync(`x${value}`),
      "deep/zstd": zstdCompressSync(Buffer.from(`x${value}`)),
      [`name-${value}`]: "",
    }
    for (const [name, content] of Object.entries(hidden)) writeFileSync(join(folder, name), content)
    writeFileSync(join(folder, "innocent"), `key: ${value.slice(0, -1)}`)
    expect([...filesWith(secret, folder)].sort()).toEqual(
      Object.keys(hidden)
        .map((name) => join(folder, name))
        .sort(),
    )
    expect([textHas(secret, `… ${value} …`), textHas(secret, "…")]).toEqual([true, false])
  })
})
