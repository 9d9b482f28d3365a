/** What allocation refuses when a study is run: mistakes that a config alone cannot show. */
import * as Schema from "effect/Schema"

/** A schedule that depends on intents has none connected. */
export class MissingIntents extends Schema.TaggedError<MissingIntents>()("MissingIntents", {
  field: Schema.String,
}) {
  override get message(): string {
    return `The schedule's ${this.field} depends on intents, but none are connected. Connect them to its port intents, or set start and on_intent_change: false.`
  }
}

/** A sector cap is on and some assets have no sector. */
export class UnmappedAssets extends Schema.TaggedError<UnmappedAssets>()("UnmappedAssets", {
  assets: Schema.Array(Schema.String),
}) {
  override get message(): string {
    return `max_sector_weight is set, but ${this.assets.join(", ")} ${this.assets.length === 1 ? "has" : "have"} no sector. Name one for each in sectors, or drop max_sector_weight.`
  }
}

/** More names are to be held than there are. */
export class TooFewAssets extends Schema.TaggedError<TooFewAssets>()("TooFewAssets", {
  minAssetsHeld: Schema.Int,
  assets: Schema.Int,
}) {
  override get message(): string {
    return `min_assets_held is ${this.minAssetsHeld}, but the study has ${this.assets} assets. Lower it or add assets.`
  }
}

/** Daily leverage rides on the weights that the unlevered book holds, and they are not connected. */
export class MissingFilledWeights extends Schema.TaggedError<MissingFilledWeights>()(
  "MissingFilledWeights",
  {},
) {
  override get message(): string {
    return "leverage_update: daily needs the unlevered book's weights after its fills. Connect execution/fills' port filled to the port filled, or use leverage_update: rebalance."
  }
}

/** Trading is limited against what is held, and the book's panels are not connected. */
export class MissingBook extends Schema.TaggedError<MissingBook>()("MissingBook", {}) {
  override get message(): string {
    return "A limit of trading needs the book. Connect before_fill, after_fill, close_to_close and listing as to execution/fills (tradable too, when decisions are made at the open), or drop trading."
  }
}
