import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Document from "../../dag/Document.ts"
import * as Node from "../../dag/Node.ts"
import * as Reach from "../../dag/Reach.ts"
import * as Series from "../../domain/Series.ts"
import * as Window from "../../domain/Window.ts"
import { isWhollyKnown } from "../../kernel/isWhollyKnown.ts"
import { type Link, type Linked, makeLink } from "./link.ts"
import { asCost, linked, parts, steps } from "./parts.ts"
import * as Residual from "./residuals.ts"

const figure = Schema.NullOr(Schema.Finite)
const residual = figure.annotate({ description: "largest difference on a session, absolute" })

const summary = Schema.Struct({
  n: Schema.Int.annotate({ description: "sessions linked" }),
  total: linked.annotate({ description: "compounded returns; null where no session counts" }),
  parts,
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
  reasons: Schema.Record(Schema.String, Schema.String).annotate({
    description: "why gross, net or a part is null",
  }),
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
    const counted = link.counted(daily)
    const ruined = steps.filter((name) => !isWhollyKnown(Series.column(counted, name)))
    const stepOf = byName(daily, link)
    const step = (name: Step): Linked => (ruined.includes(name) ? { gross: null, net: null } : stepOf(name))
    const assets = by_asset.assets.slice(0, -1)
    const ofAsset = link.columns(by_asset)
    const side = byName(by_side, link)
    return {
      n: link.n,
      total: link.total,
      parts: {
        market: step("market"),
        timing: step("timing"),
        signal: step("signal"),
        allocation: step("allocation"),
        leverage: step("leverage"),
        cost: asCost(step("cost")),
      },
      by_asset: Object.fromEntries(assets.map((asset, i) => [asset, ofAsset[i]!])),
      cash: ofAsset[assets.length]!,
      by_sector: bySector(assets, ofAsset, sectors),
      by_side: { long: side("long"), short: side("short") },
      max_abs_residual: Residual.ofSteps(counted),
      max_abs_residual_by_asset: Residual.ofParts(link.counted(by_asset), counted),
      max_abs_residual_by_side: Residual.ofParts(link.counted(by_side), counted),
      max_abs_residual_cost: Residual.ofCost(counted),
      reasons: {
        ...Object.fromEntries(ruined.map((name) => [name, "a book of the parts was ruined"])),
        ...link.reasons,
      },
    }
  },
})

type Step = (typeof steps)[number]

function byName(series: Series.Series, link: Link): (name: string) => Linked {
  const columns = link.columns(series)
  return (name) => columns[series.assets.indexOf(name)]!
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
