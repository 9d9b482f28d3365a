import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { fillReturns } from "../../kernel/fillReturns.ts"
import { listedClosesInputs, listedClosesOf } from "./listedCloses.ts"

/**
 * A session's total return in two, decimal: `overnight` from the last known close to the open, with the dividend and split
 * of the session, and `intraday` from the open to the close. (1 + overnight)(1 + intraday) = 1 + close to close.
 *
 * Each comes from the last known close and this session's row alone, so that a later dividend changes no earlier bit. NaN
 * without a bar or without an open; `overnight` also on the first bar of a listing. Both are known at the close here, since
 * whether an asset is listed is.
 */
export const SegmentReturns = Node.define({
  name: "data/segment-returns",
  title: "total returns overnight (close to open) and intraday (open to close), decimal; known at the close",
  config: Schema.Struct({}),
  inputs: { open: Panel.type, ...listedClosesInputs },
  outputs: { overnight: Panel.type, intraday: Panel.type },
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  stateColumns: { carried: NaN },
  settle: () => 1,
  run: (inputs, _, { skip, state }) => {
    const { before, after, carried } = fillReturns(
      listedClosesOf(inputs),
      inputs.open.values,
      inputs.close.assets.length,
      state === undefined ? 0 : skip,
      state?.["carried"],
      NaN,
    )
    const out = { overnight: Panel.like(inputs.close, before), intraday: Panel.like(inputs.close, after) }
    return { out, state: { carried } }
  },
})
