import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { forwardIndex } from "../../kernel/forwardIndex.ts"
import { carriedCloseOf, listedClosesInputs, listedClosesOf, maxStale } from "./listedCloses.ts"

/**
 * Total-return index of each asset, built forward from the first close of its listing, in the snapshot's currency.
 *
 * Carried over at most `max_stale` sessions without a bar, NaN beyond that until the next bar, which continues with the
 * whole move. A new listing starts anew at its first close. Known at the close.
 */
export const TotalReturnIndex = Node.define({
  name: "data/total-return-index",
  title: "total-return index, first close of the listing times compounded returns; known at the close",
  config: Schema.Struct({ max_stale: maxStale }),
  inputs: listedClosesInputs,
  output: Panel.type,
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  stateColumns: { level: NaN, carried: NaN, missed: 0 },
  settle: () => 0,
  run: (inputs, { max_stale }, { skip, state }) => {
    const before = carriedCloseOf(state)
    const { index, after } = forwardIndex(
      listedClosesOf(inputs),
      inputs.close.assets.length,
      max_stale,
      state === undefined ? 0 : skip,
      before === undefined ? undefined : { ...before, level: state!["level"]! },
    )
    return { out: Panel.like(inputs.close, index), state: { ...after } }
  },
})
