import * as Effect from "effect/Effect"
import * as Blob from "../../../dag/Blob.ts"
import * as Node from "../../../dag/Node.ts"
import * as Reach from "../../../dag/Reach.ts"
import { PriceRequest, PriceSource, receiptType } from "./PriceSource.ts"

/**
 * What a source answers for one symbol, byte for byte, with the time. An answer holds for a day; a symbol that fails stops
 * what needs it and keeps the answers of the others.
 */
export const FetchPrices = Node.define({
  name: "data/fetch-prices",
  title: "what a source answers for one symbol, as it came, and when; it holds for 24 hours",
  config: PriceRequest,
  inputs: {},
  // like a snapshot, an answer is read before the first row; its rows say themselves when they are known
  outputs: { answer: Node.knownAt("open", Blob.type), receipt: Node.knownAt("open", receiptType) },
  reach: () => Reach.point,
  scope: "all",
  validForMs: 86_400_000,
  run: (_, request) =>
    Effect.map(
      PriceSource.use((source) => source.fetch(request)),
      ({ bytes, receipt }) => ({ answer: bytes, receipt }),
    ),
})
