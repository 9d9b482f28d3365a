import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Blob from "../../../dag/Blob.ts"
import * as Node from "../../../dag/Node.ts"
import * as Reach from "../../../dag/Reach.ts"
import * as Panel from "../../../domain/Panel.ts"
import { barsToPanels } from "../barsToPanels.ts"
import { LiveRequestError } from "./errors.ts"
import { LiveOptions, liveManifestType, liveMarket, liveSessions } from "./liveMarket.ts"
import { receiptType } from "./PriceSource.ts"

/**
 * Live answers as panels on the sessions of the calendar: what `data/prices` gives of a snapshot, by the same checks.
 * NaN = no bar. Prices are as traded, `dividend` is a share before that day's split, `split_ratio` new shares per old.
 */
export const LivePrices = Node.define({
  name: "data/live-prices",
  title: "daily bars of live answers: prices as traded, volume in shares, dividends, splits",
  config: LiveOptions.mapFields((fields) => ({
    ...fields,
    needs_opens: Schema.Boolean.annotate({
      description: "whether orders fill at opens, so that there must be some",
    }),
  })),
  inputs: { answers: Node.many(Blob.type), receipts: Node.many(receiptType) },
  outputs: {
    open: Node.knownAt("open", Panel.type),
    high: Node.knownAt("close", Panel.type),
    low: Node.knownAt("close", Panel.type),
    close: Node.knownAt("close", Panel.type),
    volume: Node.knownAt("close", Panel.type),
    dividend: Node.knownAt("open", Panel.type),
    split_ratio: Node.knownAt("open", Panel.type),
    adj_close: Node.knownAt("close", Panel.type),
    manifest: liveManifestType,
  },
  reach: () => Reach.point,
  scope: "all",
  run: ({ answers, receipts }, { needs_opens, ...options }) => {
    const given = options.assets.map((asset) => ({ bytes: answers[asset]!, receipt: receipts[asset]! }))
    return Effect.fromResult(
      Result.flatMap(liveMarket(given, options), ({ bars, manifest }) => {
        if (needs_opens && !manifest.has_opens) return Result.fail(noOpens)
        const sessions = liveSessions(bars, options.calendar)
        return Result.succeed({ ...barsToPanels(bars, sessions, options.assets), manifest })
      }),
    )
  },
})

const noOpens = new LiveRequestError({
  problem: "The source gives closes only, so nothing can fill at an open",
  remedy: "Add --set execution.execution_time=next_close.",
})
