import { describe, expect, it } from "vitest"
import * as Calendar from "../../src/domain/Calendar.ts"
import * as Panel from "../../src/domain/Panel.ts"
import { PanelParquet } from "../../src/experiment/artifacts/panelParquet.ts"
import type { TableParts } from "../../src/experiment/artifacts/TableParts.ts"
import * as TablePartsType from "../../src/experiment/artifacts/TableParts.ts"
import { epochDayOf } from "../../src/kernel/civilDate.ts"

/** Every day from 2019-06-01 on, two assets. */
function panelOf(days: number): Panel.Panel {
  const first = epochDayOf(2019, 6, 1)
  const sessions = Int32Array.from({ length: days }, (_, i) => first + i)
  const column = (scale: number) => Float64Array.from(sessions, (session) => scale / (session % 97))
  return Panel.fromColumns(Calendar.make(sessions), ["A", "B"], [column(1), column(2)])
}

const partsOf = (days: number): TableParts =>
  PanelParquet.spec.run(
    { panels: { held: panelOf(days) } },
    {},
    { skip: 0, state: undefined, seed: 0 },
  ) as TableParts

describe("a long table in parts", () => {
  it("has a part for each year that has a session", () => {
    expect(partsOf(600).parts.map(({ year }) => year)).toEqual(["2019", "2020", "2021"])
  })

  it("changes one part when a session is appended, or gains one at a new year", () => {
    for (const days of [300, 214, 580]) {
      const [before, after] = [partsOf(days), partsOf(days + 1)]
      const changed = after.parts.filter(
        ({ year, bytes }) =>
          !before.parts.some((part) => part.year === year && Buffer.compare(part.bytes, bytes) === 0),
      )
      expect(changed).toHaveLength(1)
      expect(changed[0]).toBe(after.parts.at(-1))
    }
  })

  it("tells its columns even where there is no session", () => {
    const { parts } = partsOf(0)
    expect(parts.map(({ year }) => year)).toEqual(["0000"])
  })

  it("comes back from the store as it was put", () => {
    const parts = partsOf(600)
    expect(TablePartsType.type.decode(TablePartsType.type.encode(parts))).toEqual(parts)
  })
})
