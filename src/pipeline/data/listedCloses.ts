/** What the nodes about returns share: their inputs, the stale limit, and the state of carried closes. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { State } from "../../dag/Node.ts"
import * as Panel from "../../domain/Panel.ts"
import type { CarriedClose, ListedCloses } from "../../kernel/closeToClose.ts"

export const listedClosesInputs = {
  close: Panel.type,
  dividend: Panel.type,
  split_ratio: Panel.type,
  listing: Panel.type,
} as const

export const listedClosesOf = (
  panels: Readonly<Record<keyof typeof listedClosesInputs, Panel.Panel>>,
): ListedCloses => ({
  close: panels.close.values,
  dividend: panels.dividend.values,
  splitRatio: panels.split_ratio.values,
  listing: panels.listing.values,
})

export const maxStale = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 252 }))
  .pipe(Schema.withDecodingDefaultKey(Effect.succeed(5)))
  .annotate({
    description: "sessions without a bar over which indicators and estimators carry the last close",
  })

export const carriedCloseOf = (state: State | undefined): CarriedClose | undefined =>
  state === undefined ? undefined : { carried: state["carried"]!, missed: state["missed"]! }
