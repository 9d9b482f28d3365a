import * as Schema from "effect/Schema"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import { closeToClose } from "../../kernel/closeToClose.ts"
import { carriedCloseOf, listedClosesInputs, listedClosesOf, maxStale } from "./listedCloses.ts"

/**
 * Total returns from close to close, decimal, each from the last known close and this session's row alone.
 *
 * `close_to_close` is for accounting: 0 while listed without a bar and on the delisting session, the first bar back
 * carries the whole move; NaN before and on the first bar of a listing and after it. `estimation` is for indicators and
 * estimators: NaN also beyond `max_stale` sessions without a bar, on the first bar back after such a gap, and on the
 * delisting session.
 */
export const Returns = Node.define({
  name: "data/returns",
  title: "total returns from close to close (decimal), for accounting and for estimation; known at the close",
  config: Schema.Struct({ max_stale: maxStale }),
  inputs: listedClosesInputs,
  outputs: { close_to_close: Panel.type, estimation: Panel.type },
  reach: () => Reach.recursive(),
  scope: "each",
  stateful: true,
  stateColumns: { carried: NaN, missed: 0 },
  settle: () => 1,
  run: (inputs, { max_stale }, { skip, state }) => {
    const { accounting, estimation, after } = closeToClose(
      listedClosesOf(inputs),
      inputs.close.assets.length,
      max_stale,
      state === undefined ? 0 : skip,
      carriedCloseOf(state),
    )
    const out = {
      close_to_close: Panel.like(inputs.close, accounting),
      estimation: Panel.like(inputs.close, estimation),
    }
    return { out, state: { ...after } }
  },
})
