import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Panel from "../../domain/Panel.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { makeLink, type Link } from "./link.ts"
import { largestResidual, sumOfColumns, sumOfSteps } from "./residuals.ts"

const figure = Schema.NullOr(Schema.Finite)
const linked = Schema.Struct({
  gross: figure.annotate({ description: "share of the compounded gross return" }),
  net: figure.annotate({ description: "share of the compounded net return" }),
})
const residual = figure.annotate({ description: "largest difference on a session, absolute" })

const summary = Schema.Struct({
  n: Schema.Int.annotate({ description: "sessions linked" }),
  total: linked.annotate({ description: "compounded returns; null where no session counts" }),
  parts: Schema.Struct({
    market: linked,
    timing: linked,
    signal: linked.annotate({ description: "market + timing" }),
    allocation: linked,
    leverage: linked,
    cost: linked.annotate({
      description: "negative; 0 in gross: signal + allocation + leverage + cost = total",
    }),
  }),
  by_asset: Schema.Record(Schema.String, linked),
  cash: linked.annotate({ description: "interest; assets + cash (+ cost, for net) = total" }),
  by_sector: Schema.Record(Schema.String, linked),
  by_side: Schema.Struct({ long: linked, short: linked }),
  max_abs_residual: residual.annotate({ description: "signal + allocation + leverage − gross" }),
  max_abs_residual_by_asset: residual.annotate({ description: "Σ assets + cash − gross" }),
  max_abs_residual_by_side: residual.annotate({ description: "long + short + cash − gross" }),
  max_abs_residual_cost: residual.annotate({
    description: "gross − cost − net, but on the session of ruin, where net is −1",
  }),
  reasons: Schema.Record(Schema.String, Schema.String).annotate({ description: "why gross or net is null" }),
})

export type AttributionSummary = typeof summary.Type

export const summaryType = Document.of("attribution-summary", summary)

/**
 * The daily attribution over the window, linked by Cariño's coefficients once to the compounded gross return and once,
 * with the costs, to the net one.
 */
export const AttributionSummary = Node.define({
  name: "attribution/summary",
  title: "what signal, allocation, leverage, costs, assets, sectors and sides added to the compounded return",
  config: Schema.Struct({
    sectors: Schema.Record(Schema.String, Schema.String)
      .annotate({ description: "sector of each asset; others count as unmapped" })
      .pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  }),
  inputs: { daily: Series.type, by_asset: Series.type, by_side: Series.type, window: Window.type },
  output: summaryType,
  reach: () => Reach.whole("a summary has no time axis"),
  scope: "all",
  run: ({ daily, by_asset, by_side, window }, { sectors }): AttributionSummary => {
    const link = makeLink(daily, window)
    const part = (name: string) => link.column(Series.column(daily, name))
    const assets = by_asset.assets.slice(0, -1)
    const ofAsset = assets.map((_, asset) => link.column(Panel.column(by_asset, asset)))
    const residual = (left: Float64Array, right: string) =>
      largestResidual(link.rows(left), link.rows(Series.column(daily, right)))
    return {
      n: link.n,
      total: link.total,
      parts: {
        market: part("market"),
        timing: part("timing"),
        signal: part("signal"),
        allocation: part("allocation"),
        leverage: part("leverage"),
        cost: costOf(link, Series.column(daily, "cost")),
      },
      by_asset: Object.fromEntries(assets.map((asset, i) => [asset, ofAsset[i]!])),
      cash: link.column(Panel.column(by_asset, assets.length)),
      by_sector: bySector(assets, ofAsset, sectors),
      by_side: {
        long: link.column(Series.column(by_side, "long")),
        short: link.column(Series.column(by_side, "short")),
      },
      max_abs_residual: residual(sumOfSteps(daily), "gross"),
      max_abs_residual_by_asset: residual(sumOfColumns(by_asset, by_asset.assets), "gross"),
      max_abs_residual_by_side: residual(sumOfColumns(by_side, ["long", "short", "cash"]), "gross"),
      max_abs_residual_cost: costResidual(link, daily),
      reasons: link.reasons,
    }
  },
})

type Linked = typeof linked.Type

function costOf(link: Link, cost: Float64Array): Linked {
  const { gross, net } = link.column(cost)
  return { gross: gross === null ? null : 0, net: net === null ? null : 0 - net }
}

function bySector(
  assets: ReadonlyArray<string>,
  ofAsset: ReadonlyArray<Linked>,
  sectors: Readonly<Record<string, string>>,
): Record<string, Linked> {
  const sums = new Map<string, Linked>()
  assets.forEach((asset, i) => {
    const sector = sectors[asset] ?? "unmapped"
    const before = sums.get(sector) ?? { gross: 0, net: 0 }
    sums.set(sector, { gross: add(before.gross, ofAsset[i]!.gross), net: add(before.net, ofAsset[i]!.net) })
  })
  return Object.fromEntries(sums)
}

const add = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? null : left + right

function costResidual(link: Link, daily: Series.Series): number | null {
  const [gross, cost, net] = ["gross", "cost", "net"].map((name) => link.rows(Series.column(daily, name)))
  const alive = net!.map((value, t) => (value <= -1 ? NaN : gross![t]! - cost![t]!))
  return largestResidual(alive, net!)
}
