/** Where the sessions and assets of another index stand in a panel; −1 where the panel has none. */
import * as Calendar from "../../../domain/Calendar.ts"
import type * as Panel from "../../../domain/Panel.ts"

export const rowsOf = ({ calendar }: Panel.Panel, sessions: Int32Array): Int32Array =>
  sessions.map((session) => Calendar.rowOf(calendar, session))

export function columnsOf({ assets }: Panel.Panel, wanted: ReadonlyArray<string>): Int32Array {
  const places = new Map(assets.map((asset, i) => [asset, i]))
  return Int32Array.from(wanted, (asset) => places.get(asset) ?? -1)
}
