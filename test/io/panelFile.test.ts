import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { readPanelFile, writePanelFile } from "../../src/io/panelFile.ts"
import { inFolder } from "./services.ts"

const doubles = fc.oneof(
  fc.double({ noDefaultInfinity: true }),
  fc.constantFrom(NaN, -0, 0, 5e-324, 0.1 + 0.2),
)

const panels = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: -20_000, max: 40_000 }), { maxLength: 8 }),
    assets: fc.uniqueArray(fc.constantFrom("SPY", "BRK.B", "^VIX", "a b", 'q"uo,te', "É", "9"), {
      maxLength: 4,
    }),
  })
  .chain(({ days, assets }) =>
    fc
      .array(doubles, { minLength: days.length * assets.length, maxLength: days.length * assets.length })
      .map((values) =>
        Panel.make(Calendar.make(Int32Array.from(days).sort()), assets, Float64Array.from(values)),
      ),
  )

const run = <A, E>(program: Effect.Effect<A, E>) => Effect.runPromise(program)

describe("a panel in a file", () => {
  it.each(["csv", "parquet", "arrow"])("comes back bit for bit from .%s", async (ending) => {
    await inFolder((folder) =>
      fc.assert(
        fc.asyncProperty(panels, async (panel) => {
          const path = join(folder, `panel.${ending}`)
          await run(writePanelFile(path, panel))
          const back = await run(readPanelFile(path))
          expect(back.assets).toEqual(panel.assets)
          expect(back.calendar.sessions).toEqual(panel.calendar.sessions)
          expect(back.values).toEqual(panel.values)
        }),
        { numRuns: 25, seed: 5 },
      ),
    )
  })

  it("is plain to read as CSV", () =>
    inFolder(async (folder) => {
      const path = join(folder, "panel.csv")
      const values = Float64Array.of(0.1, NaN, 1e21, -3)
      await run(writePanelFile(path, Panel.make(Calendar.make(Int32Array.of(0, 1)), ["A", "B"], values)))
      expect(await readFile(path, "utf8")).toBe("date,A,B\n1970-01-01,0.1,\n1970-01-02,1e+21,-3\n")
    }))

  it.each([
    [
      "panel.csv",
      "date,A\n2020-01-03,1\n2020-01-02,2\n",
      /row 2, date: 2020-01-02 does not come after 2020-01-03/,
    ],
    ["panel.csv", "date,A\n2020-01-03,1\n2020-01-03,2\n", /does not come after/],
    ["panel.csv", "date,A\n2020-01-03,one\n", /"one" is no number/],
    ["panel.csv", "date,A,A\n2020-01-03,1,2\n", /two columns/],
    ["panel.arrow", "nothing of the kind", /no Arrow IPC file|first column/],
    ["panel.xlsx", "", /ending is none of/],
  ])("is refused when %s holds %j", (name, content, message) =>
    inFolder(async (folder) => {
      const path = join(folder, name)
      await writeFile(path, content)
      const error = await run(Effect.flip(readPanelFile(path)))
      expect(error.message).toMatch(message)
    }),
  )

  it("is not written where two names would meet", () =>
    inFolder(async (folder) => {
      const panel = Panel.filled(Calendar.make(Int32Array.of(0)), ["A", "a"], 1)
      const error = await run(Effect.flip(writePanelFile(join(folder, "panel.parquet"), panel)))
      expect(error.message).toMatch(/A and a differ by case/)
    }))
})
