import { runInNewContext } from "node:vm"
import fc from "fast-check"
import { expect, it } from "vitest"
import { unitOf } from "../../../../src/report/html/chart/units.ts"
import { pageScript } from "../../../../src/report/html/page/pageScript.ts"

/** The script's own way of writing values, cut out of it. */
const inPage = runInNewContext(
  `${pageScript.slice(pageScript.indexOf("const minus"), pageScript.indexOf("const unpack"))}; units`,
) as Readonly<Record<string, { readonly decimals: number; readonly text: (value: number) => string }>>

it("the page writes values under the pointer as tables do", () => {
  expect(Object.keys(inPage).sort()).toEqual(Object.keys(unitOf).sort())
  for (const [unit, { decimals, text }] of Object.entries(unitOf)) {
    expect(inPage[unit]!.decimals).toBe(decimals)
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        expect(inPage[unit]!.text(value)).toBe(text(value))
      }),
    )
  }
})
