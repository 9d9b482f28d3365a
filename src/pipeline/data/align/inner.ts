import * as Schema from "effect/Schema"
import * as Node from "../../../dag/Node.ts"
import * as Reach from "../../../dag/Reach.ts"
import * as Calendar from "../../../domain/Calendar.ts"
import * as Panel from "../../../domain/Panel.ts"
import { pickCells } from "../../../kernel/pickCells.ts"
import { columnsOf, rowsOf } from "./places.ts"

/**
 * The cells of `panel` on the sessions and assets that `onto` has too, in the order of `onto`; only the index of `onto` is
 * read. To bring two panels together, align each onto the other's result: `b` onto `a`, then `a` onto that.
 *
 * No value is made: what one of the two lacks is left out.
 */
export const AlignInner = Node.define({
  name: "data/align-inner",
  title: "a panel on the sessions and assets that another has too; known when the panel is",
  config: Schema.Struct({}),
  inputs: { panel: Panel.type, onto: Panel.type },
  output: Panel.type,
  reach: () => Reach.point,
  scope: "each",
  aligns: true,
  run: ({ panel, onto }) => {
    const sessions = onto.calendar.sessions.filter((day) => Calendar.rowOf(panel.calendar, day) >= 0)
    const assets = onto.assets.filter((asset) => panel.assets.includes(asset))
    const cells = pickCells(
      panel.values,
      panel.assets.length,
      rowsOf(panel, sessions),
      columnsOf(panel, assets),
    )
    return Panel.make(Calendar.make(sessions), assets, cells)
  },
})
