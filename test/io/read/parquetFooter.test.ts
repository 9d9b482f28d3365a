import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { checkParquetFooter, footerProblem } from "../../../src/io/read/parquetFooter.ts"
import { writeParquet } from "../../../src/io/writeParquet.ts"
import { inFolder } from "../services.ts"

describe("a footer", () => {
  it("of a file of six hundred columns passes", () =>
    inFolder(async (folder) => {
      const path = join(folder, "wide.parquet")
      const columns = Array.from({ length: 600 }, (_, i) => ({
        name: `A${i}`,
        type: "double" as const,
        values: new Float64Array(300),
      }))
      await writeParquet(path, { columns })
      await checkParquetFooter(path)
    }))

  const struct = (...bytes: ReadonlyArray<number>) => Uint8Array.of(...bytes, 0)

  it.each([
    ["of one number", struct(0x15, 0x02), undefined],
    ["of a list of three numbers", struct(0x19, 0x35, 2, 4, 6), undefined],
    ["of a text", struct(0x18, 2, 65, 66), undefined],
    ["of a map", struct(0x1b, 1, 0x88, 1, 65, 1, 66), undefined],
    ["that claims a thousand million structures", struct(0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x03), /claims/],
    ["that claims a long text", struct(0x18, 0xff, 0xff, 0x03), /too early/],
    ["without an end", Uint8Array.of(0x15), /too early/],
    ["with a number without an end", Uint8Array.of(0x15, ...Array<number>(20).fill(0xff)), /does not end/],
    ["with an unknown type", struct(0x1d), /no type 13/],
    ["nested without an end", new Uint8Array(1000).fill(0x1c), /too deeply/],
  ])("%s", (_, bytes, problem) => {
    if (problem === undefined) expect(footerProblem(bytes)).toBeUndefined()
    else expect(footerProblem(bytes)).toMatch(problem)
  })

  it.each([
    ["is longer than the file", (tail: Buffer) => tail.writeUInt32LE(1000), /longer than the file/],
    ["claims gigabytes", (tail: Buffer) => tail.writeUInt32LE(0xffff_fff0), /claims 4294967280 bytes/],
    ["has another mark", (tail: Buffer) => tail.write("PARE", 4), /begin and end as Parquet/],
  ])("that %s is refused", (_, damage, message) =>
    inFolder(async (folder) => {
      const tail = Buffer.from("\x02\0\0\0PAR1", "latin1")
      damage(tail)
      await writeFile(join(folder, "x"), Buffer.concat([Buffer.from("PAR1\x15\0"), tail]))
      await expect(checkParquetFooter(join(folder, "x"))).rejects.toThrow(message)
    }),
  )

  it("is looked for only where there is room for one", () =>
    inFolder(async (folder) => {
      await writeFile(join(folder, "x"), "PAR1PAR1")
      await expect(checkParquetFooter(join(folder, "x"))).rejects.toThrow(/too short/)
    }))
})
