/** Snapshots in words and as JSON. */
import type { AssetTable } from "../../../pipeline/data/AssetTable.ts"
import type { Membership } from "../../../pipeline/data/membership.ts"
import { parseSnapshotName } from "../../../pipeline/data/names.ts"
import type { SnapshotManifest } from "../../../pipeline/data/SnapshotManifest.ts"
import { table } from "../../../report/text/table.ts"

interface DefectView {
  readonly kind: string
  readonly asset: string
  readonly date: string
  readonly detail: string
  readonly action: string
}

export const summaryOf = (manifest: SnapshotManifest, defects: ReadonlyArray<DefectView>) => ({
  snapshot: manifest.name,
  version: parseSnapshotName(manifest.name).version,
  hash: manifest.content_hash,
  rows: manifest.rows,
  first_session: manifest.first_session,
  last_session: manifest.last_session,
  assets: manifest.symbols.length,
  defects,
})

/** With all its assets, or the first few of many, as where a table of defects follows. */
export function manifestText(manifest: SnapshotManifest, mostAssets = Infinity): string {
  const { symbols } = manifest
  const shown = symbols.length <= mostAssets ? symbols : symbols.slice(0, mostAssets)
  const rest = symbols.length - shown.length
  const rows = shown.map(({ ticker, first_session, last_session, rows: count, delisted }) => [
    `  ${ticker}`,
    `${first_session} … ${last_session}`,
    `${count} rows`,
    delisted === undefined ? "" : `delisted ${delisted}`,
  ])
  const retrieved = manifest.retrieved_at === undefined ? "" : `, retrieved ${manifest.retrieved_at}`
  return [
    `${manifest.name}: ${manifest.rows} bars of ${manifest.symbols.length} assets, ${manifest.first_session} … ${manifest.last_session}`,
    `${manifest.kind}, from ${manifest.source}${retrieved}; prices ${manifest.adjustment}, dividends ${manifest.dividend_source}, ${manifest.has_opens ? "with opens" : "closes only"}, calendar ${manifest.calendar}, ${manifest.currency}`,
    `content ${manifest.content_hash}`,
    table(rows, ["left", "left", "right", "left"]),
    ...(rest === 0 ? [] : [`  … ${rest} more (\`sage snapshot show ${manifest.name}\` lists all)`]),
    ...(manifest.membership === undefined ? [] : ["", membershipText(manifest.membership, symbols)]),
    ...(manifest.assets === undefined ? [] : ["", assetsText(manifest.assets)]),
  ].join("\n")
}

/** Of each kind the first few, and how many more there are. */
const shownOfKind = 5

/** A line a place, by kind; nothing where there is none. */
export function defectsText(title: string, defects: ReadonlyArray<DefectView>): ReadonlyArray<string> {
  if (defects.length === 0) return []
  const kinds = [...new Set(defects.map(({ kind }) => kind))]
  const rows = kinds.flatMap((kind) => {
    const own = defects.filter((each) => each.kind === kind)
    const more = own.length - shownOfKind
    return [
      ...own
        .slice(0, shownOfKind)
        .map(({ asset, date, detail, action }) => [`  ${action}`, kind, asset, date, detail]),
      ...(more > 0 ? [["", kind, "", "", `… ${more} more (--json lists all)`]] : []),
    ]
  })
  return ["", `${title} (${defects.length}):`, table(rows, ["left", "left", "left", "left", "left"])]
}

/** When assets are members, those without dates last. */
function membershipText(membership: Membership, symbols: SnapshotManifest["symbols"]): string {
  const never = symbols.filter(({ ticker }) => !Object.hasOwn(membership, ticker)).map(({ ticker }) => ticker)
  const rows = Object.entries(membership).map(([asset, intervals]) => [
    `  ${asset}`,
    intervals
      .map(({ from, to }) => (to === undefined ? `from ${from}` : `${from} to before ${to}`))
      .join(", "),
  ])
  return [
    "Members of the universe:",
    table(rows, ["left", "left"]),
    ...(never.length === 0 ? [] : [`  never: ${never.join(", ")}`]),
  ].join("\n")
}

/** assets.yaml as a table; blank where it says nothing. */
function assetsText(assets: AssetTable): string {
  const head = ["  asset", "name", "class", "sector", "spread bps", "slippage bps", "impact"]
  const rows = Object.entries(assets).map(([asset, { name, class: assetClass, sector, costs = {} }]) => [
    `  ${asset}`,
    name ?? "",
    assetClass ?? "",
    sector ?? "",
    String(costs.spread_bps ?? ""),
    String(costs.slippage_bps ?? ""),
    String(costs.impact_coefficient ?? ""),
  ])
  return table([head, ...rows], ["left", "left", "left", "left", "right", "right", "right"])
}
