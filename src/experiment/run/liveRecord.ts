/** What a run on live prices leaves behind, so that its market can be made again from the answers that are kept. */
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Blob from "../../dag/Blob.ts"
import type { Outcome } from "../../dag/Run.ts"
import type { PreparedGraph } from "../../dag/Prepared.ts"
import { Store } from "../../dag/store/Store.ts"
import { FetchPrices } from "../../pipeline/data/live/fetchPrices.ts"
import { LiveOptions, liveMarket } from "../../pipeline/data/live/liveMarket.ts"
import { LivePrices } from "../../pipeline/data/live/livePrices.ts"
import { receiptType, SourceChoice } from "../../pipeline/data/live/PriceSource.ts"
import { Revision, revisions } from "../../pipeline/data/live/revisions.ts"

export const LiveRecord = Schema.Struct({
  source: SourceChoice,
  options: LiveOptions,
  fetched: Schema.Array(
    Schema.Struct({
      symbol: Schema.String,
      retrieved_at: Schema.String.annotate({ description: "instant, UTC" }),
      answer: Schema.String.annotate({ description: "content hash of the bytes as they came" }),
      receipt: Schema.String.annotate({ description: "content hash of what says whence and when" }),
    }),
  ),
  revisions: Schema.Array(Revision).annotate({
    description: "against the last run of this name on live prices",
  }),
})
export interface LiveRecord extends Schema.Schema.Type<typeof LiveRecord> {}

/** Null where the graph reads no live prices, or they did not come. */
export const liveRecordOf = (graph: PreparedGraph, outcome: Outcome, runName: string) =>
  Effect.gen(function* () {
    const store = yield* Store
    const byId = new Map(outcome.nodes.map((node) => [node.id, node]))
    const prices = graph.nodes.find(({ node }) => node.spec.name === LivePrices.spec.name)
    if (prices === undefined || outcome.status !== "done") return null
    const { needs_opens: _, ...options } = prices.config as LiveOptions & { readonly needs_opens: boolean }
    const nodes = graph.nodes.filter(({ node }) => node.spec.name === FetchPrices.spec.name)
    const fetched = yield* Effect.forEach(nodes, ({ id }) =>
      Effect.gen(function* () {
        const { answer, receipt } = byId.get(id)!.outputs as {
          readonly answer: string
          readonly receipt: string
        }
        const said = yield* store.get(receiptType, receipt)
        return { symbol: said.symbol, retrieved_at: said.retrieved_at, answer, receipt, source: said.source }
      }),
    )
    const record = {
      source: fetched[0]!.source,
      options,
      fetched: fetched.map(({ source: _source, ...one }) => one),
    }
    return { ...record, revisions: yield* revisedSince(record, runName) } satisfies LiveRecord
  })

type Kept = Pick<LiveRecord, "fetched" | "options">

/** The market of a run from what is kept of it. */
export const marketOf = ({ fetched, options }: Kept) =>
  Effect.gen(function* () {
    const store = yield* Store
    const answers = yield* Effect.forEach(fetched, ({ answer, receipt }) =>
      Effect.gen(function* () {
        return { bytes: yield* store.get(Blob.type, answer), receipt: yield* store.get(receiptType, receipt) }
      }),
    )
    return yield* Effect.fromResult(liveMarket(answers, options))
  })

const revisedSince = (record: Kept, runName: string) =>
  Effect.gen(function* () {
    const store = yield* Store
    const earlier = (yield* store.runs).filter(({ name }) => name === runName)
    const last = earlier.map(({ facts }) => liveRecordIn(facts)).findLast((one) => one !== null)
    if (last === undefined || last === null || isSame(last, record)) return []
    // what was swept from the cache, or cannot be read any more, is not compared: it is history, never a result
    const [before, after] = yield* Effect.all([
      Effect.result(marketOf(last)),
      Effect.result(marketOf(record)),
    ])
    if (Result.isFailure(before) || Result.isFailure(after)) return []
    return revisions(before.success.bars, after.success.bars)
  })

const isSame = (left: Kept, right: Kept): boolean =>
  left.fetched.map(({ answer }) => answer).join() === right.fetched.map(({ answer }) => answer).join()

/** @param facts of a run in the ledger, as JSON */
export function liveRecordIn(facts: string): LiveRecord | null {
  const decoded = decodeFacts(facts)
  return Result.isSuccess(decoded) ? (decoded.success.live ?? null) : null
}

const decodeFacts = Schema.decodeUnknownResult(
  Schema.fromJsonString(Schema.Struct({ live: Schema.optionalKey(Schema.NullOr(LiveRecord)) })),
)
